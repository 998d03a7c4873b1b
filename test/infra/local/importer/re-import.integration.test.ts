import { readFile } from 'node:fs/promises'
import { DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import type { Report } from '../../../../lib/report/report.ts'
import { ORGANISATION } from '../connect-emulator/harness.ts'
import { type Changes, useStack } from './support.ts'

/** The sample document of the project, imported repeatedly. */
const LIBRARY = await readFile('examples/library.yaml', 'utf8')
const stack = useStack()

/** Returns the library with strings replaced. @throws Error if a string is missing */
const library = (replacements: Readonly<Record<string, string>> = {}): string =>
  Object.entries(replacements).reduce((text, [before, after]) => {
    if (!text.includes(before)) throw new Error(`The document has no ${before}.`)
    return text.replace(before, after)
  }, LIBRARY)

const PUBLISH = { publish: true, confirm: true }
const RELABELLED = { 'summary: List books': 'summary: List all books' }
/** Returns the library without some operations; a path item without operations is kept, empty. */
const without = (...operationIds: string[]): string => {
  const parts = LIBRARY.split(/(?=^ {4}(?:get|post|delete):$|^ {2}\/|^components:$)/m)
  return parts.filter(part => !operationIds.some(id => part.includes(`operationId: ${id}`))).join('')
}

const { call } = stack

/** Edits an action on the platform, as a person. */
const edit = async (connector: string, action: string, fields: object, version = 'v1') => {
  const { errors: _errors, ...stored } = await call('GET', connector, `${version}/actions/${action}`)
  await call('PUT', connector, `${version}/actions/${action}`, { ...stored, ...fields })
}

/** Writes of an import as `METHOD path`, sorted. */
const importAgain = async (connector: string, document: string, changes: Changes = {}) => {
  const before = stack.platform().requests.length
  const report = await stack.run(connector, document, changes)
  const requests = stack.platform().requests.slice(before)
  const writes = requests.filter(({ method }) => method !== 'GET')
  return {
    report,
    writes: writes.map(({ method, path }) => `${method} ${path.replace(/^.*\/versions\/?/, '')}`).toSorted(),
    reads: requests.length - writes.length,
  }
}

const actionOf = (report: Report, name: string) => report.actions.find(action => action.name === name)

test('an unchanged document makes no write and few reads', async () => {
  stack.seed('same')
  await stack.run('same', library())
  const { report, writes, reads } = await importAgain('same', library())
  expect(report.outcome).toBe('unchanged')
  expect(writes).toEqual([])
  expect(reads).toBeLessThanOrEqual(2 + 5)
})

test('a change of one operation causes one write', async () => {
  stack.seed('one')
  await stack.run('one', library())
  const { report, writes } = await importAgain('one', library(RELABELLED))
  expect(report.outcome).toBe('succeeded')
  expect(writes).toEqual(['PUT v1/actions/listBooks'])
  expect(actionOf(report, 'listBooks')).toMatchObject({
    change: 'update',
    status: 'done',
    diff: [{ field: '/summary', before: 'List books', after: 'List all books' }],
  })
  expect((await importAgain('one', library(RELABELLED))).report.outcome).toBe('unchanged')
})

test('a change of one schema causes one write of its definition', async () => {
  stack.seed('schema')
  await stack.run('schema', library())
  const changed = library({ 'Member:\n      type: object': 'Member:\n      title: A member\n      type: object' })
  const { report, writes } = await importAgain('schema', changed)
  expect(writes).toEqual(['PUT v1/definitions/Member'])
  expect(report.definitions.find(({ name }) => name === 'Member')).toMatchObject({ change: 'update', status: 'done' })
})

test('a dry run reports the planned changes and writes nothing', async () => {
  stack.seed('dry')
  await stack.run('dry', library())
  const document = library({ ...RELABELLED, 'operationId: getCover': 'operationId: showCover' })
  const { report, writes } = await importAgain('dry', document, { options: { dryRun: true } })
  expect(report.outcome).toBe('planned')
  expect(writes).toEqual([])
  const { done, total } = (await stack.importer().record(report.importId)) ?? {}
  expect({ done, total }).toEqual({ done: 15, total: 15 })
  expect(actionOf(report, 'listBooks')).toMatchObject({ change: 'update', status: 'planned' })
  expect(actionOf(report, 'addBook')).toMatchObject({ change: 'unchanged' })
})

test('an edit on the platform alone is kept and reported', async () => {
  stack.seed('edited')
  await stack.run('edited', library())
  await edit('edited', 'listBooks', { summary: 'By hand' })
  const { report, writes } = await importAgain('edited', library())
  expect(writes).toEqual([])
  expect(actionOf(report, 'listBooks')).toMatchObject({
    change: 'keep',
    status: 'skipped',
    reason: expect.stringContaining('Edited on the platform'),
    // This one is about the document.
    problems: [{ code: 'parameter-split', severity: 'info' }],
  })
})

test('a change on both sides is a conflict, unless forced', async () => {
  stack.seed('both')
  await stack.run('both', library())
  await edit('both', 'listBooks', { summary: 'By hand' })
  const { report, writes } = await importAgain('both', library(RELABELLED))
  expect(writes).toEqual([])
  expect(actionOf(report, 'listBooks')).toMatchObject({
    change: 'keep',
    diff: [{ field: '/summary', before: 'By hand', after: 'List all books' }],
    problems: [
      { code: 'parameter-split', severity: 'info' },
      { code: 'conflict', severity: 'warning' },
    ],
  })
  const forced = await importAgain('both', library(RELABELLED), { options: { force: true } })
  expect(forced.writes).toEqual(['PUT v1/actions/listBooks'])
})

test('an action of a person under another name is never changed', async () => {
  stack.seed('foreign')
  await stack.run('foreign', library())
  await call('POST', 'foreign', 'v1/actions', {
    type: 'http',
    name: 'mine',
    method: 'GET',
    path: '/mine',
    parameters: [],
    responses: [{ definitions: [] }],
  })
  const options = { removed: 'delete', force: true } as const
  const { report } = await importAgain('foreign', without('lendBook'), { options })
  expect(actionOf(report, 'lendBook')).toMatchObject({ change: 'remove', status: 'done' })
  expect(actionOf(report, 'mine')).toBeUndefined()
  expect(stack.contents('foreign').actions.map(({ name }) => name)).toContain('mine')
})

test('an item that was deleted on the platform is created again', async () => {
  stack.seed('deleted')
  await stack.run('deleted', library())
  const before = stack.contents('deleted')
  await call('DELETE', 'deleted', 'v1/actions/addBook')
  const { writes } = await importAgain('deleted', library())
  expect(writes).toEqual(['POST v1/actions'])
  expect(stack.contents('deleted')).toEqual(before)
})

test('a removed operation is kept by default, and removed on request with the definitions that only it used', async () => {
  stack.seed('gone')
  await stack.run('gone', library())
  const document = without('lendBook', 'removeBook')
  const kept = await importAgain('gone', document)
  expect(kept.writes).toEqual([])
  expect(actionOf(kept.report, 'lendBook')).toMatchObject({
    change: 'keep',
    method: 'POST',
    path: '/members/{id}/loans',
  })
  const removed = await importAgain('gone', document, { options: { removed: 'delete', confirm: true } })
  expect(removed.writes).toEqual([
    'DELETE v1/actions/lendBook',
    'DELETE v1/actions/removeBook',
    'DELETE v1/definitions',
  ])
  expect(removed.report.counts.actions).toMatchObject({ removed: 2, unchanged: 4 })
  expect(stack.contents('gone').definitions.map(({ name }) => name)).not.toContain('lendBook_Request')
})

test('a removed operation that was edited is kept', async () => {
  stack.seed('goneedited')
  await stack.run('goneedited', library())
  await edit('goneedited', 'lendBook', { summary: 'By hand' })
  const { writes } = await importAgain('goneedited', without('lendBook'), { options: { removed: 'delete' } })
  expect(writes).toEqual([])
})

test('a new operationId renames the action', async () => {
  stack.seed('renamed')
  await stack.run('renamed', library())
  const id = (await call('GET', 'renamed', 'v1/actions/getCover')).id
  const { writes, report } = await importAgain(
    'renamed',
    library({ 'operationId: getCover': 'operationId: showCover' }),
  )
  expect(writes).toContain('PUT v1/actions/getCover')
  expect(writes).not.toContain('POST v1/actions')
  expect(actionOf(report, 'showCover')).toMatchObject({ change: 'update', status: 'done', id })
  expect(stack.contents('renamed').actions).toHaveLength(6)
})

const ledgerKeyOf = (connector: string): string => `ledgers/${ORGANISATION}/${connector}/v1.json.gz`

test.each([
  { ledger: 'lost', connector: 'lost', codes: [] },
  { ledger: 'damaged', connector: 'damaged', codes: ['ledger-damaged'] },
])('a $ledger ledger is created again from the platform', async ({ ledger, connector, codes }) => {
  stack.seed(connector)
  await stack.run(connector, library())
  const s3 = new S3Client({ forcePathStyle: true })
  const object = { Bucket: stack.stack().environment.BUCKET ?? '', Key: ledgerKeyOf(connector) }
  await s3.send(ledger === 'lost' ? new DeleteObjectCommand(object) : new PutObjectCommand({ ...object, Body: 'xx' }))
  const { report, writes } = await importAgain(connector, library())
  expect(writes).toEqual([])
  expect(report.diagnostics.map(({ code }) => code).filter(code => code.startsWith('ledger'))).toEqual(codes)
  expect((await importAgain(connector, library(RELABELLED))).writes).toEqual(['PUT v1/actions/listBooks'])
})

const MISSING: readonly { missing: 'PUT actions' | 'DELETE actions'; status: 404 | 405 | 501 }[] = [
  { missing: 'PUT actions', status: 501 },
  { missing: 'PUT actions', status: 404 },
  { missing: 'DELETE actions', status: 405 },
]

test.each(MISSING)(
  'without $missing ($status) a fresh draft reaches the same end state',
  async ({ missing, status }) => {
    const name = `lacking-${missing.slice(0, 3)}-${status}`
    const calm = `${name}-calm`
    const document = without('removeBook').replace('summary: List books', 'summary: List all books')
    const options = { removed: 'delete' } as const
    for (const connector of [name, calm]) {
      stack.seed(connector)
      await stack.run(connector, library())
      await edit(connector, 'getCover', { summary: 'By hand' })
    }
    await stack.run(calm, document, { options })

    stack.platform().faults = { notImplemented: [missing], notImplementedStatus: status }
    const { report } = await importAgain(name, document, { options })
    expect(report).toMatchObject({ outcome: 'succeeded', target: { version: 'v1-r2' } })
    expect(report.diagnostics.map(({ code }) => code)).toContain('version-unchangeable')
    expect(actionOf(report, 'getCover')).toMatchObject({ change: 'keep' })
    expect(stack.contents(name, 'v1-r2').actions).toEqual(stack.contents(calm).actions)

    const again = await importAgain(name, document, { options })
    expect(again.report).toMatchObject({ outcome: 'unchanged', target: { version: 'v1-r2' } })
    expect(again.writes).toEqual([])
  },
)

test('a published version is refused, or imported into a draft created from it', async () => {
  stack.seed('published')
  const first = await stack.run('published', library(), { options: PUBLISH })
  expect(first.outcome).toBe('succeeded')
  const refused = await importAgain('published', library(RELABELLED))
  expect(refused.report).toMatchObject({ outcome: 'failed', reason: expect.stringContaining('--on-published draft') })
  const options = { onPublished: 'draft' } as const
  const { report, writes } = await importAgain('published', library(RELABELLED), { options })
  expect(report).toMatchObject({ outcome: 'succeeded', target: { version: 'v1-r2' } })
  expect(writes).toEqual(['POST ', 'PUT v1-r2/actions/listBooks'])
  const again = await importAgain('published', library(RELABELLED), { options })
  expect(again.report).toMatchObject({ outcome: 'unchanged', target: { version: 'v1-r2' } })
})

test('a version is published only if every item succeeded', async () => {
  stack.seed('publish')
  stack.platform().faults = { rejectActions: ['addBook'] }
  const { report, writes } = await importAgain('publish', library(), { options: PUBLISH })
  expect(report.outcome).toBe('partial')
  expect(writes).not.toContain('POST v1/publish')
  expect(report.diagnostics.map(({ code }) => code)).toContain('not-published')
  stack.platform().faults = {}
  const second = await importAgain('publish', library(), { options: PUBLISH })
  expect(second.writes).toEqual(['POST v1/actions', 'POST v1/publish'])
})

test('a platform without publish in its API does not fail the import', async () => {
  stack.seed('unpublishable')
  stack.platform().faults = { notImplemented: ['publish'], notImplementedStatus: 501 }
  const { report } = await importAgain('unpublishable', library(), { options: PUBLISH })
  expect(report.outcome).toBe('succeeded')
  expect(report.diagnostics).toContainEqual(expect.objectContaining({ code: 'not-published', severity: 'warning' }))
})

test('a new version can be created from another one', async () => {
  stack.seed('from')
  await stack.run('from', library())
  await edit('from', 'getCover', { summary: 'By hand' })
  const { report } = await importAgain('from', library(), { version: 'v2', options: { fromVersion: 'v1' } })
  expect(report).toMatchObject({ outcome: 'unchanged', target: { version: 'v2' } })
  expect(stack.contents('from', 'v2')).toEqual(stack.contents('from', 'v1'))
})
