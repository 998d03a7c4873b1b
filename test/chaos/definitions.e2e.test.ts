import { expect, test } from 'vitest'
import { comparable, useChaosEnvironment } from './support/chaos-environment.ts'
import { startLenientPlatform } from './support/lenient-platform.ts'
import type { Crash } from './support/simulated-process.ts'

const { importDespite, countEffects } = useChaosEnvironment()

const LEAVES = 150
const PAIRS = 120

/** A document whose definitions need several create requests, of which some wait for others. */
const document = () => {
  const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` })
  const object = (...names: string[]) => ({
    type: 'object',
    properties: Object.fromEntries(names.map(name => [name, ref(name)])),
  })
  const leaves = Array.from({ length: LEAVES }, (_, i) => `Leaf${i}`)
  const pairs = Array.from({ length: PAIRS }, (_, i) => `Pair${i}`)
  return {
    openapi: '3.1.0',
    info: { title: 'Many definitions', version: '1' },
    servers: [{ url: 'https://api.example.com' }],
    paths: {
      '/all': {
        get: {
          operationId: 'all',
          responses: { 200: { description: 'OK', content: { 'application/json': { schema: ref('All') } } } },
        },
      },
    },
    components: {
      schemas: {
        ...Object.fromEntries(leaves.map(name => [name, { type: 'string' }])),
        // Each refers to definitions of two requests, and to its twin.
        ...Object.fromEntries(
          pairs.map((name, i) => [
            name,
            object(`Leaf${i}`, `Leaf${LEAVES - 1 - i}`, `Pair${i % 2 === 0 ? i + 1 : i - 1}`),
          ]),
        ),
        All: object(...leaves, ...pairs),
      },
    },
  }
}

/** Creates are POSTs; a duplicate would be created again. */
const importOnce = async (crashes: readonly Crash[]) => {
  const platform = await startLenientPlatform()
  const job = { connector: 'definitions', document: document(), platformUrl: platform.url }
  const report = await importDespite(job, crashes)
  return { report: comparable(report), names: platform.definitions.map(({ name }) => name).sort() }
}

test('definitions of several requests survive a kill at every request and every write, and none is created twice', async () => {
  const platform = await startLenientPlatform()
  const job = { connector: 'calm-definitions', document: document(), platformUrl: platform.url }
  const { report, counts } = await countEffects(job)
  const names = platform.definitions.map(({ name }) => name).sort()
  expect(report).toMatchObject({ outcome: 'succeeded', counts: { definitions: { created: LEAVES + PAIRS + 1 } } })
  expect(new Set(names).size).toBe(LEAVES + PAIRS + 1)
  // The connector, the version, two collections, the action; the others create definitions.
  expect(counts.request - 5).toBeGreaterThan(2)
  const moments: Crash[] = [
    ...Array.from({ length: counts.request }, (_, i): Crash => ({ effect: 'request', at: i + 1, when: 'before' })),
    ...Array.from({ length: counts.request }, (_, i): Crash => ({ effect: 'request', at: i + 1, when: 'after' })),
    ...Array.from({ length: counts.write }, (_, i): Crash => ({ effect: 'write', at: i + 1, when: 'after' })),
  ]
  for (const crash of moments)
    expect(await importOnce([crash]), JSON.stringify(crash)).toEqual({ report: comparable(report), names })
})
