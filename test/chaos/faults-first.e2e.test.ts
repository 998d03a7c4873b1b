import { expect, test } from 'vitest'
import { faultCases, misbehave } from './support/faults.ts'
import { shop } from './support/shop.ts'
import { useWorld } from './support/world.ts'

const { seed, run, contents, platform, stack } = useWorld()

test.each(faultCases)('a first import under $trouble ends as a calm one', async ({ faults, number }) => {
  seed('calm')
  seed(`shaken-${number}`)
  const calm = await run('calm', shop(16))
  const begin = platform().requests.length
  misbehave(stack(), platform(), faults)
  const report = await run(`shaken-${number}`, shop(16))
  expect(report).toMatchObject({ outcome: 'succeeded', counts: { operations: 16, actions: { created: 16 } } })
  expect(report.actions.map(({ name }) => name)).toEqual(calm.actions.map(({ name }) => name))
  expect(contents(`shaken-${number}`)).toEqual(contents('calm'))
  const troubles = platform()
    .requests.slice(begin)
    .filter(({ status }) => status === null || status === 401 || status === 429 || status >= 500)
  // Latency leaves no trace.
  if (faults.latencyMs === undefined) expect(troubles.length).toBeGreaterThan(0)
})
