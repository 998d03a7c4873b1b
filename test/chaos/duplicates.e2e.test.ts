import { expect, test } from 'vitest'
import { startLenientPlatform } from './support/lenient-platform.ts'
import type { Death } from './support/life.ts'
import { shop } from './support/shop.ts'
import { facts, useWorld } from './support/world.ts'

/** A platform that would store a second action of one name tells nobody that it has one already. */
const { survive, count } = useWorld()
const document = shop(12)

/** What the platform holds, in no order and without ids. */
const namesOn = ({ actions, definitions }: Awaited<ReturnType<typeof startLenientPlatform>>) => ({
  actions: actions.map(({ name }) => name).sort(),
  definitions: definitions.map(({ name }) => name).sort(),
})

const calm = async () => {
  const platform = await startLenientPlatform()
  const { report, counts } = await count({ connector: 'calm', document, platformUrl: platform.url })
  return { report, counts, names: namesOn(platform) }
}

test('nothing is made twice after a kill at any request', async () => {
  const { report, counts, names } = await calm()
  const deaths = Array.from(
    { length: counts.request },
    (_, i): Death => ({ edge: 'request', at: i + 1, when: 'after' }),
  )
  for (const death of deaths) {
    const platform = await startLenientPlatform()
    const survived = await survive({ connector: 'killed', document, platformUrl: platform.url }, [death])
    expect(facts(survived), JSON.stringify(death)).toEqual(facts(report))
    expect(namesOn(platform), JSON.stringify(death)).toEqual(names)
  }
})

test('nothing is made twice where several kills follow each other', async () => {
  const { report, names } = await calm()
  const platform = await startLenientPlatform()
  const deaths = [3, 2, 4, 5, 3, 6].map((at): Death => ({ edge: 'request', at, when: 'after' }))
  const survived = await survive({ connector: 'often', document, platformUrl: platform.url }, deaths)
  expect(facts(survived)).toEqual(facts(report))
  expect(namesOn(platform)).toEqual(names)
})

test.each([1, 2, 3])('nothing is made twice where %s of three answers are lost', async share => {
  const { report, names } = await calm()
  const platform = await startLenientPlatform(create => create % 3 < share)
  const survived = await survive({ connector: `lost-${share}`, document, platformUrl: platform.url })
  expect(facts(survived)).toEqual(facts(report))
  expect(namesOn(platform)).toEqual(names)
})

test('an undisturbed import asks for nothing twice', async () => {
  const { report, counts } = await calm()
  // The connector, the version, two lists; then one request for each group of definitions and each action.
  expect(counts.request).toBe(4 + 1 + report.counts.operations)
})
