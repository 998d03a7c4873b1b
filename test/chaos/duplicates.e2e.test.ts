import { expect, test } from 'vitest'
import { comparable, useChaosEnvironment } from './support/chaos-environment.ts'
import { generateApi } from './support/generated-api.ts'
import { startLenientPlatform } from './support/lenient-platform.ts'
import type { Crash } from './support/simulated-process.ts'

const { importDespite, countEffects } = useChaosEnvironment()
const document = generateApi(12)

/** Returns the sorted names on the platform. */
const namesOn = ({ actions, definitions }: Awaited<ReturnType<typeof startLenientPlatform>>) => ({
  actions: actions.map(({ name }) => name).sort(),
  definitions: definitions.map(({ name }) => name).sort(),
})

const calm = async () => {
  const platform = await startLenientPlatform()
  const { report, counts } = await countEffects({ connector: 'calm', document, platformUrl: platform.url })
  return { report, counts, names: namesOn(platform) }
}

test('a kill after any request creates nothing twice', async () => {
  const { report, counts, names } = await calm()
  const crashes = Array.from(
    { length: counts.request },
    (_, i): Crash => ({ effect: 'request', at: i + 1, when: 'after' }),
  )
  for (const crash of crashes) {
    const platform = await startLenientPlatform()
    const survived = await importDespite({ connector: 'killed', document, platformUrl: platform.url }, [crash])
    expect(comparable(survived), JSON.stringify(crash)).toEqual(comparable(report))
    expect(namesOn(platform), JSON.stringify(crash)).toEqual(names)
  }
})

test('several kills in a row create nothing twice', async () => {
  const { report, names } = await calm()
  const platform = await startLenientPlatform()
  // No step that reads is killed twice: that ends an import.
  const crashes = [3, 7, 4, 5, 3, 6].map((at): Crash => ({ effect: 'request', at, when: 'after' }))
  const survived = await importDespite({ connector: 'often', document, platformUrl: platform.url }, crashes)
  expect(comparable(survived)).toEqual(comparable(report))
  expect(namesOn(platform)).toEqual(names)
})

test.each([1, 2, 3])('nothing is created twice when %s of three responses are lost', async share => {
  const { report, names } = await calm()
  const platform = await startLenientPlatform(create => create % 3 < share)
  const survived = await importDespite({ connector: `lost-${share}`, document, platformUrl: platform.url })
  expect(comparable(survived)).toEqual(comparable(report))
  expect(namesOn(platform)).toEqual(names)
})

test('an import without faults requests nothing twice', async () => {
  const { report, counts } = await calm()
  // The connector, the version, two collections; then one request for each group of definitions and each action.
  expect(counts.request).toBe(4 + 1 + report.counts.operations)
})
