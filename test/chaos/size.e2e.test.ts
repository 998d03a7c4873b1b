import { expect, test } from 'vitest'
import { importKeys } from '../../lib/store/keys.ts'
import { generateDocument } from '../bench/generate-document.ts'
import { reportOf, useChaosEnvironment } from './support/chaos-environment.ts'
import { generateApi } from './support/generated-api.ts'
import { ROUNDS } from './support/rounds.ts'
import { simulateProcess } from './support/simulated-process.ts'

const { seed, start, dependencies } = useChaosEnvironment()

const OPERATIONS = 16_000
const tuning = { batchSize: 50, concurrency: 16 }
const documents: [string, () => unknown][] = [
  ['with few schemas', () => generateApi(OPERATIONS)],
  // Only in the long run, for its 30,000 definitions.
  ...(ROUNDS > 10 ? [['like a vendor’s', () => generateDocument(OPERATIONS)] as [string, () => unknown]] : []),
]

// The engine refuses a checkpoint of more than 256 KB, as the service does.
test.each(documents)('an import of 16,000 operations stays within the quotas: %s', async (name, make) => {
  const connector = name.replaceAll(/\W/g, '-')
  seed(connector)
  const { importId, run, used } = await start({ connector, document: make(), tuning })
  // A kill among the actions makes a replay part of the test.
  expect(await run(simulateProcess({ effect: 'request', at: 9_000, when: 'after' }))).toBe('crashed')
  const report = reportOf(await run())
  expect(report).toMatchObject({
    outcome: 'succeeded',
    counts: { operations: OPERATIONS, actions: { created: OPERATIONS, failed: 0 } },
  })
  expect(new Set(report.actions.map(action => action.name)).size).toBe(OPERATIONS)

  const counters = await used()
  // The one that was killed, the one that schedules its interrupted steps again, and the one that runs them.
  expect(counters?.invocations).toBe(3)
  expect(counters?.operations).toBeLessThan(2_500)
  expect(counters?.bytes).toBeLessThan(50e6)
  const keys = importKeys(importId)
  // The one that makes the plan keeps it.
  expect(dependencies().readCount(keys.plan)).toBe(1)
  expect(dependencies().readCount(keys.changes)).toBe(2)
})
