import { expect, test } from 'vitest'
import { makeReport, type ReportInput, type Settled } from '../../../lib/report/make-report.ts'
import { plannedChanges } from '../../../lib/report/planned-changes.ts'
import { plan, plannedAction, plannedDefinition, reportInput } from './fixtures.ts'

const changes = (input: Partial<ReportInput>): string[] =>
  plannedChanges(makeReport(reportInput({ dryRun: true, ...input })))

const CONFLICT = { severity: 'warning', code: 'conflict', message: 'Both.', pointer: '#' } as const
const CREATE: Settled = { change: 'create', status: 'planned' }

test('each change is shown with its fields, conflicts first', () => {
  const actions = new Map<string, Settled>([
    ['new', CREATE],
    ['same', { change: 'unchanged', status: 'planned' }],
    ['changed', { change: 'update', status: 'planned', diff: [{ field: '/summary', before: 'Old', after: 'New' }] }],
    ['both', { change: 'keep', status: 'skipped', diff: [{ field: '/path', after: '/x' }], problems: [CONFLICT] }],
    ['edited', { change: 'keep', status: 'skipped' }],
  ])
  const definitions = new Map<string, Settled>([['Pet', CREATE]])
  const removed = { name: 'gone', change: 'remove', status: 'planned', method: 'GET', path: '/gone' } as const
  const lines = changes({
    plan: plan(
      [...actions.keys()].map(name => plannedAction(name)),
      [plannedDefinition('Pet')],
    ),
    actions,
    definitions,
    removals: { actions: [removed], triggers: [], definitions: [] },
  })
  expect(lines).toEqual([
    '  changes:',
    '    conflict action both',
    '             /path: none → "/x"',
    '    update   action changed',
    '             /summary: "Old" → "New"',
    '    remove   action gone',
    '    create   action new',
    '    create   definition Pet',
  ])
})

test('long values, many fields and many items are truncated, with the number of the omitted ones', () => {
  const diff = Array.from({ length: 7 }, (_, i) => ({ field: `/f\n${i}`, before: 'x'.repeat(100) }))
  const names = Array.from({ length: 22 }, (_, i) => `a${i}`)
  const lines = changes({
    plan: plan(names.map(name => plannedAction(name))),
    actions: new Map(names.map((name, i) => [name, i > 0 ? CREATE : { change: 'update', status: 'planned', diff }])),
  })
  expect(lines.slice(1, 3)).toEqual(['    update   action a0', `             /f\\n0: "${'x'.repeat(59)}… → none`])
  expect(lines[7]).toBe('             … and 2 more fields')
  expect(lines.at(-1)).toBe('    … and 2 more in the report')
  expect(lines.filter(line => line.includes('action a'))).toHaveLength(20)
})

test.for<{ what: string; input: Partial<ReportInput> }>([
  {
    what: 'a dry run without changes',
    input: { actions: new Map<string, Settled>([['a', { change: 'unchanged', status: 'planned' }]]) },
  },
  { what: 'an import that is not a dry run', input: { dryRun: false, actions: new Map([['a', CREATE]]) } },
])('$what has no lines', ({ input }) => {
  expect(changes({ plan: plan([plannedAction('a')]), actions: new Map(), ...input })).toEqual([])
})

test('a conflict is shown with the values of all sides', () => {
  const fields = [{ field: '/summary', base: 'x', platform: 'z', document: 'y' }]
  const both: Settled = { change: 'keep', status: 'skipped', problems: [CONFLICT], fields }
  expect(changes({ plan: plan([plannedAction('a')]), actions: new Map([['a', both]]) })).toEqual([
    '  changes:',
    '    conflict action a',
    '             /summary: last import "x", platform "z", document "y"',
  ])
})
