import { expect, test } from 'vitest'
import { createUrls, parseBaseUrl } from '../../../lib/connect/urls.ts'

const TARGET = { organisationId: 'org/1', connectorId: 'c 1', version: 'v?1' }
const BASE = 'https://connect.example/api/connect/v1/'

test('every segment is encoded', () => {
  const urls = createUrls(BASE, TARGET)
  expect(urls.connector().href).toBe('https://connect.example/api/connect/v1/o/org%2F1/connectors/c%201')
  expect(urls.version('actions', 'a/b$').href).toBe(
    'https://connect.example/api/connect/v1/o/org%2F1/connectors/c%201/versions/v%3F1/actions/a%2Fb%24',
  )
})

test.each(['', '.', '..'])('a segment %j is refused', segment => {
  expect(() => createUrls(BASE, { ...TARGET, connectorId: segment })).toThrow("can't be part of a URL")
})

test.each([
  '',
  'platform',
  'ftp://platform/',
  'https://user:hush@platform/',
  'https://platform/?hush',
  'https://platform/#x',
])('a base URL %j is refused and not quoted', text => {
  expect(() => parseBaseUrl(text)).toThrow(/^CONNECT_API_URL must be(?!.*hush)/)
})

test.each([
  { given: 'https://connect.example/api/schemas/v1/x.json', want: true },
  { given: '/api/schemas/v1/x.json', want: true },
  { given: 'https://platform.versori.com/api/schemas/v1/x.json', want: true },
  { given: 'http://platform.versori.com/api/schemas/v1/x.json', want: false },
  { given: 'https://platform.versori.com.evil.example/x.json', want: false },
  { given: 'https://connect.example@evil.example/x.json', want: false },
  { given: '//evil.example/x.json', want: false },
  { given: 'https://connect.example:8443/x.json', want: false },
  { given: 'https://[', want: false },
])('a schema at $given is fetched: $want', ({ given, want }) => {
  expect(createUrls(BASE, TARGET).schema(given) !== undefined).toBe(want)
})
