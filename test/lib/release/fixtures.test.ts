import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { classify, type ItemChange, type ReleaseChanges } from '../../../lib/release/classify.ts'
import type { Rule } from '../../../lib/release/rule.ts'
import { RULES } from '../../../lib/release/rules.ts'
import { findPairs, readRelease } from './find-pairs.ts'

/** Writes what is found as what is wanted. Then read every line of the difference. */
const UPDATE = process.env.UPDATE_FIXTURES === '1'

/** Rules that no document can have, with the test that has them. */
const ELSEWHERE: ReadonlySet<string> = new Set(['schema-too-large', 'definition-unreadable', 'parameter-enum-unknown'])

const readable = ({ kind, status, reasons, renamedFrom }: ItemChange) => ({
  kind,
  status,
  ...(renamedFrom !== undefined && { renamedFrom }),
  reasons: reasons.map(({ rule, kind, direction, message, before, after }) => ({
    rule: `${kind}${direction === undefined ? '' : ` (${direction})`}: ${rule}`,
    message,
    ...(before !== undefined && { before }),
    ...(after !== undefined && { after }),
  })),
})

const readableChanges = ({ actions, triggers, definitions, authentication }: ReleaseChanges) => {
  const items = (changes: ReadonlyMap<string, ItemChange>) =>
    Object.fromEntries([...changes].map(([name, change]) => [name, readable(change)]))
  return {
    ...(actions.size > 0 && { actions: items(actions) }),
    ...(triggers.size > 0 && { triggers: items(triggers) }),
    ...(definitions.size > 0 && { definitions: items(definitions) }),
    ...(authentication !== undefined && { authentication: readable(authentication) }),
  }
}

const pairs = findPairs()
const found = new Set<string>()

describe('pairs of documents', () => {
  beforeAll(() => found.clear())

  test.each(pairs)('$name', async ({ folder }) => {
    const [before, after] = [await readRelease(folder, 'before.yaml'), await readRelease(folder, 'after.yaml')]
    const changes = classify(before, after)
    for (const { reasons } of itemsOf(changes))
      for (const { rule, kind, direction } of reasons) found.add(`${rule} ${direction ?? 'any'} ${kind}`)
    const file = join(folder, 'want.json')
    if (UPDATE) writeFileSync(file, `${JSON.stringify(readableChanges(changes), null, 2)}\n`)
    expect(readableChanges(changes)).toEqual(JSON.parse(readFileSync(file, 'utf8')))
    expect(itemsOf(classify(before, before))).toEqual([])
    expect(itemsOf(classify(after, after))).toEqual([])
  })

  test('every rule has a pair of documents, in each direction', () => {
    const missing = RULES.flatMap(({ rules }) => rules)
      .filter(({ code }) => !ELSEWHERE.has(code))
      .flatMap(rule => casesOf(rule).filter(name => !found.has(name)))
    expect(missing).toEqual([])
  })
})

test('each rule has one code and a kind for each direction', () => {
  const codes = RULES.flatMap(({ rules }) => rules.map(({ code }) => code))
  expect(codes).toHaveLength(new Set(codes).size)
})

const itemsOf = ({ actions, triggers, definitions, authentication }: ReleaseChanges): ItemChange[] => [
  ...actions.values(),
  ...triggers.values(),
  ...definitions.values(),
  ...(authentication === undefined ? [] : [authentication]),
]

const casesOf = ({ code, kind }: Rule): string[] =>
  typeof kind === 'string'
    ? [`${code} any ${kind}`]
    : [`${code} sent ${kind.sent}`, `${code} received ${kind.received}`]
