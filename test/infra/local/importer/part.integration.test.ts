import { LambdaClient } from '@aws-sdk/client-lambda'
import { expect, test } from 'vitest'
import { invokeImport } from '../../../../lib/request/invoke-import.ts'
import { documentPrefix } from '../../../../lib/store/keys.ts'
import { ORGANISATION } from '../connect-emulator/harness.ts'
import { pets } from './documents.ts'
import { useStack } from './support.ts'

const { seed, run, importer, uploadOf, writesDuring } = useStack()

test('an upload of a part imports its document', async () => {
  seed('part')
  const report = await run('part', { type: 'object' }, { files: { 'deeper/openapi.json': pets() } })
  expect(report).toMatchObject({
    outcome: 'succeeded',
    document: { location: expect.stringMatching(/\/part\/v1\/deeper\/openapi\.json$/) },
  })
  expect(report.actions).not.toEqual([])
})

test('an import of a part is superseded, and names the document', async () => {
  seed('requested')
  const local = importer()
  await local.start(uploadOf('requested', { type: 'object' }, { files: { 'deeper/openapi.json': pets() } }))
  const writes = await writesDuring(async () => {
    const target = { organisationId: ORGANISATION, connectorId: 'requested', version: 'v1' }
    const source = { bucket: 'imports', key: `${documentPrefix(target)}api.json` }
    const lambda = new LambdaClient({})
    await invokeImport(lambda, local.environment.IMPORT_FUNCTION ?? '', { importId: 'imp-requested', target, source })
    lambda.destroy()
    const report = await local.finish('imp-requested')
    expect(report).toMatchObject({
      outcome: 'superseded',
      reason: expect.stringMatching(
        /^This file is part of documents\/.*\/deeper\/openapi\.json; the import of that file includes it\.$/,
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
