import { S3Client } from '@aws-sdk/client-s3'
import { beforeEach, expect, test } from 'vitest'
import { createHandler } from '../../../../functions/start-on-schedule.ts'
import { createFunctionContext } from '../../../../infra/local/importer/local-import.ts'
import type { LocalDocument } from '../../../../infra/local/importer/upload.ts'
import type { Report } from '../../../../lib/report/report.ts'
import { createObjectStore } from '../../../../lib/store/objects.ts'
import { ORGANISATION } from '../connect-emulator/harness.ts'
import { pets } from './documents.ts'
import { stepsOf, useStack } from './support.ts'

const stack = useStack()

type Options = NonNullable<LocalDocument['options']>

/** The document of another vendor: other title and other operations. */
const OTHER = {
  openapi: '3.1.0',
  info: { title: 'Shop', version: '1.0' },
  servers: [{ url: 'https://api.example.com' }],
  paths: {
    '/orders': { get: { operationId: 'listOrders', tags: ['orders'], responses: { 200: { description: '' } } } },
  },
}

/** Runs an import; returns its report, and its requests that write. */
const importInto = async (connector: string, document: unknown, options: Options, version = 'v1') => {
  const reports: Report[] = []
  const writes = await stack.writesDuring(async () => {
    reports.push(await stack.run(connector, document, { options, version }))
  })
  const [report] = reports
  if (report === undefined) throw new Error('The import has no report.')
  return { report, writes }
}

const versionsOf = (connector: string) =>
  stack
    .platform()
    .state()
    .connectors.find(({ id }) => id === connector)
    ?.versions.map(({ name }) => name)

let connectors = 0
let connector = ''
beforeEach(() => {
  connectors += 1
  connector = `refused-${connectors}`
})

const REFUSED: readonly { when: string; document?: unknown; options: Options; codes?: string[]; reason: RegExp }[] = [
  {
    when: 'a filter has a typing error',
    options: { includeTag: ['nope'], removed: 'delete', confirm: true },
    reason: /^The filters exclude all 8 operations of the document.*includeTag "nope"/,
  },
  {
    when: 'the dry run of a filter with a typing error',
    options: { includeTag: ['nope'], dryRun: true },
    reason: /^The filters exclude all 8 operations/,
  },
  {
    when: 'a quarter of the actions would be deleted',
    document: pets(3),
    options: { removed: 'delete' },
    codes: ['deletes'],
    reason: /It deletes 2 of 8 actions of earlier imports \(getPet3, putPet3\)/,
  },
  {
    when: 'filters would delete most actions',
    options: { removed: 'delete-filtered', includePath: ['/pets0/*'] },
    codes: ['deletes'],
    reason: /It deletes 6 of 8 actions/,
  },
  {
    when: 'the document is that of another vendor',
    document: OTHER,
    options: { removed: 'delete' },
    codes: ['deletes', 'title'],
    reason: /It deletes all 8 actions .*, and 4 definitions\. The document has the title "Shop".*"Pets"/,
  },
  { when: 'the title differs', document: OTHER, options: {}, codes: ['title'], reason: /has the title "Shop"/ },
  { when: 'the version is to be published', options: { publish: true }, codes: ['publish'], reason: /It publishes/ },
]

test.each(REFUSED)('nothing is written: where $when', async ({ document = pets(), options, codes, reason }) => {
  stack.seed(connector)
  await stack.run(connector, pets())
  const before = stack.contents(connector)
  const { report, writes } = await importInto(connector, document, options)
  expect(report).toMatchObject({ outcome: 'refused', reason: expect.stringMatching(reason) })
  expect(report.confirm?.map(({ code }) => code)).toEqual(codes)
  expect(writes).toEqual([])
  expect(await stack.importer().record(report.importId)).toMatchObject({ status: 'refused', reason: report.reason })
  if (codes === undefined) return
  expect([...report.actions, ...report.definitions].some(({ status }) => status === 'done')).toBe(false)

  // The refused import has not changed the ledger either.
  const again = await importInto(connector, document, options)
  expect(again.report.confirm?.map(({ code }) => code)).toEqual(codes)
  const dry = await importInto(connector, document, { ...options, dryRun: true })
  expect(dry.report.outcome).toBe('planned')
  expect(dry.report.diagnostics.filter(({ code }) => code === 'confirmation-needed')).toHaveLength(codes.length)
  expect(stack.contents(connector)).toEqual(before)

  const confirmed = await importInto(connector, document, { ...options, confirm: true })
  expect(confirmed.report.outcome).toMatch(/succeeded|unchanged/)
  expect(confirmed.report).not.toHaveProperty('confirm')
})

test('an import of the same document after a confirmed one is not refused', async () => {
  stack.seed(connector)
  await stack.run(connector, pets())
  await stack.run(connector, OTHER, { options: { confirm: true } })
  expect((await importInto(connector, OTHER, { removed: 'delete' })).report.confirm).toMatchObject([
    { code: 'deletes' },
  ])
  expect((await importInto(connector, OTHER, {})).report.outcome).toBe('unchanged')
})

test.each<{ when: string; options: Options }>([
  { when: 'a filter has a typing error', options: { createConnector: true, includeTag: ['nope'] } },
  { when: 'publishing is not confirmed', options: { createConnector: true, publish: true } },
])('no connector is created: where $when', async ({ options }) => {
  const named = { connectorName: connector }
  const { report, writes } = await importInto(connector, pets(), { ...options, ...named })
  expect(report.outcome).toBe('refused')
  expect(writes).toEqual([])
  const [steps, before] = [await stepsOf(stack.stack(), report.importId), stack.platform().state().connectors.length]
  expect(steps).not.toContain('connector-create')
  const confirmed = await importInto(connector, pets(), {
    ...named,
    createConnector: true,
    publish: true,
    confirm: true,
  })
  expect(confirmed.report.outcome).toBe('succeeded')
  expect(stack.platform().state().connectors).toHaveLength(before + 1)
})

test.each<{ when: string; options: Options }>([
  { when: 'a filter has a typing error', options: { includeTag: ['nope'] } },
  { when: 'publishing is not confirmed', options: { publish: true } },
  { when: 'most actions of the copied version would be deleted', options: { fromVersion: 'v1', removed: 'delete' } },
])('no version is created: where $when', async ({ options }) => {
  stack.seed(connector)
  await stack.run(connector, pets())
  const document = options.fromVersion === undefined ? pets() : pets(1)
  expect(await importInto(connector, document, options, 'v2')).toMatchObject({
    report: { outcome: 'refused' },
    writes: [],
  })
  expect(versionsOf(connector)).toEqual(['v1'])
  if (options.fromVersion === undefined) return
  const { report } = await importInto(connector, document, { ...options, confirm: true }, 'v2')
  expect(report).toMatchObject({ outcome: 'succeeded', target: { version: 'v2' }, counts: { actions: { removed: 6 } } })
  expect(stack.contents(connector, 'v2').actions).toHaveLength(2)
  expect(stack.contents(connector, 'v1').actions).toHaveLength(8)
})

test('a scheduled import is refused until import.json has the confirmation', async () => {
  stack.seed(connector)
  await stack.run(connector, pets(), { options: { removed: 'delete' } })
  const importer = stack.importer()
  const runSchedule = createHandler(importer.environment)
  const folder = `documents/${ORGANISATION}/${connector}/v1/`
  const objects = createObjectStore(new S3Client({ forcePathStyle: true }), importer.environment.BUCKET ?? '')
  const scheduled = async (hour: number): Promise<Report | undefined> => {
    const event = { scheduledAt: `2030-01-01T0${hour}:00:00Z` }
    const { started } = await runSchedule(event, createFunctionContext('start-on-schedule'))
    const reports = await Promise.all(started.map(id => importer.finish(id)))
    return reports.find(({ target }) => target.connectorId === connector)
  }
  await objects.write(`${folder}api.json`, JSON.stringify(pets(1)), 'application/json')
  expect(await scheduled(1)).toMatchObject({ outcome: 'refused', caller: 'schedule', confirm: [{ code: 'deletes' }] })
  expect(await scheduled(2)).toMatchObject({ outcome: 'refused' })
  await objects.write(`${folder}import.json`, '{"removed":"delete","confirm":true}', 'application/json')
  expect(await scheduled(3)).toMatchObject({ outcome: 'succeeded', counts: { actions: { removed: 6 } } })
})

test('an import that publishes without a confirmation does not wait for another import', async () => {
  stack.seed(connector)
  const { report } = await importInto(connector, pets(), { publish: true })
  expect(await stepsOf(stack.stack(), report.importId)).not.toContain('hold')
  expect(report).toMatchObject({ outcome: 'refused', counts: { actions: { created: 8 } } })
})

const storedOptions = async () => {
  const importer = stack.importer()
  const folder = `documents/${ORGANISATION}/${connector}/v1/`
  const objects = createObjectStore(new S3Client({ forcePathStyle: true }), importer.environment.BUCKET ?? '')
  return JSON.parse(Buffer.from((await objects.read(`${folder}import.json`)) ?? []).toString())
}

test('a confirmation is for one import: the next scheduled one asks again', async () => {
  stack.seed(connector)
  await stack.run(connector, pets())
  await stack.run(connector, pets(1), {
    options: { removed: 'delete', confirm: true, force: true, resolve: { listPets0: 'document' } },
  })
  expect(await storedOptions()).toEqual({ removed: 'delete', document: 'api.json' })
})

test('the document of a plan that no longer applies is not written by a later re-import', async () => {
  stack.seed(connector)
  const options = { expect: 'a'.repeat(64), force: true }
  expect((await stack.run(connector, pets(1), { options })).outcome).toBe('refused')
  expect(await storedOptions()).toEqual({ expect: options.expect, document: 'api.json' })
})

/** Returns the keys and the root of the stored documents, with those that are kept while a newer one is decided. */
const storedDocuments = async () => {
  const { environment } = stack.importer()
  const objects = createObjectStore(new S3Client({ forcePathStyle: true }), environment.BUCKET ?? '')
  const place = `${ORGANISATION}/${connector}/v1/`
  const keysOf = async (root: string) => {
    const prefix = `${root}/${place}`
    const keys: string[] = []
    for await (const key of objects.list(prefix)) keys.push(key.slice(prefix.length))
    return keys
  }
  const root = Buffer.from((await objects.read(`documents/${place}api.json`)) ?? []).toString()
  return {
    documents: await keysOf('documents'),
    accepted: await keysOf('accepted'),
    title: JSON.parse(root).info.title,
  }
}

test('a refused document does not take the place of the one that a re-import uses', async () => {
  stack.seed(connector)
  const options = { removed: 'delete' as const, excludeTag: ['nope'] }
  await stack.run(connector, pets(), { options, files: { 'part.json': {} } })
  const accepted = { documents: ['api.json', 'import.json', 'part.json'], accepted: [], title: 'Pets' }
  expect(await storedDocuments()).toEqual(accepted)
  for (let times = 0; times < 2; times++) {
    const refused = await stack.run(connector, OTHER, { files: { 'other.json': {} } })
    expect(refused.outcome).toBe('refused')
    expect(await storedDocuments()).toEqual(accepted)
    expect(await storedOptions()).toEqual({ ...options, document: 'api.json' })
  }
  await stack.run(connector, OTHER, { options: { confirm: true } })
  expect(await storedDocuments()).toEqual({ documents: ['api.json', 'import.json'], accepted: [], title: 'Shop' })
})

test('the accepted document outlasts a newer one that was cancelled or interrupted before it is refused', async () => {
  stack.seed(connector)
  await stack.run(connector, pets())
  const importer = stack.importer({ overrides: { isCancelled: () => true } })
  const document = {
    target: { organisationId: ORGANISATION, connectorId: connector, version: 'v1' },
    options: {},
    root: 'api.json',
  }
  const files = new Map([
    ['api.json', Buffer.from(JSON.stringify({ ...OTHER, info: { title: 'Bank', version: '1' } }))],
  ])
  const importId = await importer.start({ ...document, files })
  const [report] = await Promise.all([importer.finish(importId), importer.cancel(importId)])
  expect(report.outcome).toBe('cancelled')
  expect(await storedDocuments()).toMatchObject({ title: 'Bank', accepted: ['api.json', 'import.json'] })
  expect((await stack.run(connector, OTHER)).outcome).toBe('refused')
  expect(await storedDocuments()).toMatchObject({ title: 'Pets', accepted: [] })
})

test('a document of the same title on another host is refused', async () => {
  stack.seed(connector)
  await stack.run(connector, pets())
  const moved = { ...pets(), servers: [{ url: 'https://other.example' }] }
  const { report, writes } = await importInto(connector, moved, {})
  expect(report).toMatchObject({ outcome: 'refused', confirm: [{ code: 'host' }] })
  expect(writes).toEqual([])
  await stack.run(connector, moved, { options: { confirm: true } })
  expect((await importInto(connector, moved, {})).report.outcome).toBe('unchanged')
})
