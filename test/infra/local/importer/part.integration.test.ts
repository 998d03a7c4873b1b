import { expect, test } from 'vitest'
import { pets } from './documents.ts'
import { useStack } from './support.ts'

const { seed, run, writesDuring } = useStack()

test('a part of a document ends quietly: the root has an import of its own', async () => {
  seed('part')
  const files = { 'deeper/openapi.json': pets() }
  const writes = await writesDuring(async () => {
    const report = await run('part', { type: 'object' }, { files })
    expect(report).toMatchObject({
      outcome: 'superseded',
      reason: expect.stringMatching(
        /^This file is a part of documents\/.*\/deeper\/openapi\.json, whose own upload starts the import\.$/,
      ),
      actions: [],
      diagnostics: [],
    })
  })
  expect(writes).toEqual([])
})

test('a file that is no document, and of which none is the root, fails', async () => {
  seed('alone')
  const report = await run('alone', { type: 'object' }, { files: { 'other.json': { title: 'openapi' } } })
  expect(report).toMatchObject({ outcome: 'failed', diagnostics: [{ code: 'not-openapi' }] })
})
