import { expect, test } from 'vitest'
import { useChaosEnvironment } from './support/chaos-environment.ts'
import { faultCases, misbehave } from './support/faults.ts'
import { generateApi } from './support/generated-api.ts'

const { seed, run, contents, platform, stack } = useChaosEnvironment()

/** On a busy machine, all requests of a second can fail by chance. */
const settings = { OUTAGE_AFTER: '60' }

test.each(faultCases)(
  'a first import with $trouble has the same result as one without faults',
  async ({ faults, number }) => {
    seed('calm')
    seed(`shaken-${number}`)
    const calm = await run('calm', generateApi(16))
    const begin = platform().requests.length
    misbehave(stack(), platform(), faults)
    const report = await run(`shaken-${number}`, generateApi(16), { settings })
    expect(report).toMatchObject({ outcome: 'succeeded', counts: { operations: 16, actions: { created: 16 } } })
    expect(report.actions.map(({ name }) => name)).toEqual(calm.actions.map(({ name }) => name))
    expect(contents(`shaken-${number}`)).toEqual(contents('calm'))
    const troubles = platform()
      .requests.slice(begin)
      .filter(({ status }) => status === null || status === 401 || status === 429 || status >= 500)
    // Latency changes no status.
    if (faults.latencyMs === undefined) expect(troubles.length).toBeGreaterThan(0)
  },
)
