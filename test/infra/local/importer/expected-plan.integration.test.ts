import { beforeEach, expect, test } from 'vitest'
import { IMPORT_REASONS } from '../../../../lib/import/reasons.ts'
import type { Report } from '../../../../lib/report/report.ts'
import { type Changes, useStack } from './support.ts'

const stack = useStack()

const documentOf = (summary: string, paths: Readonly<Record<string, unknown>> = {}) => ({
  openapi: '3.1.0',
  info: { title: 'Garden', version: '1' },
  servers: [{ url: 'https://api.example.com' }],
  paths: {
    '/beds': { get: { operationId: 'listBeds', summary, responses: { 200: { description: '' } } } },
    '/tools': { get: { operationId: 'listTools', responses: { 200: { description: '' } } } },
    ...paths,
  },
})

const NEW = { '/seeds': { get: { operationId: 'listSeeds', responses: { 200: { description: '' } } } } }
const FIRST = documentOf('List beds')
const SECOND = documentOf('List all beds', NEW)

let connectors = 0
let connector = ''

beforeEach(async () => {
  connectors += 1
  connector = `expected-${connectors}`
  stack.seed(connector)
  await stack.run(connector, FIRST)
})

const call = (method: string, path: string, body?: unknown) => stack.call(method, connector, `v1/${path}`, body)

const edit = async (name: string, summary: string) => {
  const { errors: _errors, ...action } = await call('GET', `actions/${name}`)
  await call('PUT', `actions/${name}`, { ...action, summary })
}

/** Plans an import. */
const planOf = async (document: unknown, changes: Changes = {}): Promise<string> => {
  const { outcome, planId } = await stack.run(connector, document, {
    ...changes,
    options: { ...changes.options, dryRun: true },
  })
  if (planId === undefined) throw new Error(`There is no plan: ${outcome}.`)
  return planId
}

/** Imports with the expected plan. */
const apply = async (expected: string, document: unknown, changes: Changes = {}) => {
  const reports: Report[] = []
  const writes = await stack.writesDuring(async () => {
    reports.push(
      await stack.run(connector, document, { ...changes, options: { ...changes.options, expect: expected } }),
    )
  })
  const [report] = reports
  if (report === undefined) throw new Error('The import has no report.')
  return { report, writes }
}

test('a plan is applied, and its changes are written', async () => {
  const { report, writes } = await apply(await planOf(SECOND), SECOND)
  expect(report).toMatchObject({ outcome: 'succeeded', counts: { actions: { created: 1, updated: 1, unchanged: 1 } } })
  expect(report).not.toHaveProperty('planId')
  expect(writes).toHaveLength(2)
  expect(stack.contents(connector).actions.map(({ name }) => name)).toEqual(['listBeds', 'listSeeds', 'listTools'])
})

test('a plan without changes is applied', async () => {
  const { report } = await apply(await planOf(FIRST), FIRST)
  expect(report.outcome).toBe('unchanged')
})

test.each<[what: string, move: () => Promise<unknown>]>([
  ['edited an item that is updated', () => edit('listBeds', 'By hand')],
  ['edited an item that is unchanged', () => edit('listTools', 'By hand')],
  ['deleted an item', () => call('DELETE', 'actions/listTools')],
  ['applied the plan', async () => stack.run(connector, SECOND)],
])('it is refused before a write if somebody has %s', async (_, move) => {
  const expected = await planOf(SECOND)
  await move()
  const { report, writes } = await apply(expected, SECOND)
  expect(report).toMatchObject({ outcome: 'refused', reason: IMPORT_REASONS.planMoved })
  expect(report).not.toHaveProperty('confirm')
  expect(report.actions).toHaveLength(3)
  expect(writes).toEqual([])
})

test.each<[what: string, document: unknown, changes: Changes]>([
  ['the document', documentOf('List all the beds', NEW), {}],
  ['the document in a description that nothing uses', { ...SECOND, tags: [{ name: 'x' }] }, {}],
  ['an option', SECOND, { options: { removed: 'delete' } }],
  ['a file of the document', SECOND, { files: { 'other.json': {} } }],
])('it depends on %s', async (what, document, changes) => {
  const { report, writes } = await apply(await planOf(SECOND), document, changes)
  // Files that the document does not refer to are not a part of it.
  const isPart = !what.startsWith('a file')
  expect(report.outcome).toBe(isPart ? 'refused' : 'succeeded')
  expect(writes).toHaveLength(isPart ? 0 : 2)
})

test('it depends on the parts of a document', async () => {
  const whole = { ...SECOND, paths: { ...SECOND.paths, '/parts': { $ref: 'part.json' } } }
  const part = (more: object = {}) => ({
    files: { 'part.json': { get: { operationId: 'listParts', responses: { 200: { description: '' } } }, ...more } },
  })
  const expected = await planOf(whole, part())
  expect((await apply(expected, whole, part({ 'x-note': 'unused' }))).report.outcome).toBe('refused')
  expect((await apply(expected, whole, part())).report.outcome).toBe('succeeded')
})

test('a confirmation is needed as without a plan', async () => {
  const smaller = { ...FIRST, paths: { '/tools': FIRST.paths['/tools'] } }
  const options = { removed: 'delete' } as const
  const expected = await planOf(smaller, { options })
  expect((await apply(expected, smaller, { options })).report).toMatchObject({
    outcome: 'refused',
    confirm: [{ code: 'deletes' }],
  })
  expect((await apply(expected, smaller, { options: { ...options, confirm: true } })).report.outcome).toBe('succeeded')
})

test('an edit of an item that is deleted by force is a change of the plan', async () => {
  const smaller = { ...FIRST, paths: { '/tools': FIRST.paths['/tools'] } }
  const options = { removed: 'delete', force: true, confirm: true } as const
  const expected = await planOf(smaller, { options })
  await edit('listBeds', 'By hand')
  expect((await apply(expected, smaller, { options })).report.outcome).toBe('refused')
})

test('a new version, and the copy of a version, have the planned changes', async () => {
  for (const options of [{}, { fromVersion: 'v1' }]) {
    const version = `new${Object.keys(options).length}`
    const expected = await planOf(SECOND, { version, options })
    expect((await apply(expected, SECOND, { version, options })).report.outcome).toBe('succeeded')
  }
})

test('a new connector is only created for the expected plan', async () => {
  connector = `created-${connectors}`
  const options = { createConnector: true }
  const expected = await planOf(SECOND, { options })
  const other = await apply(expected, FIRST, { options })
  expect(other.report).toMatchObject({ outcome: 'refused', reason: IMPORT_REASONS.planMoved })
  expect(other.report.actions.map(({ status }) => status)).toEqual(['planned', 'planned'])
  expect(other.writes).toEqual([])
  expect((await apply(expected, SECOND, { options })).report).toMatchObject({
    outcome: 'succeeded',
    connector: { change: 'create', status: 'done' },
  })
})
