import { expect, test } from 'vitest'
import { useApi } from './support/api.ts'
import { member } from './support/event.ts'

const { call, objects, records } = useApi()
const counts = { created: 1, updated: 0, unchanged: 0, removed: 0, kept: 0, failed: 0, skipped: 0 }
const targetOf = (organisationId: string, connectorId = 'con', version = 'v1') => ({
  organisationId,
  connectorId,
  version,
})
const begun = { status: 'running', phase: 'actions', startedAt: '2030-01-01T00:00:00.000Z', done: 2, total: 9 } as const

test('a running import has its progress', async () => {
  await records().save('imp-running', { ...begun, target: targetOf('org') })
  expect((await call('GET /imports/imp-running', { as: member('org') })).body).toEqual({
    importId: 'imp-running',
    target: targetOf('org'),
    status: 'running',
    progress: { phase: 'actions', done: 2, total: 9 },
    startedAt: begun.startedAt,
    links: { self: '/imports/imp-running' },
  })
})

test('a finished import has its counts, and links to the report for 15 minutes', async () => {
  const reportKey = 'imports/imp-ended/report.json'
  await objects().write(reportKey, '{"schema":1}', 'application/json')
  await objects().write('imports/imp-ended/report.html', '<!doctype html>', 'text/html')
  await objects().write('imports/imp-ended/changelog.md', '# Pets', 'text/markdown')
  const document = { bytes: 12, sha256: 'abc', title: 'Pets', version: '1' }
  const ended = {
    ...begun,
    status: 'failed',
    reason: 'Down.',
    finishedAt: '2030-01-01T00:01:00.000Z',
    counts: {
      operations: 1,
      triggers: counts,
      actions: counts,
      definitions: counts,
      diagnostics: { error: 1, warning: 0, info: 2 },
      impact: { breaking: 1, compatible: 0, annotation: 0 },
    },
    document,
  } as const
  await records().save('imp-ended', { ...ended, target: targetOf('org'), reportKey })
  const { body } = await call('GET /imports/imp-ended', { as: member('org') })
  const { status, reason, finishedAt } = ended
  expect(body).toMatchObject({ status, reason, finishedAt, counts: ended.counts, document })
  // The phase in which it ended has no meaning.
  expect(body.progress).toEqual({ done: 2, total: 9 })
  const { report, page, changelog } = body.links as { report: string; page: string; changelog: string }
  expect(await (await fetch(report)).json()).toEqual({ schema: 1 })
  expect(await (await fetch(page)).text()).toBe('<!doctype html>')
  expect(await (await fetch(changelog)).text()).toBe('# Pets')
  expect(new URL(report).searchParams.get('X-Amz-Expires')).toBe('900')
  const left = Date.parse(String(body.linksExpireAt)) - Date.now()
  expect(left).toBeGreaterThan(14 * 60_000)
  expect(left).toBeLessThanOrEqual(15 * 60_000)
})

test('an import of another organisation is no different from one that is not there', async () => {
  await records().save('imp-theirs', { ...begun, target: targetOf('theirs') })
  const theirs = await call('GET /imports/imp-theirs', { as: member('org') })
  expect(theirs).toMatchObject({ statusCode: 404, body: { code: 'no-such-import' } })
  expect(theirs).toEqual(await call('GET /imports/imp-nobody', { as: member('org') }))
  expect(theirs).toEqual(await call('GET /imports/..%2Fimp', { as: member('org') }))
})

const seedHistory = async (connectorId: string, count: number) => {
  for (let i = 0; i < count; i++)
    await records().save(`imp-${connectorId}-${i}`, {
      ...begun,
      target: targetOf('org', connectorId, i % 2 === 0 ? 'even' : 'odd'),
      startedAt: `2030-01-01T00:00:${String(i).padStart(2, '0')}.000Z`,
    })
}
const idsOf = (body: Record<string, unknown>): unknown[] =>
  (body.imports as { importId: string }[]).map(({ importId }) => importId)

/** Returns the ids of each page of the history. */
const pages = async (query: string): Promise<unknown[][]> => {
  const found: unknown[][] = []
  let next = ''
  do {
    const { body } = await call(`GET /imports?${query}${next}`, { as: member('org') })
    found.push(idsOf(body))
    next = body.next === undefined ? '' : `&next=${body.next}`
  } while (next !== '')
  return found
}

test('the history of a connector is listed newest first, in pages', async () => {
  await seedHistory('paged', 45)
  await records().save('imp-other', { ...begun, target: targetOf('org', 'unpaged') })
  const found = await pages('connectorId=paged')
  expect(found.map(page => page.length)).toEqual([20, 20, 5])
  expect(found.flat()).toEqual(Array.from({ length: 45 }, (_, i) => `imp-paged-${44 - i}`))
})

test('the history of one version has full pages without other versions', async () => {
  await seedHistory('versions', 50)
  const found = await pages('connectorId=versions&version=odd')
  expect(found.map(page => page.length)).toEqual([20, 5])
  expect(found.flat()).toEqual(Array.from({ length: 25 }, (_, i) => `imp-versions-${49 - 2 * i}`))
})

test('a full last page has no next', async () => {
  await seedHistory('full', 20)
  expect((await pages('connectorId=full')).map(page => page.length)).toEqual([20])
})

test('a connector without imports has an empty history', async () => {
  expect((await call('GET /imports?connectorId=none', { as: member('org') })).body).toEqual({ imports: [] })
})

test('a history contains imports of one organisation only', async () => {
  await records().save('imp-secret', { ...begun, target: targetOf('theirs', 'shared') })
  await records().save('imp-ours', { ...begun, target: targetOf('org', 'shared') })
  const own = await call('GET /imports?connectorId=shared', { as: member('org') })
  expect(idsOf(own.body)).toEqual(['imp-ours'])
  const theirs = await call('GET /imports?connectorId=shared&organisationId=theirs', { as: member('org') })
  expect(theirs).toMatchObject({ statusCode: 403, body: { code: 'organisation-not-allowed' } })
})

test('a position of another history is looked up in the requested history', async () => {
  const next = Buffer.from('2031-01-01T00:00:00.000Z#imp-secret').toString('base64url')
  await records().save('imp-mine', { ...begun, target: targetOf('org', 'moved') })
  const { body } = await call(`GET /imports?connectorId=moved&next=${next}`, { as: member('org') })
  expect(idsOf(body)).toEqual(['imp-mine'])
})

test('a caller with several organisations must name one', async () => {
  const as = member(['org', 'other'])
  expect(await call('GET /imports?connectorId=c', { as })).toMatchObject({
    statusCode: 422,
    body: { errors: [{ pointer: '?organisationId' }] },
  })
  expect(await call('GET /imports?connectorId=c&organisationId=other', { as })).toMatchObject({ statusCode: 200 })
})

test.for([
  '',
  '?connectorId=',
  '?connectorId=a%23b',
  '?connectorId=c&next=AAAA',
  '?connectorId=c&page=2',
  '?connectorId=c&version=a/b',
])('the query "%s" is refused with a pointer', async query => {
  const answer = await call(`GET /imports${query}`, { as: member('org') })
  expect(answer).toMatchObject({ statusCode: 422, body: { errors: [{ pointer: expect.stringMatching(/^\?\w+$/) }] } })
})
