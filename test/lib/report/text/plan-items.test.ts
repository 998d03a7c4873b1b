import { expect, test } from 'vitest'
import { makeReport, type Settled } from '../../../../lib/report/make-report.ts'
import type { Report } from '../../../../lib/report/report.ts'
import { movedItems, planItems } from '../../../../lib/report/text/plan-items.ts'
import { plan, plannedAction, plannedDefinition, reportInput } from '../fixtures.ts'

const CONFLICT = { severity: 'warning', code: 'conflict', message: 'Both.', pointer: '#' } as const
const CREATE: Settled = { change: 'create', status: 'planned' }
const KEPT: Settled = { change: 'keep', status: 'skipped' }
const SAME: Settled = { change: 'unchanged', status: 'planned' }
const update = (before: string): Settled => ({
  ...{ change: 'update', status: 'planned', diff: [{ field: '/summary', before, after: 'new' }] },
})

const reportOf = (actions: Readonly<Record<string, Settled>>, definition = SAME): Report =>
  makeReport(
    reportInput({
      dryRun: true,
      plan: plan(
        Object.keys(actions).map(name => plannedAction(name)),
        [plannedDefinition('D')],
      ),
      actions: new Map(Object.entries(actions)),
      definitions: new Map([['D', definition]]),
    }),
  )

test('a plan has every item that is not unchanged', () => {
  const both: Settled = { ...KEPT, problems: [CONFLICT] }
  expect(planItems(reportOf({ a: CREATE, b: SAME, c: both }, update('x')))).toEqual([
    { kind: 'actions', name: 'a', method: 'GET', path: '/a', change: 'create', sha256: expect.any(String) },
    ...[{ kind: 'actions', name: 'c', method: 'GET', path: '/c', change: 'keep', conflict: true }].map(item => ({
      ...item,
      sha256: expect.any(String),
    })),
    { kind: 'definitions', name: 'D', change: 'update', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
  ])
})

test.each<[what: string, before: Record<string, Settled>, after: Record<string, Settled>, want: string | undefined]>([
  ['nothing', { a: CREATE, b: SAME }, { a: CREATE, b: SAME }, undefined],
  ['another change', { a: update('x') }, { a: KEPT }, 'action a (update in the plan, keep now)'],
  ['an edit of an item that was unchanged', { a: SAME }, { a: KEPT }, 'action a (unchanged in the plan, keep now)'],
  ['an item that is as planned already', { a: CREATE }, { a: SAME }, 'action a (create in the plan, unchanged now)'],
  [
    'a conflict',
    { a: update('x') },
    { a: { ...KEPT, problems: [CONFLICT] } },
    'action a (update in the plan, conflict now)',
  ],
  [
    'other content',
    { a: update('x') },
    { a: update('y') },
    'action a (update in the plan, update with other content now)',
  ],
  [
    'many items',
    Object.fromEntries(Array.from({ length: 7 }, (_, i) => [`a${i}`, CREATE])),
    Object.fromEntries(Array.from({ length: 7 }, (_, i) => [`a${i}`, SAME])),
    `${[0, 1, 2, 3, 4].map(i => `action a${i} (create in the plan, unchanged now)`).join(', ')}, 2 more`,
  ],
])('what differs is named: %s', (_, before, after, want) => {
  const moved = movedItems(planItems(reportOf(before)), reportOf(after))
  expect(moved).toBe(want === undefined ? undefined : `Different changes: ${want}.`)
})
