import { expect, test } from 'vitest'
import {
  documentPrefix,
  dryRunPrefix,
  fetchedKey,
  importKeys,
  isDryRunKey,
  isFetched,
  parseDocumentKey,
} from '../../../lib/store/keys.ts'

const target = { organisationId: 'org', connectorId: 'con', version: 'v1' }
const prefix = 'documents/org/con/v1/'

const documents: [string, string][] = [
  [`${prefix}api.yaml`, 'api.yaml'],
  [`${prefix}schemas/pet.json`, 'schemas/pet.json'],
  [`${prefix}with spaces & ünicode.json`, 'with spaces & ünicode.json'],
  [`${prefix}import.json`, 'import.json'],
]

test.each(documents)('%s is a document', (key, file) => {
  expect(parseDocumentKey(key)).toEqual({ target, prefix, file })
})

test('the document of a dry run has another prefix, of the same target', () => {
  expect(dryRunPrefix(target)).toBe('dry-runs/org/con/v1/')
  expect(parseDocumentKey('dry-runs/org/con/v1/api.yaml')).toEqual({
    target,
    prefix: 'dry-runs/org/con/v1/',
    file: 'api.yaml',
  })
  expect([isDryRunKey('dry-runs/org/con/v1/api.yaml'), isDryRunKey(`${prefix}api.yaml`)]).toEqual([true, false])
})

const others: [string, string][] = [
  ['no file', 'documents/org/con/v1'],
  ['a folder', 'documents/org/con/v1/'],
  ['a folder inside', 'documents/org/con/v1/schemas/'],
  ['no organisation', 'documents//con/v1/api.yaml'],
  ['no connector', 'documents/org//v1/api.yaml'],
  ['no version', 'documents/org/con//api.yaml'],
  ['a parent segment (..)', 'documents/org/../v1/api.yaml'],
  ['a dot segment (.)', 'documents/org/con/./api.yaml'],
  ['an organisation with a dollar sign', 'documents/$&/con/v1/api.yaml'],
  ['an organisation with a space', 'documents/my org/con/v1/api.yaml'],
  ['a connector with a hash', 'documents/org/con#1/v1/api.yaml'],
  ['a version with braces', 'documents/org/con/{v1}/api.yaml'],
  ['a long organisation', `documents/${'x'.repeat(129)}/con/v1/api.yaml`],
  ['another root', 'imports/imp-1/report.json/x/y'],
  ['a root with the same start', 'documents2/org/con/v1/api.yaml'],
  ['an empty key', ''],
]

test.each(others)('%s is no document', (_, key) => {
  expect(parseDocumentKey(key)).toBeUndefined()
})

test('the target is parsed from its prefix', () => {
  expect(parseDocumentKey(`${documentPrefix(target)}x`)?.target).toEqual(target)
})

test('what an import makes lies under its id, and never where documents are', () => {
  const { definitions, actions, triggers, removals, platform, ...files } = importKeys('imp-1')
  const batches = [definitions, actions, triggers, removals, platform].flatMap(keyOf => [keyOf(0), keyOf(1)])
  const keys = [...Object.values(files), ...batches]
  expect(new Set(keys).size).toBe(keys.length)
  for (const key of keys) expect(key).toMatch(/^imports\/imp-1\/[^/]/)
  for (const key of keys) expect(parseDocumentKey(key)).toBeUndefined()
})

test.each([
  ['https://example.com/specs/api.yaml?key=k', 'fetched/api.yaml'],
  ['https://example.com/', 'fetched/openapi'],
  ['https://example.com/a%2Fb', 'fetched/openapi'],
  ['https://example.com/.hidden', 'fetched/openapi'],
  [`https://example.com/${'x'.repeat(101)}`, 'fetched/openapi'],
])('%s is stored as %s', (url, file) => {
  expect(fetchedKey(target, url)).toBe(prefix + file)
  expect(isFetched(file)).toBe(true)
})

test.each(['api.json', 'prefetched/api.json', 'a/fetched/api.json'])('%s was not fetched', file => {
  expect(isFetched(file)).toBe(false)
})
