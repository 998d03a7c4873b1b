import { expect, test } from 'vitest'
import type { Death } from './support/life.ts'
import { shop } from './support/shop.ts'
import { facts, useWorld } from './support/world.ts'

const { seed, contents, survive, count, platform } = useWorld()

const OPERATIONS = 12
const first = shop(OPERATIONS)
const second = shop(OPERATIONS, 2)
const options = { removed: 'delete' } as const

/** How many actions were created on a connector, by what the platform has answered. */
const creates = (connector: string): number =>
  platform().requests.filter(
    ({ method, path, status }) =>
      method === 'POST' && path.endsWith('/actions') && path.includes(`/${connector}/`) && status === 201,
  ).length

const moments = (counts: { readonly request: number; readonly write: number }): Death[] => [
  ...Array.from({ length: counts.request }, (_, i) => [
    { edge: 'request', at: i + 1, when: 'before' } as const,
    { edge: 'request', at: i + 1, when: 'after' } as const,
  ]).flat(),
  ...Array.from({ length: counts.write }, (_, i) => ({ edge: 'write', at: i + 1, when: 'after' }) as const),
]

test('a first import survives a kill at every request and every write', async () => {
  seed('calm')
  const { report, counts } = await count({ connector: 'calm', document: first })
  expect(report).toMatchObject({ outcome: 'succeeded', counts: { operations: OPERATIONS } })
  for (const [i, death] of moments(counts).entries()) {
    const connector = `first-${i}`
    seed(connector)
    const survived = await survive({ connector, document: first }, [death])
    const moment = JSON.stringify(death)
    expect(facts(survived), moment).toEqual(facts(report))
    expect(contents(connector), moment).toEqual(contents('calm'))
    expect(creates(connector), moment).toBe(OPERATIONS)
  }
})

test('a re-import with updates, renames and removals survives a kill right after every request and every write', async () => {
  seed('calm-again')
  await survive({ connector: 'calm-again', document: first })
  const { report, counts } = await count({ connector: 'calm-again', document: second, options })
  expect(report.counts.actions).toMatchObject({ created: 2, updated: 5, removed: 2, failed: 0 })
  const lost = moments(counts).filter(({ when }) => when === 'after')
  for (const [i, death] of lost.entries()) {
    const connector = `again-${i}`
    seed(connector)
    await survive({ connector, document: first })
    const survived = await survive({ connector, document: second, options }, [death])
    const moment = JSON.stringify(death)
    expect(facts(survived), moment).toEqual(facts(report))
    expect(contents(connector), moment).toEqual(contents('calm-again'))
  }
})
