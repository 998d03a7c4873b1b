import { join } from 'node:path'
import { S3Client } from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { createHandler } from '../../../../functions/run-import.ts'
import { createDurableEngine } from '../../../../infra/local/durable/engine.ts'
import type { FinishedImport } from '../../../../lib/import/model.ts'
import { createObjectStore } from '../../../../lib/store/objects.ts'
import { fakeClock } from '../durable/support.ts'
import { useStack } from './support.ts'

const stack = useStack()
const target = { organisationId: 'org', connectorId: 'con', version: 'v1' }

/** Imports a missing document, with an event bus that may refuse the event; waits are skipped. */
const importNothing = async (importId: string, announce: (tries: number) => Promise<void>, missing?: string) => {
  // Points the AWS SDK to the stack.
  const { record } = stack.importer()
  const measured: FinishedImport[] = []
  const announced: FinishedImport[] = []
  const ages: number[] = []
  const handler = createHandler(
    { ...stack.stack().environment, LOG_LEVEL: 'SILENT' },
    {
      meter: {
        finished: async finished => void measured.push(finished),
        age: async seconds => void ages.push(seconds),
      },
      announce: finished => announce(announced.push(finished)),
    },
  )
  const directory = join(stack.directory(), importId)
  const { now, sleep } = fakeClock()
  const engine = createDurableEngine({ directory, handler, now, sleep })
  const source = { bucket: stack.stack().environment.BUCKET, key: 'documents/org/con/v1/gone.json', missing }
  await engine.start({ name: importId, payload: { importId, target, source, caller: 'ann' } })
  return { execution: await engine.run(importId), measured, announced, ages, record }
}

const report = async (key = ''): Promise<unknown> => {
  const { BUCKET = '' } = stack.stack().environment
  const bytes = await createObjectStore(new S3Client({ forcePathStyle: true }), BUCKET).read(key)
  return JSON.parse(Buffer.from(bytes ?? []).toString())
}

const refuse = async (): Promise<void> => {
  throw new Error('not now')
}

test('an import is measured once, and its event is retried until accepted', async () => {
  const { execution, measured, announced, ages } = await importNothing('imp-heard', tries =>
    tries < 3 ? refuse() : Promise.resolve(),
  )
  expect(execution).toMatchObject({ status: 'SUCCEEDED', result: { outcome: 'failed' } })
  expect(measured).toMatchObject([
    { importId: 'imp-heard', outcome: 'failed', badInput: true, target, durationMs: expect.any(Number) },
  ])
  expect(announced).toHaveLength(3)
  // Each invocation reports the age.
  expect(ages).toHaveLength(3)
})

test('an import succeeds without its event', async () => {
  const { execution, measured, announced } = await importNothing('imp-unheard', refuse)
  expect(execution).toMatchObject({ status: 'SUCCEEDED', result: { outcome: 'failed' } })
  expect(measured).toHaveLength(1)
  expect(announced).toHaveLength(6)
})

test('a scheduled import without a document is reported, recorded, measured and announced like any other', async () => {
  const reason = 'No document next to documents/org/con/v1/import.json.'
  const { execution, measured, announced, record } = await importNothing('imp-broken', async () => {}, reason)
  const ended = { importId: 'imp-broken', outcome: 'failed', reason }
  expect(execution).toMatchObject({ status: 'SUCCEEDED', result: ended })
  expect(measured).toMatchObject([{ ...ended, target }])
  expect(announced).toMatchObject([{ ...ended, target, caller: 'ann', requests: { sent: 0 } }])
  const { reportKey } = announced[0] ?? {}
  expect(await record('imp-broken')).toMatchObject({ status: 'failed', target, caller: 'ann', reason, reportKey })
  expect(await report(reportKey)).toMatchObject({ ...ended, caller: 'ann' })
})
