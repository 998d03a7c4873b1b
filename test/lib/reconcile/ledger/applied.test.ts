import { expect, test } from 'vitest'
import { fingerprintResource } from '../../../../lib/reconcile/compare/fingerprint.ts'
import { DEFAULT_POLICY, EMPTY_PLATFORM } from '../../../../lib/reconcile/compare/platform-state.ts'
import { decide } from '../../../../lib/reconcile/decide/decide-changes.ts'
import {
  contentWithin,
  hasNewContent,
  isContentOf,
  keepsSome,
  nextContent,
  parseContent,
  serialiseContent,
} from '../../../../lib/reconcile/ledger/applied.ts'
import {
  EMPTY_LEDGER,
  type Ledger,
  parseLedger,
  type ResourceEntry,
  serialiseLedger,
} from '../../../../lib/reconcile/ledger/ledger.ts'
import { ledgerAfter, planOf, platformOf } from '../state.ts'

const FIRST = { actions: { a: 'x', b: 'x', c: 'x' }, definitions: { D: 'string' } }
const first = { ...planOf(FIRST), hosts: ['api.example.com'] }
const ledger = ledgerAfter(first, decide(first, EMPTY_PLATFORM, EMPTY_LEDGER, DEFAULT_POLICY))
const content = nextContent({ before: EMPTY_LEDGER, next: ledger }, first, undefined)

/** Imports a document in which `a` has changed, `b` has a conflict and `c` is missing. */
const again = () => {
  const planned = planOf({ actions: { a: 'y', b: 'y' }, definitions: { D: 'string' } })
  const platform = platformOf({ ...FIRST, actions: { a: 'x', b: 'z', c: 'x' } })
  const next = ledgerAfter(planned, decide(planned, platform, ledger, DEFAULT_POLICY), ledger)
  return { planned, ledgers: { before: ledger, next } }
}

const summaries = ({ actions }: typeof content) =>
  Object.fromEntries([...actions].map(([name, { summary }]) => [name, summary]))

test('the content is that of the entries of the ledger', () => {
  expect(summaries(content)).toEqual({ a: 'x', b: 'x', c: 'x' })
  expect(content.definitions.get('D')).toEqual({ accept: ['application/json'], content: '{"type":"string"}' })
  const { planned, ledgers } = again()
  const next = nextContent(ledgers, planned, content)
  expect(summaries(next)).toEqual({ a: 'y', b: 'x', c: 'x' })
  for (const [name, { applied }] of ledgers.next.actions)
    expect(fingerprintResource(next.actions.get(name))).toBe(applied)
})

test('facts about operations are kept with the content, and content without them is read', () => {
  const { planned, ledgers } = again()
  expect(content.facts?.actions.get('a')).toEqual({ pointer: expect.stringContaining('#/'), facts: {} })
  expect(nextContent(ledgers, planned, content).facts?.actions.get('c')).toEqual(content.facts?.actions.get('c'))
  const { facts: _, ...stored } = serialiseContent(content)
  expect(parseContent(stored, () => true)?.facts).toBeUndefined()
  expect(parseContent(stored, () => true)?.actions.size).toBe(3)
})

test('facts that the plan of an earlier release has not are not taken for none', () => {
  const { hosts: _, ...earlier } = first
  const next = nextContent({ before: EMPTY_LEDGER, next: ledger }, earlier, undefined)
  expect(next.facts?.actions.get('a')).toEqual({ pointer: content.facts?.actions.get('a')?.pointer })
})

test('an entry whose earlier content is not stored has none', () => {
  const { planned, ledgers } = again()
  expect(summaries(nextContent(ledgers, planned, undefined))).toEqual({ a: 'y' })
})

test('the content is written for new entries, and the earlier one is read for those that are left', () => {
  const { ledgers } = again()
  expect([keepsSome(ledgers), hasNewContent(ledgers)]).toEqual([true, true])
  const same = {
    before: ledger,
    next: ledgerAfter(first, decide(first, platformOf(FIRST), ledger, DEFAULT_POLICY), ledger),
  }
  expect([keepsSome(same), hasNewContent(same)]).toEqual([false, false])
  const renamed = {
    before: ledger,
    next: { ...ledger, actions: new Map([...ledger.actions].map(([name, entry]) => [`${name}2`, entry])) },
  }
  expect(hasNewContent(renamed)).toBe(true)
  const otherFacts = new Map([...ledger.actions].map(([name, entry]) => [name, { ...entry, facts: '1f' }]))
  expect(hasNewContent({ before: ledger, next: { ...ledger, actions: otherFacts } })).toBe(true)
})

test('stored content is read again, as far as it is wanted', () => {
  const odd = { ...content, actions: new Map([...content.actions, ['__proto__', content.actions.get('a') as never]]) }
  const stored = JSON.parse(JSON.stringify(serialiseContent(odd)))
  expect(parseContent(stored, () => true)).toEqual(odd)
  const wanted = parseContent(stored, (kind, name) => kind === 'actions' && name === 'b')
  expect([wanted?.actions.size, wanted?.definitions.size]).toEqual([1, 0])
})

const replaceEntries = (actions: Iterable<[string, ResourceEntry]>): Ledger => ({
  ...ledger,
  actions: new Map(actions),
})

test.for([
  { name: 'it was written for', of: ledger, want: true },
  { name: 'with the same entries in another order', of: replaceEntries([...ledger.actions].toReversed()), want: true },
  { name: 'of a later import', of: again().ledgers.next, want: false },
  { name: 'with an entry less', of: replaceEntries([...ledger.actions].slice(1)), want: false },
  {
    name: 'with another name',
    of: replaceEntries([...ledger.actions].map(([name, entry]) => [`${name}2`, entry])),
    want: false,
  },
])('stored content belongs to a ledger $name: $want', ({ of, want }) => {
  const stored = parseContent(JSON.parse(JSON.stringify(serialiseContent(content))), () => true)
  if (stored === undefined) expect.fail()
  expect(isContentOf(of, stored)).toBe(want)
  // That of an earlier release names no entries.
  const { entries: _, ...unmarked } = stored
  expect(isContentOf(of, unmarked)).toBe(want)
})

test('of the content of another ledger, only what the entries identify is used', () => {
  const { planned, ledgers } = again()
  const later = nextContent(ledgers, planned, content)
  const damaged = { accept: [], content: '{' }
  const within = contentWithin(ledger, { ...later, definitions: new Map([['D', damaged]]) })
  expect([summaries(within), within.definitions.size]).toEqual([{ b: 'x', c: 'x' }, 0])
  expect([...(within.facts?.actions.keys() ?? [])].sort()).toEqual(['b', 'c'])
})

test.for<[string, unknown]>([
  ['nothing', undefined],
  ['a string', 'x'],
  ['another schema', { schema: 2, actions: [], triggers: [], definitions: [] }],
  ['a missing kind', { schema: 1, actions: [], definitions: [] }],
  ['an object of actions', { schema: 1, actions: {}, triggers: [], definitions: [] }],
  ['an entry without content', { schema: 1, actions: [['a', null]], triggers: [], definitions: [] }],
])('damaged content is not used: %s', ([, value]) => {
  expect(parseContent(value, () => true)).toBeUndefined()
})

test('the ledger keeps the title, the mark of stored content and decided names', () => {
  const entry = { applied: 'x', stored: 'x', method: 'GET', path: '/a', keptAs: 'b' }
  const full = { ...ledger, hasContent: true as const, actions: new Map([['a', entry]]) }
  expect(full.title).toBe('Pets')
  expect(parseLedger(JSON.parse(JSON.stringify(serialiseLedger(full))))).toEqual(full)
})
