import { expect, test } from 'vitest'
import { DEFAULT_POLICY, EMPTY_PLATFORM } from '../../../../lib/reconcile/compare/platform-state.ts'
import { withConflictFields } from '../../../../lib/reconcile/decide/conflict-bases.ts'
import { decide } from '../../../../lib/reconcile/decide/decide-changes.ts'
import { type AppliedContent, nextContent } from '../../../../lib/reconcile/ledger/applied.ts'
import { EMPTY_LEDGER, type Ledger } from '../../../../lib/reconcile/ledger/ledger.ts'
import { type Items, ledgerAfter, planOf, platformOf } from '../state.ts'

/** State after the import of a document. */
const imported = (items: Items): { ledger: Ledger; content: AppliedContent } => {
  const planned = planOf(items)
  const ledger = ledgerAfter(planned, decide(planned, EMPTY_PLATFORM, EMPTY_LEDGER, DEFAULT_POLICY))
  return { ledger, content: nextContent({ before: EMPTY_LEDGER, next: ledger }, planned, undefined) }
}

const compare = (
  platform: Items,
  document: Items,
  { ledger, content }: { ledger: Ledger; content?: AppliedContent },
) => {
  const planned = planOf(document)
  const changes = decide(planned, platformOf(platform), ledger, DEFAULT_POLICY)
  return withConflictFields(changes, planned, ledger, content)
}

const BASE = imported({ actions: { a: 'x', same: 's' }, definitions: { D: 'string' } })
const PLATFORM = { actions: { a: 'z', same: 's' }, definitions: { D: 'number' } }
const DOCUMENT = { actions: { a: 'y', same: 's' }, definitions: { D: 'boolean' } }

test('a conflict has the values of all three sides', () => {
  const { actions, definitions } = compare(PLATFORM, DOCUMENT, BASE)
  expect(actions[0]?.fields).toEqual([{ field: '/summary', base: 'x', platform: 'z', document: 'y' }])
  expect(definitions[0]?.fields).toEqual([
    { field: '/schema/type', base: 'string', platform: 'number', document: 'boolean' },
  ])
  expect(actions[1]).not.toHaveProperty('fields')
  expect([...actions, ...definitions].some(({ baseUnknown }) => baseUnknown)).toBe(false)
})

test.for<{ when: string; state: { ledger: Ledger; content?: AppliedContent } }>([
  { when: 'its content is not stored', state: { ledger: BASE.ledger } },
  { when: 'the ledger is lost', state: { ledger: EMPTY_LEDGER, content: BASE.content } },
  {
    when: 'the stored content is that of another import',
    state: { ledger: BASE.ledger, content: imported({ actions: { a: 'w' }, definitions: { D: 'null' } }).content },
  },
  {
    when: 'the stored content is damaged',
    state: {
      ledger: BASE.ledger,
      content: {
        actions: new Map([['a', {} as never]]),
        triggers: new Map(),
        definitions: new Map([['D', { accept: [], content: '{' }]]),
      },
    },
  },
])('the base of a conflict is unknown: where $when', ({ state }) => {
  const { actions, definitions } = compare(PLATFORM, DOCUMENT, state)
  expect(actions[0]).toMatchObject({ conflict: true, baseUnknown: true })
  expect(actions[0]?.fields).toEqual([{ field: '/summary', platform: 'z', document: 'y' }])
  expect(definitions[0]).toMatchObject({ conflict: true, baseUnknown: true })
})

test('the base of a renamed action has its former name', () => {
  const base = imported({ actions: { a: 'x' }, paths: { a: '/p' } })
  const { actions } = compare(
    { actions: { a: 'z' }, paths: { a: '/p' } },
    { actions: { b: 'y' }, paths: { b: '/p' } },
    base,
  )
  expect(actions[0]?.fields).toEqual([
    { field: '/name', base: 'a', platform: 'a', document: 'b' },
    { field: '/summary', base: 'x', platform: 'z', document: 'y' },
  ])
})
