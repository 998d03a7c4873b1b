import { expect, test } from 'vitest'
import { connectorBaseUrl } from '../../../../../infra/local/cli/import/base-url.ts'
import { readDocument } from '../../../../../lib/document/read-document.ts'
import { DEFAULT_LIMITS } from '../../../../../lib/openapi/parse/limits.ts'

const servers = (...urls: string[]) => ({ openapi: '3.0.0', servers: urls.map(url => ({ url })) })

const cases: [string, object, string][] = [
  ['the first server', servers('https://a.example/v1', 'https://b.example'), 'https://a.example/v1'],
  ['the first absolute server', servers('/v1', 'https://b.example'), 'https://b.example'],
  ['a path without a host gets a placeholder host', servers('/v1'), 'https://api.example.com/v1'],
  ['a host without a scheme', servers('//a.example/v1'), 'https://a.example/v1'],
  ['no server', { openapi: '3.0.0' }, 'https://api.example.com'],
  [
    'variables with their defaults',
    { openapi: '3.0.0', servers: [{ url: 'https://{region}.example', variables: { region: { default: 'eu' } } }] },
    'https://eu.example',
  ],
  ['2.0', { swagger: '2.0', schemes: ['https'], host: 'a.example', basePath: '/v1' }, 'https://a.example/v1'],
]

test.each(cases)('%s', async (_, document, want) => {
  const text = JSON.stringify({ info: { title: 't', version: '1' }, paths: {}, ...document })
  const result = await readDocument(async () => Buffer.from(text), 'api.json', DEFAULT_LIMITS)
  if (!result.ok) throw new Error(result.problem.message)
  expect(connectorBaseUrl(result.document)).toBe(want)
})
