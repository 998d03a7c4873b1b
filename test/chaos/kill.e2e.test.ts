import { expect, test } from 'vitest'
import { comparable, comparableState, useChaosEnvironment } from './support/chaos-environment.ts'
import { generateApi, generateWebhooks } from './support/generated-api.ts'
import type { Crash } from './support/simulated-process.ts'

const { seed, contents, stateOf, importDespite, countEffects, platform } = useChaosEnvironment()

const OPERATIONS = 12
const first = generateApi(OPERATIONS)
const second = generateApi(OPERATIONS, 2)
const options = { removed: 'delete' } as const

/** Counts the actions or triggers that the platform has created for a connector. */
const creates = (connector: string, kind: 'actions' | 'triggers' = 'actions'): number =>
  platform().requests.filter(
    ({ method, path, status }) =>
      method === 'POST' && path.endsWith(`/${kind}`) && path.includes(`/${connector}/`) && status === 201,
  ).length

const moments = (counts: { readonly request: number; readonly write: number }): Crash[] => [
  ...Array.from({ length: counts.request }, (_, i) => [
    { effect: 'request', at: i + 1, when: 'before' } as const,
    { effect: 'request', at: i + 1, when: 'after' } as const,
  ]).flat(),
  ...Array.from({ length: counts.write }, (_, i) => ({ effect: 'write', at: i + 1, when: 'after' }) as const),
]

test('a first import survives a kill at every request and every write', async () => {
  seed('calm')
  const { report, counts } = await countEffects({ connector: 'calm', document: first })
  expect(report).toMatchObject({ outcome: 'succeeded', counts: { operations: OPERATIONS } })
  const state = comparableState(await stateOf('calm'))
  expect(state).toMatchObject({ hasContent: true, wrong: [] })
  for (const [i, crash] of moments(counts).entries()) {
    const connector = `first-${i}`
    seed(connector)
    const survived = await importDespite({ connector, document: first }, [crash])
    const moment = JSON.stringify(crash)
    expect(comparable(survived), moment).toEqual(comparable(report))
    expect(contents(connector), moment).toEqual(contents('calm'))
    expect(comparableState(await stateOf(connector)), moment).toEqual(state)
    expect(creates(connector), moment).toBe(OPERATIONS)
  }
})

test('a re-import with updates, renames and removals survives a kill right after every request and every write', async () => {
  seed('calm-again')
  await importDespite({ connector: 'calm-again', document: first })
  const { report, counts } = await countEffects({ connector: 'calm-again', document: second, options })
  expect(report.counts.actions).toMatchObject({ created: 2, updated: 5, removed: 2, failed: 0 })
  const state = comparableState(await stateOf('calm-again'))
  expect(state).toMatchObject({ hasContent: true, wrong: [] })
  const lost = moments(counts).filter(({ when }) => when === 'after')
  for (const [i, crash] of lost.entries()) {
    const connector = `again-${i}`
    seed(connector)
    await importDespite({ connector, document: first })
    const survived = await importDespite({ connector, document: second, options }, [crash])
    const moment = JSON.stringify(crash)
    expect(comparable(survived), moment).toEqual(comparable(report))
    expect(contents(connector), moment).toEqual(contents('calm-again'))
    expect(comparableState(await stateOf(connector)), moment).toEqual(state)
  }
})

test('triggers survive a kill at every request and every write, also those of a re-import', async () => {
  const before = { ...generateApi(1), webhooks: generateWebhooks(4) }
  const after = { ...generateApi(1), webhooks: generateWebhooks(4, 2) }
  seed('calm-triggers')
  const first = await countEffects({ connector: 'calm-triggers', document: before })
  expect(first.report).toMatchObject({ outcome: 'succeeded', counts: { triggers: { created: 4 } } })
  const created = contents('calm-triggers')
  const second = await countEffects({ connector: 'calm-triggers', document: after, options })
  expect(second.report.counts.triggers).toMatchObject({ created: 1, updated: 2, removed: 1, unchanged: 1 })
  for (const [i, crash] of moments(first.counts).entries()) {
    const connector = `triggers-${i}`
    seed(connector)
    await importDespite({ connector, document: before }, [crash])
    const moment = JSON.stringify(crash)
    expect(contents(connector), moment).toEqual(created)
    expect(creates(connector, 'triggers'), moment).toBe(4)
  }
  for (const [i, crash] of moments(second.counts).entries()) {
    const connector = `triggers-again-${i}`
    seed(connector)
    await importDespite({ connector, document: before })
    const survived = await importDespite({ connector, document: after, options }, [crash])
    const moment = JSON.stringify(crash)
    expect(comparable(survived), moment).toEqual(comparable(second.report))
    expect(contents(connector), moment).toEqual(contents('calm-triggers'))
  }
})
