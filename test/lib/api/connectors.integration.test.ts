import { expect, test } from 'vitest'
import { useApi } from './support/api.ts'
import { member } from './support/event.ts'

const { call, objects, records } = useApi()
const NONE = { created: 0, updated: 0, unchanged: 0, removed: 0, kept: 0, failed: 0, skipped: 0 }
const ENDED = {
  startedAt: '2030-01-01T00:00:00.000Z',
  finishedAt: '2030-01-01T00:01:00.000Z',
  counts: {
    operations: 1,
    ...{ triggers: NONE, actions: { ...NONE, created: 1 }, definitions: NONE },
    diagnostics: { error: 1, warning: 0, info: 2 },
  },
  document: { bytes: 12, sha256: 'abc', title: 'Pets', version: '1' },
  requests: { sent: 2, retried: 0, throttled: 0 },
  done: 1,
  total: 1,
} as const

const finish = (organisationId: string, connectorId: string, version = 'v1') =>
  records().finish(
    `imp-${connectorId}`,
    { ...ENDED, status: 'partial', reason: 'Down.', target: { organisationId, connectorId, version }, reportKey: 'k' },
    true,
  )

test('each connector has its last import', async () => {
  await finish('org', 'crm')
  const { startedAt, finishedAt, counts, document } = ENDED
  expect((await call('GET /connectors', { as: member('org') })).body).toEqual({
    connectors: [
      {
        target: { organisationId: 'org', connectorId: 'crm', version: 'v1' },
        ...{ importId: 'imp-crm', status: 'partial', reason: 'Down.', startedAt, finishedAt, counts, document },
        links: { import: '/imports/imp-crm' },
      },
    ],
  })
})

test('an organisation without imports has no connectors', async () => {
  expect((await call('GET /connectors', { as: member('empty') })).body).toEqual({ connectors: [] })
})

test('has at most 100 connectors per page', async () => {
  for (let i = 0; i < 101; i++) await finish('many', `c${String(i).padStart(3, '0')}`, 'версия#1')
  const first = (await call('GET /connectors', { as: member('many') })).body
  expect(first.connectors).toHaveLength(100)
  const second = (await call(`GET /connectors?next=${first.next}`, { as: member('many') })).body
  expect(second).toMatchObject({ connectors: [{ importId: 'imp-c100' }] })
  expect(second.next).toBeUndefined()
})

test.each([
  ['another organisation', '?organisationId=theirs', ['org'], 403, 'organisation-not-allowed'],
  ['no organisation of several', '', ['a', 'b'], 422, 'invalid-input'],
  ['a damaged position', '?next=bm9uZQ', ['org'], 422, 'invalid-input'],
  ['an unknown parameter', '?connectorId=crm', ['org'], 422, 'invalid-input'],
])('refuses %s', async (_, query, organisations, statusCode, code) => {
  const [first = '', ...more] = organisations
  const as = more.length === 0 ? member(first) : member(organisations)
  expect(await call(`GET /connectors${query}`, { as })).toMatchObject({ statusCode, body: { code } })
})

test('the overview is a page in the bucket with links to the reports', async () => {
  await finish('viewed', 'crm')
  await objects().write('imports/imp-crm/report.html', '<!doctype html>', 'text/html')
  const { body } = await call('GET /overview', { as: member('viewed') })
  const { page } = body.links as { page: string }
  expect(new URL(page).pathname).toMatch(/\/overviews\/viewed\/overview\.html$/)
  const response = await fetch(page)
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
  const [, link = ''] = /<a href="([^"]+)"/.exec(await response.text()) ?? []
  expect(await (await fetch(link.replaceAll('&amp;', '&'))).text()).toBe('<!doctype html>')
  expect((await call('GET /overview?organisationId=other', { as: member('viewed') })).statusCode).toBe(403)
})
