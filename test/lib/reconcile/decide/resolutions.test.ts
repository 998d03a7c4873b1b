import { expect, test } from 'vitest'
import {
  DEFAULT_POLICY,
  EMPTY_PLATFORM,
  type PlatformState,
  type Policy,
} from '../../../../lib/reconcile/compare/platform-state.ts'
import { decide } from '../../../../lib/reconcile/decide/decide-changes.ts'
import { type Items, ledgerAfter, planOf, platformOf } from '../state.ts'

type Given = { readonly base?: Items; readonly platform: Items; readonly document: Items }

const decideWith = ({ base, platform, document }: Given, policy: Partial<Policy>) => {
  const planned = planOf(document)
  const first = planOf(base ?? {})
  const ledger = ledgerAfter(first, decide(first, EMPTY_PLATFORM, ledgerAfter(planOf({}), NOTHING), DEFAULT_POLICY))
  const state = platformOf(platform)
  const changes = decide(planned, state, ledger, { ...DEFAULT_POLICY, ...policy })
  return { planned, ledger, state, changes }
}

const NOTHING = decide(
  planOf({}),
  EMPTY_PLATFORM,
  { actions: new Map(), triggers: new Map(), definitions: new Map() },
  DEFAULT_POLICY,
)

/** Conflicts of each kind: an item that both sides have changed, and one that no import has created. */
const CONFLICTS: readonly (Given & {
  readonly what: string
  readonly kind: 'actions' | 'definitions'
  readonly name: string
})[] = [
  {
    what: 'an action that both sides have changed',
    kind: 'actions',
    name: 'a',
    base: { actions: { a: 'x' } },
    platform: { actions: { a: 'z' } },
    document: { actions: { a: 'y' } },
  },
  {
    what: 'an action that no import has created',
    kind: 'actions',
    name: 'a',
    platform: { actions: { a: 'z' } },
    document: { actions: { a: 'y' } },
  },
  {
    what: 'an action that was edited, and that the document has renamed',
    kind: 'actions',
    name: 'b',
    base: { actions: { a: 'x' }, paths: { a: '/p' } },
    platform: { actions: { a: 'z' }, paths: { a: '/p' } },
    document: { actions: { b: 'x' }, paths: { b: '/p' } },
  },
  {
    what: 'a definition that both sides have changed',
    kind: 'definitions',
    name: 'D',
    base: { definitions: { D: 'string' } },
    platform: { definitions: { D: 'number' } },
    document: { definitions: { D: 'boolean' } },
  },
  {
    what: 'a definition that no import has created',
    kind: 'definitions',
    name: 'D',
    platform: { definitions: { D: 'number' } },
    document: { definitions: { D: 'boolean' } },
  },
]

/** Schemas that a next comparison does not read, since the document has not changed. */
const unread = (state: PlatformState): PlatformState => ({
  ...state,
  definitions: new Map([...state.definitions].map(([name, stored]) => [name, { ...stored, schema: undefined }])),
})

test.for(CONFLICTS)('$what is a conflict, and the document overwrites it', ({ kind, name, ...given }) => {
  expect(decideWith(given, {}).changes[kind]).toMatchObject([{ change: 'keep', conflict: true }])
  const { changes } = decideWith(given, { resolve: { [name]: 'document' } })
  expect(changes[kind]).toMatchObject([{ change: 'update' }])
  expect(changes[kind]).toEqual(decideWith(given, { force: true }).changes[kind])
  expect(changes).not.toHaveProperty('unusedResolutions')
})

test.for(CONFLICTS)('$what is kept, and decided once for this document', ({ kind, name, ...given }) => {
  for (const force of [false, true]) {
    const { planned, ledger, state, changes } = decideWith(given, { force, resolve: { [name]: 'platform' } })
    expect(changes[kind]).toMatchObject([
      { change: 'keep', accepted: true, reason: expect.stringContaining('as decided') },
    ])
    expect(changes[kind][0]).not.toHaveProperty('conflict')
    const next = ledgerAfter(planned, changes, ledger)
    for (const platform of kind === 'definitions' ? [state, unread(state)] : [state]) {
      const [again] = decide(planned, platform, next, DEFAULT_POLICY)[kind]
      expect(again).not.toHaveProperty('conflict')
      expect(again?.change).not.toBe('update')
      expect(again?.change).not.toBe('create')
    }
    const changed = planOf(
      kind === 'actions' ? { ...given.document, actions: { [name]: 'new' } } : { definitions: { [name]: 'object' } },
    )
    expect(decide(changed, state, next, DEFAULT_POLICY)[kind]).toMatchObject([{ change: 'keep', conflict: true }])
  }
})

test('an item that was kept by a decision is not removed as if it were not edited', () => {
  const [given] = CONFLICTS
  if (given === undefined) throw new Error('There is no conflict.')
  const { planned, ledger, state, changes } = decideWith(given, { resolve: { a: 'platform' } })
  const next = ledgerAfter(planned, changes, ledger)
  const { removals } = decide(planOf({}), state, next, { ...DEFAULT_POLICY, removed: 'delete' })
  expect(removals.actions).toMatchObject([{ name: 'a', change: 'keep' }])
})

const SAME_NAME: Given = {
  platform: { actions: { Same: 'z' }, definitions: { Same: 'number' } },
  document: { actions: { Same: 'y' }, definitions: { Same: 'boolean' } },
}

const ONLY_EDITED: Given = {
  base: { actions: { edited: 'x' } },
  platform: { actions: { Same: 'z', edited: 'y' }, definitions: { Same: 'number' } },
  document: { actions: { Same: 'y', edited: 'x' }, definitions: { Same: 'boolean' } },
}

type Row = {
  readonly when: string
  /** Default: conflicts of an action and a definition of one name. */
  readonly given?: Given
  readonly resolve: Record<string, 'platform' | 'document'>
  readonly want: string[]
  readonly unused?: unknown[]
}

test.for<Row>([
  {
    when: 'both kinds have the name',
    resolve: { Same: 'document' },
    want: ['keep', 'keep'],
    unused: [{ name: 'Same', candidates: ['action:Same', 'definition:Same'] }],
  },
  { when: 'the name has the kind of the action', resolve: { 'action:Same': 'document' }, want: ['update', 'keep'] },
  {
    when: 'the name has the kind of the definition',
    resolve: { 'definition:Same': 'document' },
    want: ['keep', 'update'],
  },
  {
    when: 'the kind is another one',
    resolve: { 'trigger:Same': 'document' },
    want: ['keep', 'keep'],
    unused: [{ name: 'trigger:Same', candidates: [] }],
  },
  {
    when: 'no item has the name',
    resolve: { Other: 'platform' },
    want: ['keep', 'keep'],
    unused: [{ name: 'Other', candidates: [] }],
  },
  {
    when: 'it is a name of the prototype',
    resolve: Object.fromEntries([['toString', 'platform']]),
    want: ['keep', 'keep'],
    unused: [{ name: 'toString', candidates: [] }],
  },
  {
    when: 'only the platform has changed the item',
    given: ONLY_EDITED,
    resolve: { edited: 'platform', 'action:edited': 'document' },
    want: ['keep', 'keep', 'keep'],
    unused: [
      { name: 'edited', candidates: [], edited: 'platform' },
      { name: 'action:edited', candidates: [], edited: 'document' },
    ],
  },
])('items of one name: where $when', ({ given = SAME_NAME, resolve, want, unused }) => {
  const { changes } = decideWith(given, { resolve })
  expect([...changes.actions, ...changes.definitions].map(({ change }) => change)).toEqual(want)
  expect(changes.unusedResolutions).toEqual(unused)
})

test('a name is unambiguous if the item of another kind has no conflict', () => {
  const given: Given = {
    platform: { actions: { Same: 'y' }, definitions: { Same: 'number' } },
    document: { actions: { Same: 'y' }, definitions: { Same: 'boolean' } },
  }
  const { changes } = decideWith(given, { resolve: { Same: 'document' } })
  expect([...changes.actions, ...changes.definitions].map(({ change }) => change)).toEqual(['unchanged', 'update'])
})
