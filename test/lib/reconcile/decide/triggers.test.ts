import { expect, test } from 'vitest'
import type { Plan, PlannedTrigger } from '../../../../lib/conversion/plan.ts'
import { fingerprintResource } from '../../../../lib/reconcile/compare/fingerprint.ts'
import { DEFAULT_POLICY, EMPTY_PLATFORM, type PlatformState } from '../../../../lib/reconcile/compare/platform-state.ts'
import { decide } from '../../../../lib/reconcile/decide/decide-changes.ts'
import { freshPlan } from '../../../../lib/reconcile/fresh-plan.ts'
import { EMPTY_LEDGER, type Ledger, parseLedger, serialiseLedger } from '../../../../lib/reconcile/ledger/ledger.ts'
import { nextLedger } from '../../../../lib/reconcile/next-ledger.ts'
import { plan, plannedDefinition } from '../../report/fixtures.ts'

const DELETE = { ...DEFAULT_POLICY, removed: 'delete' } as const

const trigger = (name: string, path: string = name, summary = 'An event'): PlannedTrigger => ({
  name,
  method: 'POST',
  path,
  pointer: `#/webhooks/${name}/post`,
  payload: { type: 'http', name, summary, method: 'POST', parameters: [], responses: [{ definitions: [] }] },
  problems: [],
})

const planOf = (triggers: readonly PlannedTrigger[], changes: Partial<Plan> = {}): Plan => ({
  ...plan([]),
  triggers,
  ...changes,
})

/** An earlier import of triggers, and the platform after it. */
const earlier = (...triggers: readonly PlannedTrigger[]): { ledger: Ledger; platform: PlatformState } => ({
  ledger: {
    ...EMPTY_LEDGER,
    triggers: new Map(
      triggers.map(({ name, method, path, payload }) => {
        const applied = fingerprintResource(payload)
        return [name, { applied, stored: applied, method, path }]
      }),
    ),
  },
  platform: {
    ...EMPTY_PLATFORM,
    triggers: new Map(triggers.map(({ name, payload }) => [name, { ...payload, id: `id-${name}`, name }])),
  },
})

test('triggers are created, updated, renamed and removed like actions', () => {
  const { ledger, platform } = earlier(trigger('same'), trigger('changed'), trigger('old', 'event'), trigger('gone'))
  const now = [trigger('same'), trigger('changed', 'changed', 'New'), trigger('new', 'event'), trigger('other')]
  const { triggers, removals } = decide(planOf(now), platform, ledger, DELETE)
  expect(triggers.map(({ change }) => change)).toEqual(['unchanged', 'update', 'update', 'create'])
  expect(triggers[2]?.renamedFrom).toBe('old')
  expect(removals.triggers).toMatchObject([{ name: 'gone', change: 'remove', method: 'POST', path: 'gone' }])
  expect(removals.actions).toEqual([])
})

test('an action and a trigger of one name are different items', () => {
  const { ledger, platform } = earlier(trigger('same'))
  const other = { ...platform, actions: platform.triggers, triggers: new Map() }
  expect(decide(planOf([trigger('same')]), other, ledger, DELETE).triggers).toEqual([{ change: 'create' }])
})

const unreadPart = { isUnknown: false, pointer: '#/x', reason: 'It is lost.' }
const CALLBACK = 'POST /orders shipped {$request.body#/url}'

test.each([
  { when: 'its webhook is', place: 'gone', unreadEvents: [{ ...unreadPart, path: 'gone' }], kept: true },
  { when: 'another webhook is', place: 'gone', unreadEvents: [{ ...unreadPart, path: 'x' }], kept: false },
  { when: 'any event is', place: 'gone', unreadEvents: [{ ...unreadPart, isUnknown: true }], kept: true },
  { when: 'any operation is', place: 'gone', unread: [{ ...unreadPart, path: '/a', isUnknown: true }], kept: false },
  { when: 'the callback is', place: CALLBACK, unreadEvents: [{ ...unreadPart, path: CALLBACK }], kept: true },
  { when: 'the path is', place: CALLBACK, unread: [{ ...unreadPart, path: '/orders' }], kept: true },
  {
    when: 'the operation is',
    place: CALLBACK,
    unread: [{ ...unreadPart, path: '/orders', method: 'POST' }],
    kept: true,
  },
  {
    when: 'another method is',
    place: CALLBACK,
    unread: [{ ...unreadPart, path: '/orders', method: 'GET' }],
    kept: false,
  },
  { when: 'any operation is', place: CALLBACK, unread: [{ ...unreadPart, path: '/a', isUnknown: true }], kept: true },
])('a trigger of $place is kept: $kept, if $when not read', ({ place, unread = [], unreadEvents = [], kept }) => {
  const { ledger, platform } = earlier(trigger('gone', place))
  const { removals } = decide(planOf([], { unread, unreadEvents }), platform, ledger, DELETE)
  expect(removals.triggers).toMatchObject([{ change: kept ? 'keep' : 'remove', ...(kept && { unread: '#/x' }) }])
})

test('a platform without triggers skips them, with the definitions that only they need', () => {
  const linked = trigger('linked')
  const payload = linked.payload && { ...linked.payload, responses: [{ definitions: [{ definition: { name: 'D' } }] }] }
  const planned = planOf([{ ...linked, ...(payload && { payload }) }], { definitions: [plannedDefinition('D')] })
  const platform = { ...EMPTY_PLATFORM, noTriggers: 'GET /triggers: status 404.' }
  const changes = decide(planned, platform, EMPTY_LEDGER, DEFAULT_POLICY)
  expect(changes.triggers).toMatchObject([{ change: 'skip', reason: expect.stringContaining('status 404') }])
  expect(changes.definitions).toMatchObject([{ change: 'skip' }])
  expect(freshPlan(planned, changes, platform)).toMatchObject({ triggers: [], definitions: [] })
})

test('a definition that only a trigger uses is kept with it', () => {
  const { ledger, platform } = earlier(trigger('gone'))
  const [stored] = platform.triggers.values()
  const linked = {
    ...stored,
    id: '1',
    name: 'gone',
    requestBody: { required: true, definitions: [{ definition: { name: 'D' } }] },
  }
  const definition = { id: '2', url: 'https://p.example/2', accept: ['application/json'], schema: {} }
  const { removals } = decide(
    planOf([]),
    { ...platform, triggers: new Map([['gone', linked]]), definitions: new Map([['D', definition]]) },
    { ...ledger, definitions: new Map([['D', { applied: 'x', id: '2', references: [] }]]) },
    DELETE,
  )
  expect(removals.triggers).toMatchObject([{ change: 'keep' }])
  expect(removals.keptDefinitions).toMatchObject([
    { name: 'D', reason: expect.stringContaining('by the trigger gone') },
  ])
})

test('a fresh draft gets the triggers of the document, and copies of the others', () => {
  const mine = trigger('mine')
  const { ledger, platform } = earlier(trigger('changed'), trigger('gone'))
  const more = {
    ...platform,
    triggers: new Map([...platform.triggers, ['mine', { ...mine.payload, id: '9', name: 'mine' }]]),
  }
  const planned = planOf([trigger('changed', 'changed', 'New')])
  const fresh = freshPlan(planned, decide(planned, more, ledger, DELETE), more)
  expect(fresh.triggers.map(({ name, payload }) => [name, payload?.summary])).toEqual([
    ['changed', 'New'],
    ['mine', 'An event'],
  ])
  expect(fresh.triggers[1]?.payload).toEqual(mine.payload)
})

test('the ledger records triggers, and one without triggers can be read', () => {
  const done = { change: 'create', status: 'done', id: '1' }
  const none = { actions: new Map(), triggers: new Map(), definitions: new Map() }
  const removed = { ...none, triggers: new Map([['gone', { change: 'remove', status: 'done' }]]) }
  const { ledger } = earlier(trigger('gone'), trigger('kept'))
  const next = nextLedger(ledger, planOf([trigger('a')]), { ...none, triggers: new Map([['a', done]]), removed })
  expect([...next.triggers.keys()].sort()).toEqual(['a', 'kept'])
  expect(parseLedger(JSON.parse(JSON.stringify(serialiseLedger(next))))).toEqual(next)
  const { triggers: _, ...old } = serialiseLedger(next)
  expect(parseLedger(old)?.triggers).toEqual(new Map())
})
