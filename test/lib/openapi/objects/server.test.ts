import { expect, test } from 'vitest'
import { root } from '../../../../lib/json/location.ts'
import type { Mapping } from '../../../../lib/json/mapping.ts'
import type { Context } from '../../../../lib/openapi/objects/context.ts'
import { readDocumentServers } from '../../../../lib/openapi/objects/server.ts'
import type { Dialect } from '../../../../lib/openapi/objects/version.ts'
import { createResolver } from '../../../../lib/openapi/references/resolver.ts'

const contextOf = (dialect: Dialect, value: Mapping): Context => ({
  dialect,
  resolver: createResolver(new Map([['', value]])),
  document: { value, at: root('') },
  problems: [],
  omissions: new Map(),
})

const variables = { v: { default: 'v1?key=secret' } }

test.each([
  { dialect: '3.1', document: { servers: [{ url: 'https://a.example/v1?key=secret' }] }, want: '#/servers/0' },
  { dialect: '3.1', document: { servers: [{ url: '/' }, { url: '/v1#secret' }] }, want: '#/servers/1' },
  { dialect: '3.1', document: { servers: [{ url: 'https://a.example/{v}', variables }] }, want: '#/servers/0' },
  { dialect: '2.0', document: { host: 'a.example', basePath: '/v1?key=secret' }, want: '#/basePath' },
] as const)('a query or fragment is told, not quoted, at $want of $document', ({ dialect, document, want }) => {
  const context = contextOf(dialect, document)
  readDocumentServers(context)
  const message = 'What stands behind "?" or "#" in the URL of a server is no part of its path; it was left out.'
  expect(context.problems).toEqual([{ severity: 'warning', code: 'malformed', message, pointer: want }])
})

test('a URL without either says nothing', () => {
  const context = contextOf('3.1', { servers: [{ url: 'https://a.example/v1' }, { url: '' }] })
  readDocumentServers(context)
  expect(context.problems).toEqual([])
})
