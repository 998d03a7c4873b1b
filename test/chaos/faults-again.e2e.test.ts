import { expect, test } from 'vitest'
import { faultCases, misbehave } from './support/faults.ts'
import { shop } from './support/shop.ts'
import { facts, useWorld } from './support/world.ts'

const { seed, run, contents, platform, stack } = useWorld()
const options = { removed: 'delete' } as const

test.each(faultCases)('a re-import under $trouble ends as a calm one', async ({ faults, number }) => {
  const [calmly, shaken] = [`calm-${number}`, `shaken-${number}`]
  for (const connector of [calmly, shaken]) {
    seed(connector)
    await run(connector, shop(16))
  }
  const calm = await run(calmly, shop(16, 2), { options })
  expect(calm.counts.actions).toMatchObject({ created: 2, removed: 2, failed: 0 })
  misbehave(stack(), platform(), faults)
  const report = await run(shaken, shop(16, 2), { options })
  expect(facts(report)).toEqual(facts(calm))
  expect(contents(shaken)).toEqual(contents(calmly))
})
