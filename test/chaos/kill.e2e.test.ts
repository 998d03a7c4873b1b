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

test('a first import survives a kill at every request and every write, and then a re-import with updates, renames and removals right after', async () => {
  seed('calm')
  const once = await countEffects({ connector: 'calm', document: first })
  expect(once.report).toMatchObject({ outcome: 'succeeded', counts: { operations: OPERATIONS } })
  const created = { contents: contents('calm'), state: comparableState(await stateOf('calm')) }
  expect(created.state).toMatchObject({ hasContent: true, wrong: [] })
  const again = await countEffects({ connector: 'calm', document: second, options })
  expect(again.report.counts.actions).toMatchObject({ created: 2, updated: 5, removed: 2, failed: 0 })
  const changed = { contents: contents('calm'), state: comparableState(await stateOf('calm')) }
  expect(changed.state).toMatchObject({ hasContent: true, wrong: [] })

  const [ofFirst, ofSecond] = [moments(once.counts), moments(again.counts).filter(({ when }) => when === 'after')]
  // What survived a kill is what the next kill begins with: the state is the same, as is checked in between.
  for (let i = 0; i < Math.max(ofFirst.length, ofSecond.length); i++) {
    const connector = `killed-${i}`
    seed(connector)
    const [crash, later] = [ofFirst.slice(i, i + 1), ofSecond.slice(i, i + 1)]
    const survived = await importDespite({ connector, document: first }, crash)
    const moment = JSON.stringify(crash)
    expect(comparable(survived), moment).toEqual(comparable(once.report))
    expect(contents(connector), moment).toEqual(created.contents)
    expect(comparableState(await stateOf(connector)), moment).toEqual(created.state)
    expect(creates(connector), moment).toBe(OPERATIONS)
    if (later.length === 0) continue
    const updated = await importDespite({ connector, document: second, options }, later)
    const laterMoment = JSON.stringify(later)
    expect(comparable(updated), laterMoment).toEqual(comparable(again.report))
    expect(contents(connector), laterMoment).toEqual(changed.contents)
    expect(comparableState(await stateOf(connector)), laterMoment).toEqual(changed.state)
  }
})

test('triggers survive a kill at every request and every write, also those of a re-import', async () => {
  const before = { ...generateApi(1), webhooks: generateWebhooks(4) }
  const after = { ...generateApi(1), webhooks: generateWebhooks(4, 2) }
  seed('calm-triggers')
  const once = await countEffects({ connector: 'calm-triggers', document: before })
  expect(once.report).toMatchObject({ outcome: 'succeeded', counts: { triggers: { created: 4 } } })
  const created = contents('calm-triggers')
  const again = await countEffects({ connector: 'calm-triggers', document: after, options })
  expect(again.report.counts.triggers).toMatchObject({ created: 1, updated: 2, removed: 1, unchanged: 1 })
  const changed = contents('calm-triggers')
  const [ofFirst, ofSecond] = [moments(once.counts), moments(again.counts)]
  for (let i = 0; i < Math.max(ofFirst.length, ofSecond.length); i++) {
    const connector = `triggers-${i}`
    seed(connector)
    const [crash, later] = [ofFirst.slice(i, i + 1), ofSecond.slice(i, i + 1)]
    await importDespite({ connector, document: before }, crash)
    const moment = JSON.stringify(crash)
    expect(contents(connector), moment).toEqual(created)
    expect(creates(connector, 'triggers'), moment).toBe(4)
    if (later.length === 0) continue
    const updated = await importDespite({ connector, document: after, options }, later)
    const laterMoment = JSON.stringify(later)
    expect(comparable(updated), laterMoment).toEqual(comparable(again.report))
    expect(contents(connector), laterMoment).toEqual(changed)
  }
})
