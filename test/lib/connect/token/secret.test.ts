import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { parseSecret, SecretError } from '../../../../lib/connect/token/secret.ts'

/** Returns a token with the form of a JWT. */
const signed = (iss: string): string =>
  `${[{ alg: 'none' }, { iss }].map(part => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')}.c2ln`

test.each([
  { given: 'swo_abc', want: { scheme: 'Bearer', value: 'swo_abc' } },
  { given: ' swo_abc\n', want: { scheme: 'Bearer', value: 'swo_abc' } },
  { given: '{"token":"swo_abc"}', want: { scheme: 'Bearer', value: 'swo_abc' } },
  {
    given: signed('https://versori.com/sk/01J9'),
    want: { scheme: 'JWT', value: signed('https://versori.com/sk/01J9') },
  },
  {
    given: JSON.stringify({ token: signed('https://versori.com/sk/01J9') }),
    want: { scheme: 'JWT', value: signed('https://versori.com/sk/01J9') },
  },
  {
    given: JSON.stringify({ token: signed('https://versori.com/sk/01J9'), scheme: 'Bearer' }),
    want: { scheme: 'Bearer', value: signed('https://versori.com/sk/01J9') },
  },
  { given: signed('https://login.example'), want: { scheme: 'Bearer', value: signed('https://login.example') } },
  { given: 'not.base64!.json', want: { scheme: 'Bearer', value: 'not.base64!.json' } },
  { given: '{"token":" a.b.c ","scheme":"JWT","note":1}', want: { scheme: 'JWT', value: 'a.b.c' } },
])('$given is parsed as a token', ({ given, want }) => {
  expect(parseSecret(given, { secretId: 'name' })).toEqual(want)
})

test.each([
  { given: '', problem: 'empty' },
  { given: ' \n', problem: 'empty' },
  { given: 'hush hush', problem: 'unreadable' },
  { given: 'hush\r\nx-evil: 1', problem: 'unreadable' },
  { given: 'hush\u00e9', problem: 'unreadable' },
  { given: '{"token":"hush"', problem: 'unreadable' },
  { given: '{"key":"hush"}', problem: 'unreadable' },
  { given: '{"token":""}', problem: 'unreadable' },
  { given: '{"token":"hush","scheme":"Bearer hush"}', problem: 'unreadable' },
])('$given is refused and not quoted', ({ given, problem }) => {
  const parse = () => parseSecret(given, { secretId: 'platform/token' })
  expect(parse).toThrow(SecretError)
  expect(parse).toThrow(expect.objectContaining({ problem, message: expect.stringContaining('platform/token') }))
  try {
    parse()
  } catch (error) {
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('hush')
  }
})

test.each([
  [' ', "CONNECT_API_TOKEN is empty. Set it to the platform's API key."],
  [
    'hush hush',
    'CONNECT_API_TOKEN contains spaces or characters that are not allowed in a header. Set it to the plain token, or to JSON such as {"token": "…", "scheme": "Bearer"}.',
  ],
])('a variable with %j is named, and what to set it to', (given, message) => {
  expect(() => parseSecret(given, { variable: 'CONNECT_API_TOKEN' })).toThrow(expect.objectContaining({ message }))
})
