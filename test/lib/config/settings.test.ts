import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ApiSettings, ImportSettings, limitsOf, parseSettings, StartSettings } from '../../../lib/config/settings.ts'
import { DEFAULT_LIMITS } from '../../../lib/openapi/parse/limits.ts'

const needed = {
  BUCKET: 'bucket',
  TABLE: 'table',
  CONNECT_API_URL: 'https://platform.example/api/connect/v1',
  TOKEN_SECRET_ID: 'connect/{organisationId}',
}
const parse = (changes: Record<string, string | undefined>) => parseSettings(ImportSettings, { ...needed, ...changes })

test('the required variables are sufficient', () => {
  expect(parse({})).toMatchObject({ ...needed, LOG_LEVEL: 'INFO', S3_FORCE_PATH_STYLE: false })
})

const read: [string, string, unknown][] = [
  ['BATCH_SIZE', '7', 7],
  ['BATCH_SIZE', '', 50],
  ['CONCURRENCY', ' 8 ', 8],
  ['OUTAGE_WAITS', '', []],
  ['OUTAGE_WAITS', '1, 20', [1, 20]],
  ['ALLOWED_REF_HOSTS', 'a.example, B.Example,', ['a.example', 'b.example']],
  ['S3_FORCE_PATH_STYLE', 'true', true],
  ['LOG_LEVEL', 'DEBUG', 'DEBUG'],
]

test.each(read)('%s=%j is read', (name, text, want) => {
  expect(parse({ [name]: text })).toHaveProperty(name, want)
})

const wrong: [string, string | undefined][] = [
  ['BUCKET', undefined],
  ['BUCKET', ' '],
  ['TABLE', ''],
  ['TOKEN_SECRET_ID', undefined],
  ['CONNECT_API_URL', undefined],
  ['CONNECT_API_URL', 'platform-secret'],
  ['CONNECT_API_URL', 'ftp://platform-secret/'],
  ['CONNECT_API_URL', 'https://user:platform-secret@platform.example/'],
  ['BATCH_SIZE', '0'],
  ['BATCH_SIZE', '1.5'],
  ['BATCH_SIZE', 'platform-secret'],
  ['CONCURRENCY', '100000'],
  ['MAX_REQUESTS_PER_SECOND', '-1'],
  ['MAX_DOCUMENT_BYTES', '1e99'],
  ['MAX_DEPTH', '1001'],
  ['MAX_OPERATIONS', '0'],
  ['MAX_ALIASES', '-1'],
  ['OUTAGE_WAITS', '1,platform-secret'],
  ['OUTAGE_WAITS', '0'],
  ['S3_FORCE_PATH_STYLE', 'platform-secret'],
  ['LOG_LEVEL', 'platform-secret'],
]

test.each(wrong)('%s=%j is invalid: the error names the variable, never its value', (name, text) => {
  const attempt = () => parse({ [name]: text })
  expect(attempt).toThrow(new RegExp(`^Invalid settings: ${name} [^;]+\\.$`))
  expect(attempt).not.toThrow(/platform-secret/)
})

test('the limits of a document have defaults', () => {
  const { bytes, ...limits } = limitsOf(parse({}))
  expect({ bytes, ...limits }).toEqual({ ...DEFAULT_LIMITS, bytes })
  const set = { MAX_OPERATIONS: '1', MAX_DEFINITIONS: '2', MAX_FILES: '3', MAX_DEPTH: '40', MAX_NODES: '5' }
  expect(
    limitsOf(
      parse({
        ...set,
        MAX_ALIASES: '6',
        MAX_MERGED_KEYS: '8',
        MAX_DOCUMENT_BYTES: '800000000',
      }),
    ),
  ).toEqual({
    ...{ operations: 1, definitions: 2, files: 3, depth: 40, nodes: 5, aliases: 6, merges: 8 },
    ...{ bytes: 800_000_000, totalBytes: 800_000_000 },
    ...{ memory: DEFAULT_LIMITS.memory, functionMemory: DEFAULT_LIMITS.functionMemory },
  })
})

test.each([
  ['512', 20, 191],
  ['1024', 47, 447],
  ['2048', 100, 959],
])('a function with %s MB has limits of its memory', (functionMemory, megabytes, values) => {
  const settings = { AWS_LAMBDA_FUNCTION_MEMORY_SIZE: functionMemory, MAX_DOCUMENT_BYTES: '800000000' }
  const { bytes, memory, ...others } = limitsOf(parse(settings))
  expect({ bytes: Math.floor(bytes / 2 ** 20), memory: Math.floor(memory / 2 ** 20) }).toEqual({
    bytes: megabytes,
    memory: values,
  })
  expect(others.functionMemory).toBe(Number(functionMemory))
  expect(limitsOf(parse({ ...settings, MAX_DOCUMENT_BYTES: '1000' })).bytes).toBe(1000)
  const page = readFileSync('docs/limits.md', 'utf8')
  for (const number of [megabytes, values]) expect(page).toContain(` ${number.toLocaleString('en')} MiB`)
})

test('every invalid variable is named once', () => {
  expect(() => parseSettings(StartSettings, { LOG_LEVEL: 'LOUD' })).toThrow(
    'Invalid settings: IMPORT_FUNCTION is required; LOG_LEVEL must be one of DEBUG, INFO, WARN, ERROR, SILENT.',
  )
})

const parseApi = (changes: Record<string, string>) =>
  parseSettings(ApiSettings, { IMPORT_FUNCTION: 'f', CHECK_FUNCTION: 'c', BUCKET: 'b', TABLE: 't', ...changes })

test.each([
  ['ORGANISATIONS', '', {}],
  ['ORGANISATIONS', '{"arn:aws:iam::1:role/a":["b","*"]}', { 'arn:aws:iam::1:role/a': ['b', '*'] }],
  ['ORGANISATION_CLAIM', 'tenant', 'tenant'],
  ['ALLOWED_ORIGINS', 'https://a.example, http://localhost:3000', ['https://a.example', 'http://localhost:3000']],
])('the API reads %s=%j', (name, text, want) => {
  expect(parseApi({ [name]: text })).toHaveProperty(name, want)
})

test.each([
  ['ORGANISATIONS', '{'],
  ['ORGANISATIONS', '[1]'],
  ['ORGANISATIONS', '{"arn":"org"}'],
  ['ORGANISATIONS', '[]'],
  ['ORGANISATIONS', '{"arn":[""]}'],
  ['ORGANISATIONS', '{"arn":["a b"]}'],
  ['ORGANISATION_CLAIM', ''],
  ['ALLOWED_ORIGINS', '*'],
  ['ALLOWED_ORIGINS', 'https://a.example/'],
  ['ALLOWED_ORIGINS', 'a.example'],
])('the API names %s if it is %j', (name, text) => {
  expect(() => parseApi({ [name]: text })).toThrow(`Invalid settings: ${name} `)
})
