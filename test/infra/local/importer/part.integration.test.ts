import { expect, test } from 'vitest'
import { pets } from './documents.ts'
import { useStack } from './support.ts'

const { seed, run, writesDuring } = useStack()

test('an upload of a part is superseded: the root has its own import', async () => {
  seed('part')
  const files = { 'deeper/openapi.json': pets() }
  const writes = await writesDuring(async () => {
    const report = await run('part', { type: 'object' }, { files })
    expect(report).toMatchObject({
      outcome: 'superseded',
      reason: expect.stringMatching(
        /^This file is part of documents\/.*\/deeper\/openapi\.json; only the upload of that file starts an import\.$/,
      ),
      actions: [],
      diagnostics: [],
    })
  })
  expect(writes).toEqual([])
})

test('a file that is neither a document nor part of one fails', async () => {
  seed('alone')
  const report = await run('alone', { type: 'object' }, { files: { 'other.json': { title: 'openapi' } } })
  expect(report).toMatchObject({ outcome: 'failed', diagnostics: [{ code: 'not-openapi' }] })
})

test('a part that is not in the next upload is not read from the bucket', async () => {
  seed('replaced')
  const document = { ...pets(), components: { schemas: { Pet: { $ref: 'pet.json' } } } }
  const first = await run('replaced', document, { files: { 'pet.json': { type: 'object' } } })
  expect(first.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  const second = await run('replaced', document)
  expect(JSON.stringify(second)).toContain('file not found')
})
