import { gunzipSync, gzipSync } from 'node:zlib'
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import type { Report } from '../../../../lib/report/report.ts'
import { ORGANISATION } from '../connect-emulator/harness.ts'
import { type Changes, useStack } from './support.ts'

const stack = useStack()

/** The documents are so small that each removal is a large part of them. */
const REMOVE = { removed: 'delete', confirm: true } as const

/** Operation with a response of a schema. */
const operation = (operationId: string, schema: unknown = { type: 'object' }, fields: object = {}) => ({
  operationId,
  responses: { 200: { description: 'OK', content: { 'application/json': { schema } } } },
  ...fields,
})

const documentOf = (paths: unknown, schemas: Readonly<Record<string, unknown>> = {}) => ({
  openapi: '3.0.3',
  info: { title: 'Garden', version: '1' },
  servers: [{ url: 'https://api.example.com' }],
  paths,
  components: { schemas },
})

const FULL = { '/beds': { get: operation('listBeds') }, '/tools': { get: operation('listTools') } }

const actionOf = (report: Report, name: string) => report.actions.filter(action => action.name === name)
const definitionOf = (report: Report, name: string) => report.definitions.filter(item => item.name === name)

/** Imports two documents into a new connector; returns the second report, its writes, and the contents before. */
const importTwice = async (connector: string, first: unknown, second: unknown, changes: Changes = {}) => {
  stack.seed(connector)
  await stack.run(connector, first)
  const before = stack.contents(connector)
  let report: Report | undefined
  const writes = await stack.writesDuring(async () => {
    report = await stack.run(connector, second, changes)
  })
  if (report === undefined) throw new Error('The import has no report.')
  return { report, writes, before, after: stack.contents(connector) }
}

/** `/tools` as a later document has it, and the files that it refers to. */
const UNREAD: readonly { when: string; tools: unknown; files?: Readonly<Record<string, string>> }[] = [
  { when: 'the file of its path item is missing', tools: { $ref: 'gone.yaml' } },
  {
    when: 'the file of its path item has a syntax error',
    tools: { $ref: 'broken.yaml' },
    files: { 'broken.yaml': 'get: [' },
  },
  { when: 'the file of the operation is missing', tools: { get: { $ref: 'gone.yaml' } } },
  { when: 'its path item is not an object', tools: 'tools' },
  { when: 'the operation is null', tools: { get: null } },
]

test.each(UNREAD.map((given, i) => ({ ...given, connector: `unread${i}` })))(
  'an operation stays that the document still names: where $when',
  async ({ connector, tools, files = {} }) => {
    const second = documentOf({ '/beds': FULL['/beds'], '/tools': tools })
    const { report, writes, before, after } = await importTwice(connector, documentOf(FULL), second, {
      options: REMOVE,
      files,
    })
    expect(writes).toEqual([])
    expect(after).toEqual(before)
    expect(report.outcome).toBe('partial')
    expect(actionOf(report, 'listTools')).toMatchObject([
      {
        change: 'keep',
        status: 'skipped',
        reason: expect.stringContaining('Still in the document'),
        problems: [{ code: 'document-incomplete' }],
      },
    ])
  },
)

test('a key that occurs twice removes nothing', async () => {
  const extra = { put: operation('replaceTools') }
  const text = JSON.stringify(documentOf(FULL)).replace('"paths":{', `"paths":{"/tools":${JSON.stringify(extra)},`)
  const first = documentOf({ ...FULL, '/tools': { ...FULL['/tools'], ...extra } })
  const { report, writes } = await importTwice('twice', first, text, { options: REMOVE })
  expect(writes).toEqual([])
  expect(report.outcome).toBe('partial')
  expect(actionOf(report, 'replaceTools')).toMatchObject([{ change: 'keep' }])
})

test('an operation that occurs twice is kept as it is, and the rest is updated', async () => {
  const other = operation('findBeds', { type: 'array' })
  const text = JSON.stringify(documentOf({ ...FULL, '/tools': { get: operation('listTools', { type: 'array' }) } }))
  const twice = text.replace('"/beds":{', `"/beds":{"get":${JSON.stringify(other)},`)
  const reversed = text.replace(
    /"\/beds":\{("get":.*?)\},"\/tools"/,
    `"/beds":{$1,"get":${JSON.stringify(other)}},"/tools"`,
  )
  for (const [connector, second] of [
    ['repeated', twice],
    ['reversed', reversed],
  ] as const) {
    const { report, before, after } = await importTwice(connector, documentOf(FULL), second, { options: REMOVE })
    const bedsOf = ({ actions }: typeof before) => actions.filter(({ path }) => path === '/beds')
    expect(bedsOf(after)).toEqual(bedsOf(before))
    const isUpdated = report.definitions.some(({ name, change }) => name.startsWith('listTools') && change === 'update')
    expect(isUpdated).toBe(true)
    expect(report.diagnostics.map(({ code }) => code)).toContain('duplicate-key')
    expect(report.outcome).toBe(connector === 'repeated' ? 'succeeded' : 'partial')
  }
})

test('removals wait until the whole document can be read', async () => {
  const partly = documentOf({ '/tools': { $ref: 'tools.yaml' } })
  const { report, writes } = await importTwice('waiting', documentOf(FULL), partly, { options: REMOVE })
  // Nothing at all could be read.
  expect(report.outcome).toBe('failed')
  expect(writes).toEqual([])
  const seeds = documentOf({ '/tools': { $ref: 'tools.yaml' }, '/seeds': { get: operation('listSeeds') } })
  const before = await stack.run('waiting', seeds, { options: REMOVE })
  expect(before.outcome).toBe('partial')
  expect(actionOf(before, 'listBeds')).toMatchObject([
    { change: 'keep', reason: expect.stringContaining('Not removed: a part of the document') },
  ])
  const whole = await stack.run('waiting', seeds, {
    options: REMOVE,
    files: { 'tools.yaml': JSON.stringify(FULL['/tools']) },
  })
  expect(whole.outcome).toBe('succeeded')
  expect(actionOf(whole, 'listBeds')).toMatchObject([{ change: 'remove', status: 'done' }])
  expect(actionOf(whole, 'listTools')).toMatchObject([{ change: 'unchanged' }])
})

test('a root that arrives before its parts changes nothing', async () => {
  const BED = { type: 'object', properties: { length: { type: 'number' } } }
  const first = documentOf(
    { '/beds': { get: operation('listBeds', { $ref: '#/components/schemas/Bed' }) } },
    { Bed: BED },
  )
  const schema = { $ref: 'schemas/Bed.json' }
  for (const [connector, paths, schemas] of [
    [
      'early-schema',
      { '/beds': { get: operation('listBeds', { $ref: '#/components/schemas/Bed' }) } },
      { Bed: schema },
    ],
    ['early-response', { '/beds': { get: operation('listBeds', schema) } }, {}],
  ] as const) {
    const { report, writes, before, after } = await importTwice(connector, first, documentOf(paths, schemas), {
      options: REMOVE,
    })
    expect(writes).toEqual([])
    expect(after).toEqual(before)
    expect(report.outcome).toBe('partial')
    const files = { 'schemas/Bed.json': BED }
    const complete = await stack.run(connector, documentOf(paths, schemas), { options: REMOVE, files })
    expect(complete.outcome).toBe('unchanged')
    expect(stack.contents(connector)).toEqual(before)
  }
})

test('an incomplete version is not published', async () => {
  const second = documentOf({ '/beds': FULL['/beds'], '/tools': { $ref: 'gone.yaml' } })
  const options = { publish: true, confirm: true }
  const { report, writes } = await importTwice('unpublished', documentOf(FULL), second, { options })
  expect(report.outcome).toBe('partial')
  expect(report.diagnostics.map(({ code }) => code)).toContain('not-published')
  expect(writes).toEqual([])
})

test('a document can be imported in parts; only delete-filtered removes what a filter excludes', async () => {
  const document = documentOf({
    '/beds': { get: operation('listBeds', undefined, { tags: ['beds'] }) },
    '/tools': { get: operation('listTools', undefined, { tags: ['tools'] }) },
  })
  stack.seed('parts')
  for (const tag of ['beds', 'tools']) await stack.run('parts', document, { options: { ...REMOVE, includeTag: [tag] } })
  expect(stack.contents('parts').actions.map(({ name }) => name)).toEqual(['listBeds', 'listTools'])
  expect(stack.contents('parts').definitions).toHaveLength(2)
  const again = await stack.run('parts', document, { options: { ...REMOVE, includeTag: ['tools'] } })
  expect(again.outcome).toBe('unchanged')
  expect(actionOf(again, 'listBeds')).toMatchObject([{ change: 'skip', reason: 'Skipped: no includeTag matches.' }])
  const narrowed = await stack.run('parts', document, {
    options: { removed: 'delete-filtered', confirm: true, includeTag: ['tools'] },
  })
  expect(actionOf(narrowed, 'listBeds')).toMatchObject([
    { change: 'remove', status: 'done', reason: 'Skipped: no includeTag matches.' },
  ])
  expect(narrowed.counts).toMatchObject({ operations: 2, actions: { removed: 1, unchanged: 1, skipped: 0 } })
  expect(stack.contents('parts').actions.map(({ name }) => name)).toEqual(['listTools'])
  expect(stack.contents('parts').definitions).toHaveLength(1)
  const created = await stack.run('parts', document)
  expect(actionOf(created, 'listBeds')).toMatchObject([{ change: 'create', status: 'done' }])
})

test('a definition that the document no longer has is reported as kept', async () => {
  const schemas = { Tool: { type: 'object', properties: { name: { type: 'string' } } } }
  const linked = { ...FULL, '/tools': { get: operation('listTools', { $ref: '#/components/schemas/Tool' }) } }
  const second = documentOf({ '/beds': FULL['/beds'] }, schemas)
  const { report } = await importTwice('leaving', documentOf(linked, schemas), second)
  expect(report.outcome).toBe('unchanged')
  expect(definitionOf(report, 'Tool')).toMatchObject([
    { change: 'keep', status: 'skipped', reason: expect.stringContaining('--removed delete') },
  ])
  const removed = await stack.run('leaving', second, { options: REMOVE })
  expect(definitionOf(removed, 'Tool')).toMatchObject([{ change: 'remove', status: 'done' }])
})

test('another name of a path parameter is a rename', async () => {
  const beds = (name: string) => ({
    [`/beds/{${name}}`]: {
      get: {
        tags: ['beds'],
        parameters: [{ name, in: 'path', required: true, schema: { type: 'string' } }],
        responses: { 204: { description: 'Done' } },
      },
    },
  })
  const { report, after } = await importTwice('braces', documentOf(beds('id')), documentOf(beds('bedId')))
  expect(report.actions).toMatchObject([{ change: 'update', status: 'done', path: '/beds/{bedId}' }])
  expect(after.actions).toHaveLength(1)
})

test('a ledger without lost content changes nothing, and is completed', async () => {
  const lossy = documentOf(FULL, {})
  const document = (summary: string) => ({
    ...lossy,
    paths: { '/beds': { get: operation('listBeds', { $ref: 'gone.json' }, { summary }) } },
  })
  stack.seed('old')
  await stack.run('old', document('Beds'))
  const s3 = new S3Client({ forcePathStyle: true })
  const object = { Bucket: stack.stack().environment.BUCKET ?? '', Key: `ledgers/${ORGANISATION}/old/v1.json.gz` }
  const read = async () => {
    const { Body } = await s3.send(new GetObjectCommand(object))
    return gunzipSync((await Body?.transformToByteArray()) ?? new Uint8Array()).toString()
  }
  const written = await read()
  expect(written).toContain('"lost"')
  const old = written.replaceAll(/,"lost":\[[^\]]*\]/g, '')
  await s3.send(new PutObjectCommand({ ...object, Body: gzipSync(old) }))
  const writes = await stack.writesDuring(async () => {
    expect(await stack.run('old', document('Beds'))).toMatchObject({ outcome: 'partial' })
  })
  expect(writes).toEqual([])
  expect(await read()).toBe(written)
  expect(await stack.run('old', document('All beds'))).toMatchObject({
    outcome: 'partial',
    counts: { actions: { updated: 1 } },
  })
})

test('a fresh draft keeps what could not be read', async () => {
  const Bed = { type: 'object', properties: { length: { type: 'number' } } }
  const beds = (schema: unknown, summary: string) => ({ get: operation('listBeds', schema, { summary }) })
  const first = documentOf({ ...FULL, '/beds': beds({ $ref: '#/components/schemas/Bed' }, 'Beds') }, { Bed })
  const second = documentOf({
    '/beds': beds({ $ref: 'gone.json' }, 'All beds'),
    '/tools': { $ref: 'gone.json' },
    '/seeds': { get: operation('listSeeds') },
  })
  stack.seed('fresh')
  await stack.run('fresh', first)
  const { actions, definitions } = stack.contents('fresh')
  await stack.run(
    'fresh',
    documentOf({ ...FULL, '/beds': beds({ $ref: '#/components/schemas/Bed' }, 'Our beds') }, { Bed }),
  )
  stack.platform().faults = { notImplemented: ['PUT actions', 'DELETE actions'], notImplementedStatus: 501 }
  const changed = documentOf(
    { '/beds': beds({ $ref: '#/components/schemas/Bed' }, 'Beds'), '/tools': { $ref: 'gone.json' } },
    { Bed },
  )
  const report = await stack.run('fresh', changed, { options: REMOVE })
  expect(report).toMatchObject({ outcome: 'partial', target: { version: 'v1-r2' } })
  expect(stack.contents('fresh', 'v1-r2')).toEqual({ actions, triggers: [], definitions })
  const again = await stack.run('fresh', second, { options: REMOVE })
  expect(again).toMatchObject({ outcome: 'partial', target: { version: 'v1-r2' } })
  expect(actionOf(again, 'listBeds')).toMatchObject([{ change: 'keep' }])
  expect(definitionOf(again, 'listBeds_Response_200')).toMatchObject([{ change: 'skip' }])
})
