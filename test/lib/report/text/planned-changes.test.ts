import { expect, test } from 'vitest'
import { makeReport, type ReportInput, type Settled } from '../../../../lib/report/make-report.ts'
import { plannedChanges, type Shown } from '../../../../lib/report/text/planned-changes.ts'
import { plainLine } from '../../../../lib/report/text/styled-line.ts'
import { plan, plannedAction, plannedDefinition, reportInput } from '../fixtures.ts'

const changes = (input: Partial<ReportInput>, shown?: Shown): string[] =>
  plannedChanges(makeReport(reportInput({ dryRun: true, ...input })), shown).map(plainLine)

const CONFLICT = { severity: 'warning', code: 'conflict', message: 'Both.', pointer: '#' } as const
const CREATE: Settled = { change: 'create', status: 'planned' }

/** Plans one action of this result. */
const one = (settled: Settled, shown?: Shown): string[] =>
  changes({ plan: plan([plannedAction('a')]), actions: new Map([['a', settled]]) }, shown)

/** Lines of the fields of an update. */
const update = (before: unknown, after: unknown): string[] =>
  one({ change: 'update', status: 'planned', diff: [{ field: '/x', before, after }] }).slice(3)

test('changes are grouped, removals and conflicts first, each with its kind, method and path', () => {
  const actions = new Map<string, Settled>([
    ['new', CREATE],
    ['same', { change: 'unchanged', status: 'planned' }],
    ['changed', { change: 'update', status: 'planned', diff: [{ field: '/summary', before: 'Old', after: 'New' }] }],
    ['both', { change: 'keep', status: 'skipped', diff: [{ field: '/path', after: '/x' }], problems: [CONFLICT] }],
    ['moved', { change: 'update', status: 'planned', diff: [], reason: 'Renamed from old in the document.' }],
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
    '  to remove (1):',
    '    - action gone  GET /gone',
    '  conflicts, kept as on the platform (1):',
    '    ! action both  GET /both',
    '        /path',
    '          platform none',
    '          document /x',
    '  to create (2):',
    '    + action new  GET /new',
    '    + definition Pet',
    '  to update (2):',
    '    ~ action changed  GET /changed',
    '        /summary',
    '          - Old',
    '          + New',
    '    ~ action moved  GET /moved',
    '        Renamed from old in the document.',
  ])
})

const LONG =
  'The ledger entries of one accounting period, in the currency of the account, sorted by the date of booking'

test.each<[what: string, before: unknown, after: unknown, want: string[]]>([
  ['a word', 'List all beds', 'List the beds', ['          - List [-all-] beds', '          + List {+the+} beds']],
  ['an added word', 'List beds', 'List all beds', ['          - List beds', '          + List {+all +}beds']],
  [
    'a word at the end of a long text',
    `${LONG}, ascending.`,
    `${LONG}, descending.`,
    [
      '          - …account, sorted by the date of booking, [-ascending-].',
      '          + …account, sorted by the date of booking, {+descending+}.',
    ],
  ],
  ['an added field', undefined, true, ['          + true']],
  ['a removed field', 'x', undefined, ['          - x']],
  ['a string that was empty', '', 'x', ['          - empty', '          + x']],
  ['a number that becomes a string', 1, '1', ['          - 1', '          + {+"+}1{+"+}']],
  [
    'an element of an array',
    ['a', 'b'],
    ['a', 'c', 'b'],
    ['-   "a",', '-   "b"', '+   "a",', '+   {+"c"+},', '+   "b"'].map(line => `          ${line}`),
  ],
  [
    'a line of a long text',
    ['one', 'two', 'three', 'four', 'five', 'six', 'seven old', 'eight'].join('\n'),
    ['one', 'two', 'three', 'four', 'five', 'six', 'seven new', 'eight'].join('\n'),
    [
      ...['- … 5 equal lines', '- six', '- seven [-old-]', '- eight'],
      ...['+ … 5 equal lines', '+ six', '+ seven {+new+}', '+ eight'],
    ].map(line => `          ${line}`),
  ],
  [
    'a text that can steer a terminal',
    'a\u001b[2J b',
    'a\u202e c',
    ['          - a[- [2J b-]', '          + a{+  c+}'],
  ],
])('the changed words are shown: %s', (_, before, after, want) => {
  const lines = update(before, after)
  expect(lines.filter(line => !/^ +[-+] [[\]]$/.test(line))).toEqual(want)
})

test('long values have a number of what is left', () => {
  expect(update(undefined, 'x'.repeat(700))).toEqual([`          + ${'x'.repeat(600)}… 100 more characters`])
  const lines = update(undefined, Array.from({ length: 20 }, (_, i) => `line ${i}`).join('\n'))
  expect(lines.slice(11)).toEqual(['          + line 11', '          + … 8 more lines'])
})

const names = Array.from({ length: 22 }, (_, i) => `a${i}`)
const many = {
  plan: plan(names.map(name => plannedAction(name))),
  actions: new Map<string, Settled>(
    names.map((name, i) => {
      const diff = Array.from({ length: 7 }, (_, field) => ({ field: `/f\n${field}`, before: 'x' }))
      return [name, i < 21 ? CREATE : { change: 'update', status: 'planned', diff }]
    }),
  ),
}

test('many items and fields are counted', () => {
  const lines = changes(many)
  expect(lines.filter(line => line.startsWith('    + action a'))).toHaveLength(20)
  expect(lines).toContain('    … and 1 more; --all shows them, and so does the page')
  expect(lines.slice(-3)).toEqual(['        /f\\n4', '          - x', '        … and 2 more fields'])
})

test('all items and fields are shown on demand', () => {
  const lines = changes(many, { all: true })
  expect(lines.filter(line => line.startsWith('    + action a'))).toHaveLength(21)
  expect(lines.at(-2)).toBe('        /f\\n6')
  expect(lines.join('\n')).not.toContain('…')
})

test('a conflict is shown with the values of all sides', () => {
  const fields = [{ field: '/summary', base: 'A bed', platform: 'A long bed', document: 'A wide bed' }]
  const both: Settled = { change: 'keep', status: 'skipped', problems: [CONFLICT], fields }
  expect(one(both).slice(2)).toEqual([
    '        /summary',
    '          last import A bed',
    '          platform    A {-long -}bed'.replace('{-', '[-').replace('-}', '-]'),
    '          document    A {+wide +}bed',
  ])
  expect(one({ ...both, baseUnknown: true, fields: [{ field: '/summary', platform: 'a', document: 'b' }] })).toEqual([
    '  conflicts, kept as on the platform (1):',
    '    ! action a  GET /a',
    '        /summary',
    '          platform a',
    '          document b',
  ])
})

test('payloads of created and updated items are shown on demand', () => {
  const definition = plannedDefinition('Pet', { content: '{"type":"number","maximum":12345678901234567890}' })
  const lines = changes(
    {
      plan: plan([plannedAction('a')], [definition]),
      actions: new Map([['a', CREATE]]),
      definitions: new Map([['Pet', CREATE]]),
    },
    { payloads: true },
  )
  expect(lines.slice(1, 5)).toEqual([
    '    + action a  GET /a',
    '        payload:',
    '          {',
    '            "type": "http",',
  ])
  expect(lines.slice(-6)).toEqual([
    '          }',
    '          schema.content:',
    '          {',
    '            "type": "number",',
    '            "maximum": 12345678901234567890',
    '          }',
  ])
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
