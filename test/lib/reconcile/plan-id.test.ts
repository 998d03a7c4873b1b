import { expect, test } from 'vitest'
import type { Plan } from '../../../lib/conversion/plan.ts'
import type { Changes } from '../../../lib/reconcile/decide/decide-changes.ts'
import { planIdOf } from '../../../lib/reconcile/plan-id.ts'
import { plan, plannedAction, plannedDefinition } from '../report/fixtures.ts'

const PLAN = plan([plannedAction('a'), plannedAction('b')], [plannedDefinition('D')])
const BASIS = { document: 'abc', options: { removed: 'keep', force: false }, version: 'v1' }
const CHANGES: Changes = {
  actions: [
    { change: 'update', id: '1', diff: [{ field: '/summary', before: { x: 1, y: 2 }, after: 'new' }] },
    { change: 'keep', id: '2', conflict: true, fields: [{ field: '/path', platform: 'x', document: 'y' }] },
  ],
  triggers: [],
  definitions: [{ change: 'unchanged', id: '3', url: 'https://platform.test/3' }],
  removals: {
    ...{ actions: [{ name: 'gone', id: '4', change: 'remove', method: 'GET', path: '/', reason: '' }], triggers: [] },
    ...{ definitions: [[{ name: 'Old', id: '5', change: 'remove', reason: '' }]], keptDefinitions: [] },
  },
}

type Part = { plan?: Plan; changes?: Partial<Changes>; basis?: Partial<typeof BASIS> }

const idOf = ({ plan: planned = PLAN, changes = {}, basis = {} }: Part = {}): string =>
  planIdOf(planned, { ...CHANGES, ...changes }, { ...BASIS, ...basis })

const [update, conflict] = CHANGES.actions
const [gone] = CHANGES.removals.actions
if (update === undefined || conflict === undefined || gone === undefined) throw new Error('There are no decisions.')

test('a plan has 64 digits', () => {
  expect(idOf()).toMatch(/^[0-9a-f]{64}$/)
})

test.each<[what: string, part: Part]>([
  ['ids on the platform', { changes: { actions: [{ ...update, id: '9' }, conflict] } }],
  ['a reason', { changes: { actions: [update, { ...conflict, reason: 'Other.' }] } }],
  [
    'the order of keys on the platform',
    {
      changes: {
        actions: [{ ...update, diff: [{ field: '/summary', before: { y: 2, x: 1 }, after: 'new' }] }, conflict],
      },
    },
  ],
  ['the order of options', { basis: { options: { force: false, removed: 'keep' } } }],
])('the id does not depend on %s', (_, part) => {
  expect(idOf(part)).toBe(idOf())
})

test.each<[what: string, part: Part]>([
  ['the document', { basis: { document: 'abd' } }],
  ['an option', { basis: { options: { removed: 'keep', force: true } } }],
  ['the version', { basis: { version: 'v2' } }],
  [
    'the content of an action',
    { plan: { ...PLAN, actions: [plannedAction('a', { payload: undefined as never }), ...PLAN.actions.slice(1)] } },
  ],
  ['the content of a definition', { plan: { ...PLAN, definitions: [plannedDefinition('D', { content: '{}' })] } }],
  ['a decision', { changes: { actions: [{ change: 'keep', id: '1' }, conflict] } }],
  [
    'what an update overwrites',
    { changes: { actions: [{ ...update, diff: [{ field: '/summary', before: 'by hand', after: 'new' }] }, conflict] } },
  ],
  [
    'the platform in a conflict',
    { changes: { actions: [update, { ...conflict, fields: [{ field: '/path', platform: 'z', document: 'y' }] }] } },
  ],
  ['a resolved conflict', { changes: { actions: [update, { change: 'keep', id: '2', accepted: true }] } }],
  ['a removed action', { changes: { removals: { ...CHANGES.removals, actions: [] } } }],
  [
    'an edit that is removed',
    { changes: { removals: { ...CHANGES.removals, actions: [{ ...gone, deletesEdit: 'f' }] } } },
  ],
  ['a removed definition', { changes: { removals: { ...CHANGES.removals, definitions: [] } } }],
])('the id depends on %s', (_, part) => {
  expect(idOf(part)).not.toBe(idOf())
})
