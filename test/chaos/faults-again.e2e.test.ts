import { expect, test } from 'vitest'
import { comparable, useChaosEnvironment } from './support/chaos-environment.ts'
import { faultCases, misbehave } from './support/faults.ts'
import { generateApi } from './support/generated-api.ts'

const { seed, run, contents, platform, stack } = useChaosEnvironment()
const options = { removed: 'delete' } as const
/** On a busy machine, all requests of a second can fail by chance. */
const settings = { OUTAGE_AFTER: '60' }

test.each(faultCases)(
  'a repeated import with $trouble has the same result as one without faults',
  async ({ faults, number }) => {
    const [calmly, shaken] = [`calm-${number}`, `shaken-${number}`]
    for (const connector of [calmly, shaken]) {
      seed(connector)
      await run(connector, generateApi(16))
    }
    const calm = await run(calmly, generateApi(16, 2), { options })
    expect(calm.counts.actions).toMatchObject({ created: 2, removed: 2, failed: 0 })
    misbehave(stack(), platform(), faults)
    const report = await run(shaken, generateApi(16, 2), { options, settings })
    expect(report.reason).toBeUndefined()
    expect(comparable(report)).toEqual(comparable(calm))
    expect(contents(shaken)).toEqual(contents(calmly))
  },
)
