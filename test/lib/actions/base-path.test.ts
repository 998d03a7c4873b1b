import { expect, test } from 'vitest'
import { reconcile, withoutCredentials } from '../../../lib/actions/base-path.ts'
import { root } from '../../../lib/openapi/place.ts'

const compare = (baseUrl: string, ...urls: string[]): unknown =>
  reconcile(
    urls.map(url => ({ url, at: root('') })),
    baseUrl,
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
  { base: 'https://a.example', server: 'v1', want: '/v1' },
  { base: 'https://a.example', server: './v1', want: '/v1' },
  { base: 'https://a.example/v1', server: '/', want: '' },
  { base: 'https://a.example/v1', server: '/v1', want: '' },
  { base: 'https://a.example', server: 'https://a.example/v1?key=x#y', want: '/v1' },
  { base: 'https://a.example', server: 'https://a.example/{stage}', want: '/%7Bstage%7D' },
])('$server below $base adds "$want"', ({ base, server, want }) => {
  expect(compare(base, server)).toEqual({ kind: 'same', prefix: want })
})

test.each([
  { base: 'https://a.example', server: 'https://b.example', kind: 'other-host' },
  { base: 'https://a.example', server: 'https://a.example:8443', kind: 'other-host' },
  { base: 'https://a.example/v1', server: 'https://a.example/v2', kind: 'other-path' },
  { base: 'https://a.example/v1', server: 'https://a.example/v10', kind: 'other-path' },
  { base: 'https://a.example/v1', server: 'https://a.example', kind: 'other-path' },
])('$server differs from $base: $kind', ({ base, server, kind }) => {
  expect(compare(base, server)).toEqual({ kind, server })
})

test('the first server that fits counts; else the closest is told', () => {
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
  ['https://user:pass@word@api.example.com/v1?a=b@c', 'https://api.example.com/v1?a=b@c'],
  ['https://api.example.com/users/@me', 'https://api.example.com/users/@me'],
  ['//user@host', '//host'],
  ['/v1', '/v1'],
])('%s is told as %s', (url, told) => {
  expect(withoutCredentials(url)).toBe(told)
})
