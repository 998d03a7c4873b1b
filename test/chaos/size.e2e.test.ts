import { expect, test } from 'vitest'
import { importKeys } from '../../lib/store/keys.ts'
import { generateDocument } from '../bench/generate-document.ts'
import { createLife } from './support/life.ts'
import { ROUNDS } from './support/rounds.ts'
import { shop } from './support/shop.ts'
import { reportOf, useWorld } from './support/world.ts'

const { seed, start, ground } = useWorld()

const OPERATIONS = 16_000
const tuning = { batchSize: 50, concurrency: 16 }
const documents: [string, () => unknown][] = [
  ['with few schemas', () => shop(OPERATIONS)],
  // The long version, for its 30,000 definitions.
  ...(ROUNDS > 10 ? [['like a vendor’s', () => generateDocument(OPERATIONS)] as [string, () => unknown]] : []),
]

/** The engine itself refuses a checkpoint beyond the service's 256 KB. */
test.each(documents)('16,000 operations stay within the quotas: %s', async (name, make) => {
  const connector = name.replaceAll(/\W/g, '-')
  seed(connector)
  const { importId, live, used } = await start({ connector, document: make(), tuning })
  // Among the actions the process is killed once, so that a replay is part of it.
  expect(await live(createLife({ edge: 'request', at: 9_000, when: 'after' }))).toBe('died')
  const report = reportOf(await live())
  expect(report).toMatchObject({
    outcome: 'succeeded',
    counts: { operations: OPERATIONS, actions: { created: OPERATIONS, failed: 0 } },
  })
  expect(new Set(report.actions.map(action => action.name)).size).toBe(OPERATIONS)

  const counters = await used()
  expect(counters?.invocations).toBe(2)
  expect(counters?.operations).toBeLessThan(2_500)
  expect(counters?.bytes).toBeLessThan(50e6)
  const keys = importKeys(importId)
  expect(ground().readsOf(keys.plan)).toBe(2)
  expect(ground().readsOf(keys.changes)).toBe(2)
})
