import { expect, test } from 'vitest'
import type { Diagnostic } from '../../../lib/diagnostics/diagnostic.ts'
import { makeReport, type ReportInput, type Settled } from '../../../lib/report/make-report.ts'
import { leftOut, plan, plannedAction, plannedDefinition, reportInput } from './fixtures.ts'

const DONE: Settled = { change: 'create', status: 'done', id: '01' }
const UNCHANGED: Settled = { change: 'unchanged', status: 'done', id: '01' }
const KEPT: Settled = { change: 'keep', status: 'skipped', id: '01', reason: 'It differs.' }
const FAILED: Settled = { change: 'create', status: 'failed', reason: 'Refused.' }
const PLANNED: Settled = { change: 'create', status: 'planned' }
const problem = (code: Diagnostic['code']): Diagnostic => ({
  severity: 'warning',
  code,
  message: `${code}.`,
  pointer: '#',
})
const CONFLICT: Settled = { ...KEPT, problems: [problem('conflict')] }

const settled = (...results: Settled[]): ReadonlyMap<string, Settled> =>
  new Map(results.map((result, i): [string, Settled] => [`a${i}`, result]))

const ONE = plan([plannedAction('a0')])
const TWO = plan([plannedAction('a0'), plannedAction('a1')])
const WITH_DEFINITION = plan([plannedAction('a0')], [plannedDefinition('D')])

const outcomes: [string, Partial<ReportInput>, string][] = [
  ['all created', { plan: TWO, actions: settled(DONE, DONE) }, 'succeeded'],
  ['one created, one unchanged', { plan: TWO, actions: settled(DONE, UNCHANGED) }, 'succeeded'],
  ['all unchanged', { plan: TWO, actions: settled(UNCHANGED, UNCHANGED) }, 'unchanged'],
  ['all kept', { plan: ONE, actions: settled(KEPT) }, 'unchanged'],
  ['a conflict, and the rest is applied', { plan: TWO, actions: settled(DONE, CONFLICT) }, 'conflicts'],
  ['a conflict, and nothing to write', { plan: ONE, actions: settled(CONFLICT) }, 'conflicts'],
  ['a conflict and a failure', { plan: TWO, actions: settled(CONFLICT, FAILED) }, 'failed'],
  [
    'a conflict, and a version that is not published',
    { plan: ONE, actions: settled(CONFLICT), publishFailed: true },
    'partial',
  ],
  ['a dry run with a conflict', { plan: ONE, actions: settled(CONFLICT), dryRun: true }, 'planned'],
  ['a refused import', { plan: ONE, actions: settled(PLANNED), refused: true, reason: 'Confirm it.' }, 'refused'],
  [
    'a refused import that was cancelled',
    { plan: ONE, refused: true, cancelled: true, reason: 'Cancelled.' },
    'cancelled',
  ],
  ['one failed of two', { plan: TWO, actions: settled(DONE, FAILED) }, 'partial'],
  ['all failed', { plan: TWO, actions: settled(FAILED, FAILED) }, 'failed'],
  ['an action was not processed', { plan: TWO, actions: settled(DONE) }, 'partial'],
  [
    'a definition failed',
    { plan: WITH_DEFINITION, actions: settled(DONE), definitions: new Map([['D', FAILED]]) },
    'partial',
  ],
  [
    'only a definition was created',
    { plan: WITH_DEFINITION, actions: settled(UNCHANGED), definitions: new Map([['D', DONE]]) },
    'succeeded',
  ],
  ['a dry run', { plan: ONE, actions: settled(PLANNED), dryRun: true }, 'planned'],
  [
    'an import that stopped in the middle',
    { plan: TWO, actions: settled(DONE), reason: 'The platform is down.' },
    'failed',
  ],
  ['a dry run that was stopped', { dryRun: true, reason: 'No such connector.' }, 'failed'],
  ['no plan', {}, 'failed'],
  ['a cancelled import', { plan: TWO, actions: settled(DONE), cancelled: true, reason: 'Cancelled.' }, 'cancelled'],
  ['a cancelled dry run', { plan: ONE, dryRun: true, cancelled: true, reason: 'Cancelled.' }, 'cancelled'],
  ['replaced by a newer upload', { superseded: true, reason: 'Uploaded again.' }, 'superseded'],
]

test.each(outcomes)('outcome: %s', (_, input, want) => {
  expect(makeReport(reportInput(input)).outcome).toBe(want)
})

test('every operation appears exactly once, in the order of the plan, with its result', () => {
  const actions = [plannedAction('done'), leftOut('out', 'Excluded by a filter.'), plannedAction('lost')]
  const report = makeReport(reportInput({ plan: plan(actions), actions: new Map([['done', DONE]]) }))
  expect(report.actions).toEqual([
    {
      name: 'done',
      method: 'GET',
      path: '/done',
      pointer: '#/paths/~1done/get',
      ...DONE,
      problems: [],
      payload: plannedAction('done').payload,
    },
    expect.objectContaining({ name: 'out', change: 'skip', status: 'skipped', reason: 'Excluded by a filter.' }),
    expect.objectContaining({ name: 'lost', status: 'failed', reason: 'Not processed: the import stopped earlier.' }),
  ])
  expect(report.counts).toMatchObject({ operations: 3, actions: { created: 1, skipped: 1, failed: 1 } })
})

test('diagnostics of the plan come before those of the platform', () => {
  const planned = plan(
    [plannedAction('a0', { problems: [problem('path-query')] })],
    [plannedDefinition('D', { problems: [problem('type-unknown')] })],
  )
  const report = makeReport(
    reportInput({ plan: planned, actions: settled({ ...DONE, problems: [problem('platform-finding')] }) }),
  )
  expect(report.actions[0]?.problems.map(({ code }) => code)).toEqual(['path-query', 'platform-finding'])
  expect(report.definitions[0]?.problems.map(({ code }) => code)).toEqual(['type-unknown'])
})

test('the title and the version of the document come from the plan', () => {
  expect(makeReport(reportInput({ plan: ONE })).document).toMatchObject({ title: 'Pets', version: '2', bytes: 10 })
  expect(makeReport(reportInput()).document).not.toHaveProperty('title')
})

test('items that an import writes or would write have their payload, others do not', () => {
  const definition = plannedDefinition('D', { content: '{"$ref":"#/$defs/E"}', references: ['E'] })
  const actions = ['created', 'updated', 'failed', 'conflict', 'same', 'kept'].map(name => plannedAction(name))
  const report = makeReport(
    reportInput({
      plan: plan(actions, [definition]),
      actions: new Map<string, Settled>([
        ['created', DONE],
        ['updated', { ...DONE, change: 'update' }],
        ['failed', FAILED],
        ['conflict', { ...KEPT, problems: [problem('conflict')] }],
        ['same', UNCHANGED],
        ['kept', KEPT],
      ]),
      definitions: new Map([['D', PLANNED]]),
    }),
  )
  const having = report.actions.filter(({ payload }) => payload !== undefined)
  expect(having.map(({ name }) => name)).toEqual(['created', 'updated', 'failed', 'conflict'])
  expect(report.definitions[0]?.payload).toEqual({
    name: 'D',
    accept: ['application/json'],
    schema: { contentType: 'application/schema+json', content: '{"$ref":"#/$defs/E"}' },
  })
  expect(report).not.toHaveProperty('payloadsOmitted')
})

test('a report has the first payloads up to their limit, and the number of the others', () => {
  const summary = 'x'.repeat(3_000_000)
  const actions = Array.from({ length: 8 }, (_, i) => {
    const item = plannedAction(`a${i}`)
    return { ...item, ...(item.payload && { payload: { ...item.payload, summary } }) }
  })
  const report = makeReport(reportInput({ plan: plan(actions), actions: settled(...actions.map(() => DONE)) }))
  expect(report.actions.map(({ payload }) => payload !== undefined)).toEqual([
    ...Array(5).fill(true),
    ...Array(3).fill(false),
  ])
  expect(report.payloadsOmitted).toBe(3)
})

test('the tag of an operation is in the report', () => {
  const actions = [plannedAction('a0', { tag: 'pets' }), plannedAction('a1')]
  expect(makeReport(reportInput({ plan: plan(actions) })).actions.map(({ tag }) => tag)).toEqual(['pets', undefined])
})

test('a refused import has its plan, and what needs a confirmation', () => {
  const confirm = [{ code: 'publish', message: 'It publishes.' }] as const
  const input = { plan: ONE, actions: settled(PLANNED), refused: true, confirm, reason: 'Confirm it.' }
  const report = makeReport(reportInput(input))
  expect(report).toMatchObject({ reason: 'Confirm it.', confirm, counts: { actions: { created: 1 } } })
  expect(report.actions).toMatchObject([{ change: 'create', status: 'planned' }])
  expect(report).not.toHaveProperty('nextSteps')
  expect(makeReport(reportInput({ ...input, refused: false }))).not.toHaveProperty('confirm')
})

test('a conflict has the values of all sides', () => {
  const fields = [{ field: '/summary', base: 'x', platform: 'z', document: 'y' }]
  const [known] = makeReport(reportInput({ plan: ONE, actions: settled({ ...CONFLICT, fields }) })).actions
  expect(known?.conflict).toEqual(fields)
  expect(known).not.toHaveProperty('baseUnknown')
  const unknown = settled({ ...CONFLICT, fields, baseUnknown: true })
  expect(makeReport(reportInput({ plan: ONE, actions: unknown })).actions).toMatchObject([{ baseUnknown: true }])
})
