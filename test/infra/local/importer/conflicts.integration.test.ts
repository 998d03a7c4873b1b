import { DeleteObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { beforeEach, expect, test } from 'vitest'
import type { Report, ReportedDefinition } from '../../../../lib/report/report.ts'
import { ORGANISATION } from '../connect-emulator/harness.ts'
import { type Changes, useStack } from './support.ts'

const stack = useStack()

const documentOf = (summary: string, type: string) => ({
  openapi: '3.1.0',
  info: { title: 'Garden', version: '1' },
  servers: [{ url: 'https://api.example.com' }],
  paths: {
    '/beds': {
      get: {
        operationId: 'listBeds',
        summary,
        responses: {
          200: { description: '', content: { 'application/json': { schema: { $ref: '#/components/schemas/Bed' } } } },
        },
      },
    },
    '/tools': { get: { operationId: 'listTools', summary: 'List tools', responses: { 200: { description: '' } } } },
  },
  components: { schemas: { Bed: { type: 'object', properties: { size: { type } } } } },
})

const FIRST = documentOf('List beds', 'string')
const SECOND = documentOf('List all beds', 'number')
const THIRD = documentOf('List the beds', 'boolean')

let connectors = 0
let connector = ''

const call = (method: string, path: string, body?: unknown) => stack.call(method, connector, `v1/${path}`, body)

/** Edits the action and the definition on the platform, as a person. */
const edit = async () => {
  const { errors: _errors, ...action } = await call('GET', 'actions/listBeds')
  await call('PUT', 'actions/listBeds', { ...action, summary: 'By hand' })
  const { id, name, accept } = await call('GET', 'definitions/Bed')
  const content = JSON.stringify({ type: 'object', properties: { size: { type: 'integer' } } })
  const schema = { contentType: 'application/schema+json', content }
  await call('PUT', 'definitions/Bed', { id, name, accept, schema })
}

/** Makes a connector with a conflict of an action and of a definition, after the first import. */
beforeEach(async () => {
  connectors += 1
  connector = `conflicts-${connectors}`
  stack.seed(connector)
  await stack.run(connector, FIRST)
  await edit()
})

const importAgain = async (document: unknown, changes: Changes = {}) => {
  const reports: Report[] = []
  const writes = await stack.writesDuring(async () => {
    reports.push(await stack.run(connector, document, changes))
  })
  const [report] = reports
  if (report === undefined) throw new Error('The import has no report.')
  return { report, writes, action: report.actions[0], definition: report.definitions[0] }
}

const isConflict = (item: ReportedDefinition | undefined): boolean =>
  item?.problems.some(({ code }) => code === 'conflict') ?? false

test('conflicts have an outcome of their own, and the values of all three sides', async () => {
  const { report, writes, action, definition } = await importAgain(SECOND)
  expect(report.outcome).toBe('conflicts')
  expect(writes).toEqual([])
  expect(action).toMatchObject({
    change: 'keep',
    conflict: [{ field: '/summary', base: 'List beds', platform: 'By hand', document: 'List all beds' }],
  })
  expect(definition).toMatchObject({
    conflict: [{ field: '/schema/properties/size/type', base: 'string', platform: 'integer', document: 'number' }],
  })
  expect(action).not.toHaveProperty('baseUnknown')
  const dry = await importAgain(SECOND, { options: { dryRun: true } })
  expect(dry.report.outcome).toBe('planned')
  expect(dry.action?.conflict).toEqual(action?.conflict)
})

test.each([
  { lost: 'content', key: (name: string) => `ledgers/${ORGANISATION}/${name}/content/v1.json.gz` },
  { lost: 'ledger', key: (name: string) => `ledgers/${ORGANISATION}/${name}/v1.json.gz` },
])('without the $lost, the base is unknown', async ({ key }) => {
  const s3 = new S3Client({ forcePathStyle: true })
  const object = { Bucket: stack.stack().environment.BUCKET ?? '', Key: key(connector) }
  await s3.send(new DeleteObjectCommand(object))
  const { action } = await importAgain(SECOND)
  expect(action).toMatchObject({
    baseUnknown: true,
    conflict: [{ field: '/summary', platform: 'By hand', document: 'List all beds' }],
  })
  expect(action?.conflict?.[0]).not.toHaveProperty('base')
})

test('each conflict is decided once, for one side or the other', async () => {
  const { report, writes, action, definition } = await importAgain(SECOND, {
    options: { resolve: { listBeds: 'platform', 'definition:Bed': 'document', nothing: 'document' } },
  })
  expect(report.outcome).toBe('succeeded')
  expect(writes).toEqual(['PUT 200'])
  expect(definition).toMatchObject({ change: 'update', status: 'done' })
  expect(action).toMatchObject({ change: 'keep', status: 'skipped', reason: expect.stringContaining('as decided') })
  expect(report.diagnostics).toContainEqual(expect.objectContaining({ code: 'resolve-unused', severity: 'warning' }))
  const decidedAgain = await importAgain(SECOND, { options: { resolve: { listBeds: 'platform' } } })
  expect(decidedAgain.report.diagnostics.map(({ severity, message }) => [severity, message])).toContainEqual([
    'info',
    '"listBeds" has changed on the platform only, so it has no conflict to decide (resolve); kept as on the platform.',
  ])
  for (const options of [{}, { resolve: {} }]) {
    const again = await importAgain(SECOND, { options })
    expect(again.report.outcome).toBe('unchanged')
    expect(again.writes).toEqual([])
  }
  expect(stack.contents(connector).actions[0]?.summary).toBe('By hand')

  // A further change of the document is another conflict, whose base is what was accepted.
  const later = await importAgain(THIRD)
  expect(later.report.outcome).toBe('conflicts')
  expect(later.writes).toEqual(['PUT 200'])
  expect(later.action?.conflict).toEqual([
    { field: '/summary', base: 'List all beds', platform: 'By hand', document: 'List the beds' },
  ])
  const forced = await importAgain(THIRD, { options: { resolve: { listBeds: 'document' } } })
  expect(forced).toMatchObject({ report: { outcome: 'succeeded' }, writes: ['PUT 200'] })
  expect(stack.contents(connector).actions[0]?.summary).toBe('List the beds')
})

test('a definition is kept by a decision, also if all others are forced', async () => {
  const options = { force: true, resolve: { Bed: 'platform' } } as const
  const { report, writes, definition } = await importAgain(SECOND, { options })
  expect(report.outcome).toBe('succeeded')
  expect(writes).toEqual(['PUT 200'])
  expect(isConflict(definition)).toBe(false)
  const again = await importAgain(SECOND)
  expect(again).toMatchObject({ report: { outcome: 'unchanged' }, writes: [] })
  expect((await importAgain(THIRD)).definition?.conflict).toMatchObject([{ base: 'number', platform: 'integer' }])
})

test('a decided conflict survives a draft that takes the place of the version', async () => {
  stack.platform().faults = { notImplemented: ['PUT definitions'], notImplementedStatus: 501 }
  const options = { resolve: { listBeds: 'platform', Bed: 'document' } } as const
  const { report } = await importAgain(SECOND, { options })
  expect(report).toMatchObject({ outcome: 'succeeded', target: { version: 'v1-r2' } })
  const again = await importAgain(SECOND)
  expect(again).toMatchObject({ report: { outcome: 'unchanged', target: { version: 'v1-r2' } }, writes: [] })
  expect(stack.contents(connector, 'v1-r2').actions[0]?.summary).toBe('By hand')
})
