import { expect, test } from 'vitest'
import type { Diagnostic } from '../../../../lib/diagnostics/diagnostic.ts'
import { makeReport, type ReportInput, type Settled } from '../../../../lib/report/make-report.ts'
import { summarise } from '../../../../lib/report/text/summary.ts'
import { leftOut, plan, plannedAction, plannedDefinition, plannedTrigger, reportInput } from '../fixtures.ts'

const summary = (input: Partial<ReportInput>): string[] => summarise(makeReport(reportInput(input)))
const DONE: Settled = { change: 'create', status: 'done', id: '01' }

test('a success takes one line for each kind of count', () => {
  const planned = plan([plannedAction('a'), leftOut('b', 'Deprecated.')], [plannedDefinition('D')])
  const definitions = new Map([['D', DONE]])
  const requests = { sent: 9, retried: 2, throttled: 1 }
  expect(summary({ plan: planned, actions: new Map([['a', DONE]]), definitions, requests })).toEqual([
    'Pets 2 (OpenAPI 3.1.0) → org / con / v1: succeeded',
    '  actions      1 created, 1 skipped',
    '  definitions  1 created',
    '  requests     9 in 1.5 s, 2 retried, 1 throttled',
  ])
})

test('triggers have a line of their own, also without actions', () => {
  const triggers = new Map<string, Settled>([['sold', { ...DONE, status: 'failed', reason: 'Refused.' }]])
  expect(summary({ plan: { ...plan([]), triggers: [plannedTrigger('sold')] }, triggers })).toEqual([
    'Pets 2 (OpenAPI 3.1.0) → org / con / v1: failed',
    '  triggers     1 failed',
    '  failed:',
    '    trigger sold: Refused.',
  ])
})

test('a dry run shows the planned results', () => {
  const actions = new Map<string, Settled>([['a', { change: 'create', status: 'planned' }]])
  const lines = summary({ plan: plan([plannedAction('a')]), actions, dryRun: true })
  expect(lines).toContain('  actions      1 to create')
})

test('a failed import shows its reason once, not for each action', () => {
  expect(summary({ plan: plan([plannedAction('a')]), reason: 'The token was refused.' })).toEqual([
    'Pets 2 (OpenAPI 3.1.0) → org / con / v1: failed',
    '  The token was refused.',
    '  actions      1 failed',
  ])
})

test('a cancelled import shows how much is done and not done', () => {
  const planned = plan([plannedAction('a'), plannedAction('b')])
  expect(summary({ plan: planned, actions: new Map([['a', DONE]]), cancelled: true, reason: 'Cancelled.' })).toEqual([
    'Pets 2 (OpenAPI 3.1.0) → org / con / v1: cancelled',
    '  Cancelled.',
    '  actions      1 created, 1 not done',
  ])
})

test('a document without a title is shown by its location', () => {
  const [line] = summary({ reason: 'It is empty.', document: { location: 's3://b/k', bytes: 0, sha256: '' } })
  expect(line).toBe('s3://b/k → org / con / v1: failed')
})

test('the first ten failures are shown, the others are counted', () => {
  const names = Array.from({ length: 12 }, (_, i) => `a${i}`)
  const actions = new Map(names.map(name => [name, { change: 'create', status: 'failed', reason: 'No.' }] as const))
  const lines = summary({ plan: plan(names.map(name => plannedAction(name))), actions })
  expect(lines.filter(line => line.includes('action a'))).toHaveLength(10)
  expect(lines).toContain('    action a0: No.')
  expect(lines).toContain('    … and 2 more in the report')
})

test('diagnostics are grouped by code, gravest first, each with an example', () => {
  const note = (severity: Diagnostic['severity'], code: Diagnostic['code'], pointer: string): Diagnostic => ({
    severity,
    code,
    message: `${code}.`,
    pointer,
  })
  const a = plannedAction('a', { problems: [note('info', 'path-slash', '#/1'), note('error', 'malformed', '#/2')] })
  const b = plannedAction('b', { problems: [note('info', 'path-slash', '#/3')] })
  const actions = new Map([a, b].map(({ name }) => [name, DONE]))
  const lines = summary({ plan: plan([a, b]), actions })
  expect(lines.slice(lines.indexOf('  diagnostics:'))).toEqual([
    '  diagnostics:',
    '    error   malformed: malformed.',
    '            #/2',
    '    info    path-slash (2×): path-slash.',
    '            #/1',
  ])
})

test('strings of a document neither steer a terminal nor start lines', () => {
  const text = 'A\u001b]0;owned\u0007\u001b[2J\u009b31m\r\n  failed\u202e\u2028B'
  const diagnostics = [{ severity: 'error', code: 'file-unreadable', message: text, pointer: text }] as const
  const lines = summary({
    plan: {
      ...plan([plannedAction(text)]),
      diagnostics,
      document: { specification: '3.1.0', title: text, version: text },
    },
    actions: new Map([[text, { change: 'create', status: 'failed', reason: text }]]),
  })
  expect(lines.filter(line => /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u.test(line))).toEqual([])
  expect(lines.filter(line => line.includes('A ]0;owned')).length).toBe(4)
})

const CONFLICT = { severity: 'warning', code: 'conflict', message: 'Both.', pointer: '#' } as const
const conflict = (fields: Settled['fields'] = [], more: Partial<Settled> = {}): Settled => ({
  ...{ change: 'keep', status: 'skipped', reason: 'Both.', problems: [CONFLICT], fields },
  ...more,
})

test('conflicts come first, each with its fields and all sides', () => {
  const actions = new Map<string, Settled>([
    ['done', DONE],
    [
      'both',
      conflict([
        { field: '/summary', base: 'x', platform: 'z', document: 'y' },
        { field: '/path', document: '/b' },
      ]),
    ],
    ['old', conflict([{ field: '/summary', platform: 'z', document: 'y' }], { baseUnknown: true })],
  ])
  const planned = plan([...actions.keys()].map(name => plannedAction(name)))
  expect(summary({ plan: planned, actions }).slice(0, 17)).toEqual([
    'Pets 2 (OpenAPI 3.1.0) → org / con / v1: conflicts',
    '  conflicts, kept as on the platform (2):',
    '    ! action both  GET /both',
    '        /summary',
    '          last import x',
    '          platform    z',
    '          document    y',
    '        /path',
    '          last import none',
    '          platform    none',
    '          document    /b',
    '    ! action old  GET /old',
    '        /summary',
    '          platform z',
    '          document y',
    '  decide each conflict: --resolve both=platform keeps the content of the platform, --resolve both=document overwrites it',
    '  actions      1 created, 2 kept',
  ])
})

test('of many conflicts, the first ten are shown, and a name that two of them have gets its kind', () => {
  const names = Array.from({ length: 12 }, (_, i) => `a${i}`)
  const lines = summary({
    plan: plan(
      names.map(name => plannedAction(name)),
      [plannedDefinition('a0')],
    ),
    actions: new Map(names.map(name => [name, conflict()])),
    definitions: new Map([['a0', conflict()]]),
  })
  expect(lines.filter(line => /^ {4}! action a/.test(line))).toHaveLength(10)
  expect(lines[12]).toBe('    … and 3 more in the report')
  expect(lines[13]).toContain('--resolve action:a0=platform')
})

test('a refused import shows its reason, and the changes of its plan', () => {
  const actions = new Map<string, Settled>([['a', { change: 'create', status: 'planned' }]])
  const lines = summary({
    plan: plan([plannedAction('a')]),
    actions,
    refused: true,
    confirm: [],
    reason: 'Confirm it.',
  })
  expect(lines).toEqual([
    'Pets 2 (OpenAPI 3.1.0) → org / con / v1: refused',
    '  Confirm it.',
    '  actions      1 to create',
    '  to create (1):',
    '    + action a  GET /a',
  ])
})
