import { expect, test } from 'vitest'
import { readOptions } from '../../../../lib/import/prepare/read-options.ts'
import { defaultOptions } from '../../../../lib/request/import-options.ts'
import type { ImportRequest } from '../../../../lib/request/import-request.ts'

const target = { organisationId: 'o', connectorId: 'c', version: 'v' }
const read = (file: string | undefined, options?: ImportRequest['options']) =>
  readOptions(
    { objects: { read: async () => (file === undefined ? undefined : Buffer.from(file)) } },
    { target, ...(options && { options }) },
  )

test.for([
  { what: 'no file', file: undefined, want: {} },
  { what: 'a file', file: '{"dryRun":true}', want: { dryRun: true } },
  {
    what: 'a request: its options override those of the file, one by one',
    file: '{"dryRun":true,"force":true,"includeTag":["a"]}',
    options: { dryRun: false, includeTag: ['b'] },
    want: { force: true, includeTag: ['b'] },
  },
  {
    what: 'confirmations and decisions',
    file: '{"confirm":true,"resolve":{"listBooks":"platform","definition:Book":"document"}}',
    want: { confirm: true, resolve: { listBooks: 'platform', 'definition:Book': 'document' } },
  },
  { what: 'a request without a file', file: undefined, options: { force: true }, want: { force: true } },
])('$what', async ({ file, options, want }) => {
  expect(await read(file, options)).toEqual({ ok: true, value: { ...defaultOptions(), ...want } })
})

test.for([
  { file: '{', want: 'it is not valid JSON' },
  { file: '{"sourceUrl":"https://user:pass@example.com/"}', want: '"sourceUrl" must be an https URL' },
  { file: '{"scheduled":1}', want: '"scheduled"' },
  { file: '{"confirm":"yes"}', want: '"confirm"' },
  { file: '{"resolve":{"a":"mine"}}', want: '"resolve.a"' },
  { file: '{"expect":"the last one"}', want: '"expect" must be the planId of a report' },
  { file: '{"resolve":["platform"]}', want: '"resolve" must be an object, got an array' },
])('$file is refused with the name of the field', async ({ file, want }) => {
  expect(await read(file)).toMatchObject({ ok: false, problem: expect.stringContaining(want) })
})

test.for([
  { file: '[]', got: 'an array' },
  { file: '[{"dryRun":true}]', got: 'an array' },
  { file: 'null', got: 'null' },
  { file: '"dryRun"', got: 'a string' },
])('an import.json that is $got is refused with one sentence: $file', async ({ file, got }) => {
  expect(await read(file)).toEqual({
    ok: false,
    problem: `Invalid options in documents/o/c/v/import.json: it must be a JSON object, got ${got}. Correct the file and import the document again.`,
  })
})

test('the reason of a file with 31,000 wrong values fits into a checkpoint', async () => {
  const refused = await read(JSON.stringify({ includeTag: Array(31_000).fill(1) }))
  expect(refused).toMatchObject({ ok: false, problem: expect.stringContaining('and 30990 more. Correct the file') })
  expect(JSON.stringify(refused).length).toBeLessThan(2_048)
})
