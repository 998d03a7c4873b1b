import { expect, test } from 'vitest'
import {
  type BasePath,
  matchServers,
  reportGuess,
  withoutCredentials,
} from '../../../../lib/conversion/paths/base-path.ts'
import type { Diagnostic } from '../../../../lib/diagnostics/diagnostic.ts'
import { root } from '../../../../lib/json/location.ts'

const compare = (baseUrl: string, ...urls: string[]): BasePath =>
  matchServers(
    urls.map(url => ({ url, at: root('') })),
    baseUrl,
    true,
  )

test.each([
  { base: 'https://a.example/v1', server: 'https://a.example/v1', want: '' },
  { base: 'https://a.example/v1/', server: 'https://a.example/v1', want: '' },
  { base: 'https://a.example', server: 'https://a.example/v1/x/', want: '/v1/x' },
  { base: 'https://a.example/v1', server: 'https://a.example/v1/x', want: '/x' },
  { base: 'https://A.example', server: 'https://a.EXAMPLE/v1', want: '/v1' },
  { base: 'https://a.example', server: 'http://a.example:80/v1', want: '/v1' },
  { base: 'https://a.example', server: '//a.example/v1', want: '/v1' },
  { base: 'https://a.example', server: '/v1', want: '/v1' },
  { base: 'https://a.example/v1', server: 'v1/', want: '' },
  { base: 'https://a.example/v1', server: '/', want: '' },
  { base: 'https://a.example/v1', server: '/v1', want: '' },
  { base: 'https://a.example', server: 'https://a.example/v1?key=x#y', want: '/v1' },
  { base: 'https://a.example', server: 'https://a.example/{stage}', want: '/%7Bstage%7D' },
  { base: 'https://a.example', server: '/../v1/./x/../y/..', want: '/v1' },
  { base: 'https://a.example/v1', server: 'https://a.example/v2/../v1//x', want: '//x' },
])('$server below $base adds "$want"', ({ base, server, want }) => {
  const compared = compare(base, server)
  expect(compared).toMatchObject({ kind: 'same', prefix: want })
  expect(compared).not.toHaveProperty('guess')
})

const NO_SCHEME = 'has no scheme; read as a host name.'
const RELATIVE = 'is relative to the location of the document; the root of the host is assumed.'
const guessed = (guess: string) => ({ severity: 'warning', code: 'server-guessed', message: `Server ${guess}` })

test.each([
  { base: 'https://a.example', server: 'v1', want: '/v1', guess: `"v1" ${RELATIVE}` },
  { base: 'https://a.example', server: './v1', want: '/v1', guess: `"./v1" ${RELATIVE}` },
  { base: 'https://a.example', server: '../v2', want: '/v2', guess: `"../v2" ${RELATIVE}` },
  { base: 'https://a.example', server: 'b.example/v1', want: '/b.example/v1', guess: `"b.example/v1" ${RELATIVE}` },
  { base: 'https://a.example', server: 'A.example/v1', want: '/v1', guess: `"A.example/v1" ${NO_SCHEME}` },
  { base: 'https://a.example/v1', server: 'a.example/v1', want: '', guess: `"a.example/v1" ${NO_SCHEME}` },
  {
    base: 'http://localhost:8080',
    server: 'localhost:8080/v1',
    want: '/v1',
    guess: `"localhost:8080/v1" ${NO_SCHEME}`,
  },
  { base: 'https://a.example', server: 'me:secret@a.example/v1', want: '/v1', guess: `"a.example/v1" ${NO_SCHEME}` },
])('$server below $base adds "$want", which is an assumption', ({ base, server, want, guess }) => {
  expect(compare(base, server)).toEqual({ kind: 'same', prefix: want, guess: guessed(guess) })
})

test('an empty URL is the location of the document; the root is assumed unless the base URL is that location', () => {
  const servers = [{ url: '', at: root('') }]
  const guess = guessed(`"" ${RELATIVE}`)
  expect(matchServers(servers, 'https://a.example', false)).toEqual({ kind: 'same', prefix: '', guess })
  expect(matchServers(servers, 'https://a.example', true)).toEqual({ kind: 'same', prefix: '' })
  expect(matchServers(servers, 'https://a.example/v1', true)).toEqual({ kind: 'same', prefix: '', isRoot: true })
  expect(matchServers(servers, 'https://a.example/v1', false)).toEqual({ kind: 'other-path', server: '' })
})

test('braces of a prefix are reported', () => {
  const problems: Diagnostic[] = []
  const basePath = compare('https://a.example/{v}', 'https://a.example/{v}/{{ .conn.secret }}')
  expect(basePath).toEqual({ kind: 'same', prefix: '/%7B%7B%20.conn.secret%20%7D%7D', hasBraces: true })
  reportGuess(problems, basePath, root('api.yaml'))
  expect(problems).toMatchObject([{ severity: 'warning', code: 'path-literal-braces', pointer: 'api.yaml#' }])
  reportGuess(problems, compare('https://a.example/{v}', 'https://a.example/{v}/x'), root('api.yaml'))
  expect(problems).toHaveLength(1)
})

test('"/" is the base URL if the document\'s server is "/" too, else the root of its host', () => {
  const servers = [{ url: '/', at: root('') }]
  expect(matchServers(servers, 'https://a.example/v1', true)).toEqual({ kind: 'same', prefix: '', isRoot: true })
  expect(matchServers(servers, 'https://a.example/v1', false)).toEqual({ kind: 'other-path', server: '/' })
  expect(matchServers(servers, 'https://a.example', false)).toEqual({ kind: 'same', prefix: '' })
})

test.each([
  { base: 'https://a.example', server: 'https://b.example', kind: 'other-host' },
  { base: 'https://a.example', server: 'https://a.example:8443', kind: 'other-host' },
  { base: 'https://a.example/v1', server: 'https://a.example/v2', kind: 'other-path' },
  { base: 'https://a.example/v1', server: 'https://a.example/v10', kind: 'other-path' },
  { base: 'https://a.example/v1', server: 'https://a.example', kind: 'other-path' },
  { base: 'https://a.example/v1', server: '../v2', kind: 'other-path' },
])('$server differs from $base: $kind', ({ base, server, kind }) => {
  expect(compare(base, server)).toEqual({ kind, server })
})

const REGION = { region: { value: 'eu', allowed: ['eu', 'us.east'] } }

test.each([
  { template: 'https://{tenant}.a.example/v2', base: 'https://acme.a.example', want: '/v2' },
  { template: 'https://{tenant}.a.example/v2', base: 'https://acme.a.example/v2/', want: '' },
  { template: 'https://{tenant}.a.example/v2', base: 'https://{{tenant}}.a.example', want: '/v2' },
  { template: 'https://{tenant}.a.example/v2', base: 'https://{{ .conn.tenant }}.a.example', want: '/v2' },
  { template: 'https://demo.a.example/v2', base: 'https://{{ conn.tenant }}.a.example', want: '/v2' },
  { template: 'https://demo.a.example/v2', base: '{{ conn.url }}/v2', want: '' },
  { template: 'https://{host}/v2', base: 'https://api.acme.example/v2', want: '' },
  { template: '{scheme}://{host}/v2', base: 'https://api.acme.example/v2', want: '' },
  { template: 'https://{Tenant}-eu.A.example:443/v2', base: 'https://acme-eu.a.example', want: '/v2' },
  { template: 'https://a.example/{account}/v2', base: 'https://a.example/{{ conn.account }}', want: '/v2' },
  { template: 'https://{region}.a.example/v2', base: 'https://us.east.a.example', want: '/v2' },
  { template: 'https://a.example/{region}/{other}', base: 'https://a.example/us.east', want: '/%7Bother%7D' },
])('$template below $base adds "$want"', ({ template, base, want }) => {
  const server = { url: template, template, variables: new Map(Object.entries(REGION)), at: root('') }
  expect(matchServers([server], base, true)).toMatchObject({ kind: 'same', prefix: want })
})

test.each([
  { template: 'https://{tenant}.a.example/v2', base: 'https://acme.b.example', kind: 'other-host' },
  { template: 'https://{tenant}.a.example/v2', base: 'https://acme.eu.a.example', kind: 'other-host' },
  { template: 'https://{tenant}.a.example/v2', base: 'https://acme.a.example/v3', kind: 'other-path' },
  { template: 'https://{region}.a.example/v2', base: 'https://mars.a.example', kind: 'other-host' },
  { template: 'https://a.example/{region}', base: 'https://a.example/mars', kind: 'other-path' },
  { template: `https://${'{a}'.repeat(500)}!.example`, base: `https://${'a'.repeat(60)}.example`, kind: 'other-host' },
])('$template differs from $base: $kind', ({ template, base, kind }) => {
  const server = { url: template, template, variables: new Map(Object.entries(REGION)), at: root('') }
  expect(matchServers([server], base, true)).toEqual({ kind, server: template })
})

test('a server without variables is preferred to one with variables', () => {
  const servers = ['https://{tenant}.a.example/v1', 'https://acme.a.example/v2'].map(url => ({ url, at: root('') }))
  expect(matchServers(servers, 'https://acme.a.example', true)).toEqual({ kind: 'same', prefix: '/v2' })
})

test('the first server that matches is used; else the closest is reported', () => {
  expect(compare('https://a.example', 'https://b.example', 'https://a.example/v1', 'https://a.example/v2')).toEqual({
    kind: 'same',
    prefix: '/v1',
  })
  expect(compare('https://a.example/v1', 'https://b.example', 'https://a.example/v2')).toEqual({
    kind: 'other-path',
    server: 'https://a.example/v2',
  })
  expect(compare('https://a.example')).toEqual({ kind: 'same', prefix: '' })
})

test.each([
  ['https://user:pass@word@api.example.com/v1?api_key=k@c#top', 'https://api.example.com/v1'],
  ['https://api.example.com/users/@me', 'https://api.example.com/users/@me'],
  ['//user@host', '//host'],
  ['user:pass@host/v1', 'host/v1'],
  ['/v1', '/v1'],
])('%s is displayed as %s', (url, told) => {
  expect(withoutCredentials(url)).toBe(told)
})
