import * as v from 'valibot'
import { expect, test } from 'vitest'
import { ImportRequest, importIdOf, type Upload } from '../../../lib/request/import-request.ts'

const upload: Upload = { bucket: 'b', key: 'documents/o/c/v1/api.yaml', sequencer: '0A' }
const id = importIdOf(upload)

test('the same event always gives the same id', () => {
  expect(importIdOf({ ...upload })).toBe(id)
})

const others: [string, Partial<Upload>][] = [
  ['another bucket', { bucket: 'c' }],
  ['another document', { key: 'documents/o/c/v2/api.yaml' }],
  ['a later upload', { sequencer: '0B' }],
  ['a version of the object', { versionId: '1' }],
  ['texts that only look the same in a row', { bucket: 'bd', key: 'ocuments/o/c/v1/api.yaml' }],
]

test.each(others)('%s gives another id', (_, changes) => {
  expect(importIdOf({ ...upload, ...changes })).not.toBe(id)
})

test('a version of an object has one id, for every sequencer', () => {
  const version = { ...upload, versionId: '1' }
  expect(importIdOf({ ...version, sequencer: '0B' })).toBe(importIdOf(version))
})

test('the id is a valid name of a durable execution', () => {
  expect(id).toMatch(/^[A-Za-z0-9_-]{1,64}$/)
})

const source = { bucket: 'b', key: 'k' }
const target = { organisationId: 'o', connectorId: 'c', version: 'v1' }
const requests: [string, unknown, boolean][] = [
  ['a complete request', { importId: id, target, source }, true],
  ['an id with a path', { importId: '../x', target, source }, false],
  ['an organisation with a dollar sign', { importId: id, target: { ...target, organisationId: '$&' }, source }, false],
  ['options that are an array', { importId: id, target, source, options: [] }, false],
  ['a missing target', { importId: id, source }, false],
  ['a missing source', { importId: id, target }, false],
  ['an unknown field', { importId: id, target, source, extra: 1 }, false],
]

test.each(requests)('%s', (_, request, want) => {
  expect(v.is(ImportRequest, request)).toBe(want)
})
