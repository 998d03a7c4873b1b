import { expect, test } from 'vitest'
import type { Plan, PlannedAction } from '../../../../lib/conversion/plan.ts'
import { fingerprintPlanned, fingerprintResource } from '../../../../lib/reconcile/compare/fingerprint.ts'
import {
  DEFAULT_POLICY,
  type PlatformState,
  type StoredResource,
} from '../../../../lib/reconcile/compare/platform-state.ts'
import { decide } from '../../../../lib/reconcile/decide/decide-changes.ts'
import { placeKey } from '../../../../lib/reconcile/decide/unread.ts'
import type { DefinitionEntry, Ledger, ResourceEntry } from '../../../../lib/reconcile/ledger/ledger.ts'
import { nextLedger } from '../../../../lib/reconcile/next-ledger.ts'
import { leftOut, plan, plannedAction, plannedDefinition } from '../../report/fixtures.ts'

type Unread = Plan['unread'][number]

const linkTo = (...names: string[]) => [{ definitions: names.map(name => ({ definition: { name } })) }]

/** Action of an operation GET /NAME that links definitions. */
const action = (name: string, links: readonly string[] = [], changes: Partial<PlannedAction> = {}): PlannedAction => {
  const { payload, ...planned } = plannedAction(name, changes)
  return { ...planned, ...(payload && { payload: { ...payload, responses: linkTo(...links) } }) }
}

/** An earlier import of actions and definitions, and the platform after it. */
const earlier = (
  actions: readonly PlannedAction[],
  definitions: Readonly<Record<string, readonly string[]>> = {},
): { ledger: Ledger; platform: PlatformState } => {
  const entry = ({ payload, method, path }: PlannedAction): ResourceEntry => {
    const applied = fingerprintResource(payload)
    return { applied, stored: applied, method, path }
  }
  const names = Object.keys(definitions)
  const stored = (name: string) => ({
    id: `id-${name}`,
    url: `https://p.example/${name}`,
    accept: ['application/json'],
  })
  return {
    ledger: {
      actions: new Map(actions.map(planned => [planned.name, entry(planned)])),
      triggers: new Map(),
      definitions: new Map(
        names.map((name): [string, DefinitionEntry] => [
          name,
          {
            applied: fingerprintPlanned(plannedDefinition(name)),
            id: `id-${name}`,
            references: [...(definitions[name] ?? [])],
          },
        ]),
      ),
    },
    platform: {
      actions: new Map(
        actions.map((planned): [string, StoredResource] => [
          planned.name,
          { ...planned.payload, id: `id-${planned.name}`, name: planned.name },
        ]),
      ),
      triggers: new Map(),
      definitions: new Map(names.map(name => [name, { ...stored(name), schema: { type: 'object' } }])),
    },
  }
}

const unreadPart = (changes: Partial<Unread>): Unread => ({
  isUnknown: true,
  pointer: '#/paths/~1a',
  reason: 'File not found.',
  ...changes,
})

const removals: readonly {
  readonly when: string
  readonly unread?: readonly Unread[]
  readonly actions?: readonly PlannedAction[]
  readonly removed?: 'keep' | 'delete' | 'delete-filtered'
  /** Change, and a part of the reason, of each action that leaves. */
  readonly want: Readonly<Record<string, readonly ['keep' | 'remove', string]>>
}[] = [
  { when: 'everything was read', want: { a: ['remove', 'Removed from the document.'], b: ['remove', 'Removed'] } },
  {
    when: 'the path item of one was not read, removals of the others wait',
    unread: [unreadPart({ path: '/a' })],
    want: { a: ['keep', 'Still in the document'], b: ['keep', 'Not removed: a part of the document'] },
  },
  {
    when: 'the path item was not read and others are kept anyway',
    unread: [unreadPart({ path: '/a' })],
    removed: 'keep',
    want: { a: ['keep', 'Still in the document'], b: ['keep', 'Removed from the document; kept'] },
  },
  {
    when: 'only one operation is malformed, the others are removed',
    unread: [unreadPart({ path: '/a', method: 'GET', isUnknown: false })],
    want: { a: ['keep', 'Still in the document'], b: ['remove', 'Removed'] },
  },
  {
    when: 'another method of the path is malformed',
    unread: [unreadPart({ path: '/a', method: 'PUT', isUnknown: false })],
    want: { a: ['remove', 'Removed'], b: ['remove', 'Removed'] },
  },
  {
    when: 'the paths were not read',
    unread: [unreadPart({})],
    want: { a: ['keep', 'Still in the document'], b: ['keep', 'Still in the document'] },
  },
  {
    when: 'a filter excludes one',
    actions: [{ ...leftOut('a', 'Skipped by excludeTag x.'), isFiltered: true }],
    want: { b: ['remove', 'Removed from the document.'] },
  },
  {
    when: 'a filter excludes one, whose operationId has changed',
    actions: [{ ...leftOut('c', 'Skipped by excludeTag x.'), path: '/a', isFiltered: true }],
    want: { a: ['keep', 'Skipped by excludeTag x. Kept'], b: ['remove', 'Removed'] },
  },
  {
    when: 'a filter excludes one, and excluded ones are to be removed',
    actions: [{ ...leftOut('a', 'Skipped by excludeTag x.'), isFiltered: true }],
    removed: 'delete-filtered',
    want: { a: ['remove', 'Skipped by excludeTag x.'], b: ['remove', 'Removed from the document.'] },
  },
  {
    when: 'a filter excludes one and a part was not read, even excluded ones wait',
    actions: [{ ...leftOut('a', 'Skipped by excludeTag x.'), isFiltered: true }],
    unread: [unreadPart({ path: '/c' })],
    removed: 'delete-filtered',
    want: { a: ['keep', 'Not removed'], b: ['keep', 'Not removed'] },
  },
]

test.each(removals)('actions that leave: where $when', ({ unread = [], actions = [], removed = 'delete', want }) => {
  const { platform, ledger } = earlier([action('a'), action('b')])
  const decided = decide({ ...plan(actions), unread }, platform, ledger, { ...DEFAULT_POLICY, removed })
  const found = decided.removals.actions.map(({ name, change, reason }) => [name, [change, reason]])
  const wanted = Object.entries(want).map(([name, [change, reason]]) => [
    name,
    [change, expect.stringContaining(reason)],
  ])
  expect(found).toEqual(wanted)
  for (const { reason, unread: pointer } of decided.removals.actions)
    expect(pointer !== undefined).toBe(/Still in|Not removed/.test(reason))
})

test.each([
  { when: 'they are kept', removed: 'keep', want: ['keep Inner', 'keep Linked', 'keep Outer'] },
  { when: 'they are removed', removed: 'delete', want: ['keep Linked', 'remove Inner', 'remove Outer'] },
] as const)('definitions that leave are reported: where $when', ({ removed, want }) => {
  const mine = action('mine', ['Linked'])
  const { platform, ledger } = earlier([action('a', ['Outer']), mine], { Outer: ['Inner'], Inner: [], Linked: [] })
  const actions = new Map([['a', ledger.actions.get('a') as ResourceEntry]])
  const { removals } = decide(plan([]), platform, { ...ledger, actions }, { ...DEFAULT_POLICY, removed })
  const all = [...removals.definitions.flat(), ...removals.keptDefinitions]
  expect(all.map(({ change, name }) => `${change} ${name}`).sort()).toEqual(want)
  const reason = removals.keptDefinitions.find(({ name }) => name === 'Linked')?.reason
  expect(reason).toContain(removed === 'keep' ? '--removed delete' : 'by the action mine')
})

test('definitions of an operation that a filter excludes do not leave', () => {
  const { platform, ledger } = earlier([action('a', ['D'])], { D: [] })
  const planned = plan([{ ...leftOut('a', 'Skipped.'), isFiltered: true }])
  const { removals } = decide(planned, platform, ledger, { ...DEFAULT_POLICY, removed: 'delete' })
  expect(removals).toEqual({ actions: [], triggers: [], definitions: [], keptDefinitions: [] })
})

const LOST = { pointers: ['#/components/schemas/D/properties/x'], reason: 'File not found.' }

test.each([
  { when: 'it lost content', lost: LOST, want: 'keep' },
  { when: 'it lost content and edits are overwritten', lost: LOST, force: true, want: 'keep' },
  { when: 'it had lost the same content before', lost: LOST, before: LOST.pointers, want: 'update' },
  { when: 'it had lost other content before', lost: LOST, before: ['#/other'], want: 'keep' },
  { when: 'it is complete', want: 'update' },
])('a changed definition: where $when', ({ lost, before, force = false, want }) => {
  const { platform, ledger } = earlier([], { D: [] })
  const entry = { ...(ledger.definitions.get('D') as DefinitionEntry), ...(before && { lost: before }) }
  const planned = plan([], [plannedDefinition('D', { content: '{}', ...(lost && { lost }) })])
  const policy = { ...DEFAULT_POLICY, force }
  const changes = decide(
    planned,
    platform,
    { ...ledger, triggers: new Map(), definitions: new Map([['D', entry]]) },
    policy,
  )
  expect(changes.definitions[0]?.change).toBe(want)
  expect(changes.definitions[0]?.unread).toBe(want === 'keep' ? LOST.pointers[0] : undefined)
})

test('an action that would lose its definition is kept, and the empty definition is not created', () => {
  const { platform, ledger } = earlier([action('a', ['Pet'])], { Pet: [] })
  const empty = plannedDefinition('a_Response_200', { content: '{}', lost: LOST })
  const planned = plan([action('a', ['a_Response_200'], { lost: LOST })], [empty])
  const changes = decide(planned, platform, ledger, { ...DEFAULT_POLICY, removed: 'delete' })
  expect(changes.actions).toMatchObject([{ change: 'keep', unread: LOST.pointers[0] }])
  expect(changes.definitions).toMatchObject([{ change: 'skip' }])
  expect(changes.removals.definitions).toEqual([])
})

test('while an item is incomplete, no definition is removed', () => {
  const { platform, ledger } = earlier([], { Old: [], D: [] })
  const planned = plan([], [plannedDefinition('D', { content: '{}', lost: LOST })])
  const { removals } = decide(planned, platform, ledger, { ...DEFAULT_POLICY, removed: 'delete' })
  expect(removals.definitions).toEqual([])
  expect(removals.keptDefinitions).toMatchObject([{ name: 'Old', reason: expect.stringContaining('Not removed') }])
})

test('the ledger records lost content', () => {
  const definition = plannedDefinition('D', { lost: LOST })
  const done = { change: 'create', status: 'done', id: '1' }
  const next = nextLedger({ actions: new Map(), triggers: new Map(), definitions: new Map() }, plan([], [definition]), {
    actions: new Map(),
    triggers: new Map(),
    definitions: new Map([['D', done]]),
    removed: { actions: new Map(), triggers: new Map(), definitions: new Map() },
  })
  expect(next.definitions.get('D')?.lost).toEqual(LOST.pointers)
})

test.each([
  { path: '/users/{userId}', want: 'update getUser' },
  { path: '/users/{id}/', want: 'create' },
  { path: '/people/{id}', want: 'create' },
])('another name for GET /users/{id}: at $path', ({ path, want }) => {
  const { platform, ledger } = earlier([action('getUser', [], { path: '/users/{id}' })])
  const [decision] = decide(plan([action('showUser', [], { path })]), platform, ledger, DEFAULT_POLICY).actions
  expect([decision?.change, decision?.renamedFrom].filter(Boolean).join(' ')).toBe(want)
})

test('an equal path is renamed before one with other names, and each action once', () => {
  const before = [action('one', [], { path: '/a/{x}' }), action('two', [], { path: '/a/{y}' })]
  const { platform, ledger } = earlier(before)
  const after = [action('three', [], { path: '/a/{z}' }), action('four', [], { path: '/a/{x}' })]
  const { actions } = decide(plan(after), platform, ledger, DEFAULT_POLICY)
  expect(actions.map(({ renamedFrom }) => renamedFrom)).toEqual(['two', 'one'])
})

test.each([
  ['/a/{id}', 'GET /a/{}'],
  ['/a/{id}.{format}/b', 'GET /a/{}.{}/b'],
  ['/a/{id:[0-9]{3}}', 'GET /a/{}'],
  ['/a', 'GET /a'],
])('the place of %s', (path, want) => {
  expect(placeKey({ method: 'GET', path })).toBe(want)
})
