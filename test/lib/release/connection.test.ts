import { expect, test } from 'vitest'
import { NO_FILTER } from '../../../lib/conversion/filter.ts'
import { makePlan, type PlanOptions } from '../../../lib/conversion/make-plan.ts'
import { classify } from '../../../lib/release/classify.ts'
import { partsOf } from '../../../lib/release/connection-parts.ts'
import { releaseOf } from '../../../lib/release/release.ts'

type Json = Readonly<Record<string, unknown>>

const operation = (operationId: string, ...security: Json[]) => ({
  get: { operationId, responses: { 204: { description: 'Done.' } }, ...(security.length > 0 && { security }) },
})

const documentOf = (more: Json, paths: Json = { '/books': operation('findBooks', { key: [] }) }): Json => ({
  openapi: '3.1.0',
  info: { title: 'Library', version: '1' },
  paths,
  ...more,
})

const schemes = (securitySchemes: Json) => ({ components: { securitySchemes } })
const servers = (...urls: string[]) => ({ servers: urls.map(url => ({ url })) })

const releaseWith = (document: Json, options: PlanOptions = {}) => {
  const planned = makePlan(new Map([['', document]]), '', options)
  if (!planned.ok) throw new Error(planned.problem.message)
  return releaseOf(planned.plan)
}

/** Returns the rules and kinds of the changes of a connection. */
const changesOf = (before: Json, after: Json, options: readonly [PlanOptions?, PlanOptions?] = []) =>
  partsOf(classify(releaseWith(before, options[0]), releaseWith(after, options[1])).connection).flatMap(({ value }) =>
    value.reasons.map(({ rule, kind }) => `${rule}: ${kind}`),
  )

const KEY = { type: 'apiKey', name: 'X-Key', in: 'header' }
const BASIC = { type: 'http', scheme: 'basic' }
const FLOW = {
  tokenUrl: 'https://login.example/token',
  authorizationUrl: 'https://login.example/authorize',
  scopes: { read: '' },
}
const oauth = (flow: Json, name = 'authorizationCode') => ({ type: 'oauth2', flows: { [name]: flow } })

test.each<{ name: string; from: Json; to: Json; want: string[] }>([
  { name: 'an API key in a query', from: KEY, to: { ...KEY, in: 'query' }, want: ['scheme-changed: breaking'] },
  {
    name: 'another name of a query',
    from: { ...KEY, in: 'query' },
    to: { ...KEY, in: 'query', name: 'x-key' },
    want: ['scheme-changed: breaking'],
  },
  { name: 'another case of a header', from: KEY, to: { ...KEY, name: 'x-KEY' }, want: [] },
  { name: 'a bearer token', from: BASIC, to: { ...BASIC, scheme: 'Bearer' }, want: ['scheme-changed: breaking'] },
  { name: 'another case of the scheme', from: BASIC, to: { ...BASIC, scheme: 'BASIC' }, want: [] },
  { name: 'an API key for a password', from: BASIC, to: KEY, want: ['scheme-changed: breaking'] },
  { name: 'a certificate', from: KEY, to: { type: 'mutualTLS' }, want: ['scheme-changed: breaking'] },
  {
    name: 'OAuth for a password',
    from: BASIC,
    to: oauth(FLOW),
    want: ['scheme-removed: breaking', 'scheme-added: compatible'],
  },
  {
    name: 'another URL of tokens',
    from: oauth(FLOW),
    to: oauth({ ...FLOW, tokenUrl: 'https://login.example/v2' }),
    want: ['scheme-changed: breaking'],
  },
  {
    name: 'a password in a URL',
    from: oauth(FLOW),
    to: oauth({ ...FLOW, tokenUrl: 'https://u:p@login.example/token?client_secret=x' }),
    want: [],
  },
  {
    name: 'the URL of tokens for refreshing',
    from: oauth(FLOW),
    to: oauth({ ...FLOW, refreshUrl: FLOW.tokenUrl }),
    want: [],
  },
  {
    name: 'another URL of devices',
    from: oauth({ ...FLOW, deviceAuthorizationUrl: 'https://login.example/a' }, 'deviceAuthorization'),
    to: oauth({ ...FLOW, deviceAuthorizationUrl: 'https://login.example/b' }, 'deviceAuthorization'),
    want: ['scheme-changed: breaking'],
  },
  { name: 'fewer scopes', from: oauth(FLOW), to: oauth({ ...FLOW, scopes: {} }), want: ['scheme-changed: breaking'] },
  {
    name: 'another text of a scope',
    from: oauth(FLOW),
    to: oauth({ ...FLOW, scopes: { read: 'Read.' } }),
    want: ['scheme-text-changed: annotation'],
  },
  {
    name: 'another format of a token',
    from: BASIC,
    to: { ...BASIC, bearerFormat: 'JWT' },
    want: ['scheme-text-changed: annotation'],
  },
  {
    name: 'another type that is not known',
    from: { type: 'x' },
    to: { type: 'y' },
    want: ['scheme-changed: breaking'],
  },
  {
    name: 'a scheme that can not be read',
    from: oauth(FLOW),
    to: { $ref: '#/components/securitySchemes/gone' },
    want: [],
  },
  {
    name: 'a scheme that can be read again',
    from: { $ref: '#/components/securitySchemes/gone' },
    to: oauth(FLOW),
    want: [],
  },
])('security scheme with $name', ({ from, to, want }) => {
  expect(changesOf(documentOf(schemes({ key: from })), documentOf(schemes({ key: to })))).toEqual(want)
})

const SECURED = documentOf(schemes({ key: KEY, login: BASIC }), {
  '/books': operation('findBooks', { key: [] }),
  '/admin': operation('administer', { login: [] }),
})
const only = (...includePath: string[]) => ({ filter: { ...NO_FILTER, includePath } })

test('schemes of operations that are not imported have no effect', () => {
  const { components: _, ...rest } = SECURED
  const changed = { ...rest, ...schemes({ key: KEY, login: KEY }) }
  const removed = { ...rest, ...schemes({ key: KEY }) }
  expect(changesOf(SECURED, changed)).toEqual(['scheme-changed: breaking'])
  expect(changesOf(SECURED, removed)).toEqual(['scheme-removed: breaking'])
  for (const after of [changed, removed])
    expect(changesOf(SECURED, after, [only('/books'), only('/books')])).toEqual([])
})

test('a filter that includes other operations removes no scheme, and requires none', () => {
  expect(changesOf(SECURED, SECURED, [{}, only('/books')])).toEqual([])
  expect(changesOf(SECURED, SECURED, [only('/books')])).toEqual(['scheme-added: compatible'])
  const open = { ...SECURED, paths: { ...(SECURED.paths as Json), '/open': operation('readOpen') } }
  expect(changesOf(open, open, [only('/open')])).toEqual(['scheme-added: compatible', 'scheme-added: compatible'])
})

const A = 'https://api.example.com/v1'
const B = 'https://eu.example.com/v1'
const PROXY = 'https://proxy.example/books'

test.each<{ name: string; from: string[]; to: string[]; baseUrl?: string; want: string[] }>([
  { name: 'another host', from: [A], to: [B], want: ['server-changed: breaking'] },
  { name: 'another base path', from: [A], to: ['https://api.example.com/v2'], want: ['server-changed: breaking'] },
  { name: 'a shorter base path', from: [A], to: ['https://api.example.com'], want: ['server-changed: breaking'] },
  {
    name: 'a longer base path, without a base URL',
    from: ['https://api.example.com'],
    to: [A],
    want: ['server-changed: breaking'],
  },
  {
    name: 'a longer base path, in the actions',
    from: ['https://api.example.com'],
    to: [A],
    baseUrl: 'https://api.example.com',
    want: [],
  },
  {
    name: 'other base paths, in the actions',
    from: [A],
    to: ['https://api.example.com/v2'],
    baseUrl: 'https://api.example.com',
    want: [],
  },
  {
    name: 'the base URL of the connector',
    from: [A],
    to: [B],
    baseUrl: B,
    want: ['server-removed: compatible', 'server-added: compatible'],
  },
  { name: 'a server less', from: [A, B], to: [A], want: ['server-removed: compatible'] },
  { name: 'the first server less', from: [A, B], to: [B], want: ['server-changed: breaking'] },
  {
    name: 'the first server less, which is not the base URL',
    from: [A, B],
    to: [B],
    baseUrl: B,
    want: ['server-removed: compatible'],
  },
  { name: 'servers that a proxy hides', from: [A], to: [B], baseUrl: PROXY, want: ['server-changed: breaking'] },
  { name: 'a server more, behind a proxy', from: [A], to: [A, B], baseUrl: PROXY, want: ['server-added: compatible'] },
  {
    name: 'another scheme',
    from: ['http://api.example.com/v1'],
    to: [A],
    want: ['server-removed: compatible', 'server-added: compatible'],
  },
  { name: 'servers for the first time', from: [], to: [A], baseUrl: PROXY, want: ['server-added: compatible'] },
  { name: 'no servers any more', from: [A], to: [], want: ['server-removed: compatible'] },
  { name: 'a relative server for the first time', from: ['/'], to: ['/'], want: [] },
  { name: 'another relative server', from: ['/v1'], to: ['/v2'], want: ['server-changed: breaking'] },
  {
    name: 'the host of a relative server',
    from: ['/v1'],
    to: [A],
    want: ['server-removed: compatible', 'server-added: compatible'],
  },
  { name: 'a password in the URL', from: [A], to: ['https://u:p@api.example.com/v1?token=x'], want: [] },
])('servers with $name', ({ from, to, baseUrl, want }) => {
  const options = baseUrl === undefined ? {} : { baseUrl }
  const [before, after] = [from, to].map(urls => documentOf(urls.length === 0 ? {} : servers(...urls)))
  expect(changesOf(before ?? {}, after ?? {}, [options, options])).toEqual(want)
})

test('servers that all operations have are those of the document', () => {
  const withServer = (url: string) => documentOf({}, { '/books': { ...operation('findBooks'), servers: [{ url }] } })
  expect(changesOf(withServer(A), withServer(B))).toEqual(['server-changed: breaking'])
  expect(changesOf(documentOf(servers(A)), withServer(A))).toEqual([])
})

test.each<{ name: string; from?: string; to?: string; want: string[] }>([
  {
    name: 'another host',
    from: 'https://x.example',
    to: 'https://y.example',
    want: ['operation-server-changed: breaking'],
  },
  { name: 'another host than the document', to: 'https://y.example', want: ['operation-server-changed: breaking'] },
  { name: 'the base URL', from: 'https://x.example', to: A, want: [] },
  { name: 'the servers of the document', from: 'https://x.example', want: [] },
  { name: 'a longer base path, in the action', from: A, to: `${A}/x`, want: ['path-changed: breaking'] },
  { name: 'the same, written out', to: A, want: [] },
])('an operation with $name as its own server', ({ from, to, want }) => {
  const withOwn = (url: string | undefined) =>
    documentOf(servers(A), {
      '/shelves': operation('findShelves'),
      '/books': { ...operation('findBooks'), ...(url !== undefined && { servers: [{ url }] }) },
    })
  const [before, after] = [from, to].map(url => releaseWith(withOwn(url), { baseUrl: A }))
  if (before === undefined || after === undefined) throw new Error('There are two releases.')
  const { actions, connection } = classify(before, after)
  expect(connection).toEqual({})
  const reasons = [...actions].map(([name, change]) => [
    name,
    change.reasons.map(({ rule, kind }) => `${rule}: ${kind}`),
  ])
  expect(reasons).toEqual(want.length === 0 ? [] : [['findBooks', want]])
})

test('a server does not matter to triggers', () => {
  const events = (url: string) => ({
    openapi: '3.1.0',
    info: { title: 'Library', version: '1' },
    webhooks: { returned: { post: { operationId: 'returned', responses: { 204: { description: 'Done.' } } } } },
    ...servers(url),
  })
  expect(changesOf(events(A), events(B))).toEqual([])
})

test('no credential of a document is kept for the comparison', () => {
  const document = documentOf({
    ...schemes({ key: oauth({ ...FLOW, tokenUrl: 'https://u:secret-1@login.example/?api_key=secret-2#secret-3' }) }),
    servers: [
      {
        url: 'https://u:secret-4@{token}.example.com/?q=secret-5',
        variables: { token: { default: 'secret-6', enum: ['secret-6'] } },
      },
    ],
  })
  const { connection } = releaseWith(document, { baseUrl: 'https://u:secret-7@api.example.com/?q=secret-8' })
  expect(connection?.servers).toHaveLength(1)
  expect(connection?.schemes[0]?.facts?.tokenUrl).toBe('https://login.example/')
  expect(
    JSON.stringify(releaseWith(document, { baseUrl: 'https://u:secret-7@api.example.com/?q=secret-8' })),
  ).not.toMatch(/secret-\d/)
})
