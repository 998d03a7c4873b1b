import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { LambdaClient } from '@aws-sdk/client-lambda'
import { S3Client } from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { createHandler } from '../../../../functions/close-import.ts'
import type { Overrides } from '../../../../functions/run-import.ts'
import { createFunctionContext, type LocalImporter } from '../../../../infra/local/importer/local-import.ts'
import type { FinishedImport } from '../../../../lib/import/model.ts'
import { stopExecution } from '../../../../lib/request/stop-execution.ts'
import { importKeys } from '../../../../lib/store/keys.ts'
import { createObjectStore } from '../../../../lib/store/objects.ts'
import { createRecordStore, type ImportRecord } from '../../../../lib/store/records.ts'
import { ORGANISATION } from '../connect-emulator/harness.ts'
import { fakeClock } from '../durable/support.ts'
import { pets } from './documents.ts'
import { type Changes, useStack } from './support.ts'

const { stack, seed, importer, uploadOf, platform, contents, run } = useStack()

/** A platform that is down, and a long wait for it. */
const OUTAGE = { failEvery: 1, failStatus: 503 } as const
const waiting = (seconds: number): Changes => ({ settings: { OUTAGE_WAITS: String(seconds) } })

/** Notes the metrics and events of imports. */
const createNotes = () => {
  const measured: FinishedImport[] = []
  const announced: FinishedImport[] = []
  const overrides: Overrides = {
    meter: { finished: async finished => void measured.push(finished), age: async () => {} },
    announce: async finished => void announced.push(finished),
  }
  return { measured, announced, overrides }
}

/** Waits for a record that meets the condition. */
const recordWith = async (
  { record }: LocalImporter,
  importId: string,
  accepts: (record: ImportRecord) => boolean,
): Promise<ImportRecord> => {
  for (;;) {
    const found = await record(importId)
    if (found !== undefined && accepts(found)) return found
    await new Promise(resolve => setTimeout(resolve, 10))
  }
}

/** Starts an import of 500 actions, and calls `interrupt` once when some batches are written. */
const interrupted = async (
  connectorId: string,
  interrupt: (local: LocalImporter, importId: string) => Promise<unknown>,
  { overrides }: { readonly overrides: Overrides },
) => {
  seed(connectorId)
  let time = Date.now()
  let importId = ''
  let pending: Promise<unknown> | undefined
  const local: LocalImporter = importer(
    { settings: { BATCH_SIZE: '10' } },
    {
      // Each step takes as long as the interval of progress updates.
      overrides: { ...overrides, now: () => (time += 1_000) },
      engine: {
        onCheckpoint: ({ operations }) => {
          if (operations > 60) pending ??= interrupt(local, importId)
        },
      },
    },
  )
  importId = await local.start(uploadOf(connectorId, pets(250), {}))
  const report = await local.finish(importId)
  await pending
  return { local, importId, report }
}

/** Opens the record of an import, as the API does. */
const openRecord = (
  { environment }: LocalImporter,
  importId: string,
  fields: Pick<ImportRecord, 'target' | 'source'>,
): Promise<ImportRecord> =>
  createRecordStore(new DynamoDBClient({}), environment.TABLE ?? '', Date.now).open(importId, fields)

const closeEvent = (importId: string, status = 'STOPPED') => ({
  detail: {
    durableExecutionName: importId,
    status,
    startTimestamp: '2030-01-01T00:00:00.000Z',
    endTimestamp: '2030-01-01T01:00:00.000Z',
  },
})

const closer = (local: LocalImporter, overrides: Overrides = {}) => {
  const handler = createHandler(local.environment, overrides)
  return (event: unknown) => handler(event, createFunctionContext('close-import'))
}

test('an import of 500 actions is cancelled between two batches, and the same upload continues it', async () => {
  const notes = createNotes()
  const { local, importId, report } = await interrupted('amid', (own, id) => own.cancel(id), notes)
  const { created, failed } = report.counts.actions
  expect(report).toMatchObject({ outcome: 'cancelled', reason: expect.stringMatching(/^Cancelled\. Import again/) })
  expect({ sum: created + failed, some: created > 0, notAll: failed > 0 }).toEqual({
    sum: 500,
    some: true,
    notAll: true,
  })
  expect(contents('amid').actions).toHaveLength(created)
  expect(await local.record(importId)).toMatchObject({ status: 'cancelled', cancelRequestedAt: expect.any(String) })
  expect(notes.measured).toMatchObject([{ importId, outcome: 'cancelled' }])
  expect(notes.announced).toMatchObject([{ importId, outcome: 'cancelled' }])
  expect(await local.cancel(importId)).toBe(false)

  expect(await run('amid', pets(250))).toMatchObject({
    outcome: 'succeeded',
    counts: { actions: { created: failed, unchanged: created } },
  })
  expect(contents('amid').actions).toHaveLength(500)
})

test('an import that is cancelled before it starts sends no request', async () => {
  seed('before')
  const local = importer()
  const importId = await local.start(uploadOf('before', pets(), {}))
  const record = { target: { organisationId: ORGANISATION, connectorId: 'before', version: 'v1' } }
  await openRecord(local, importId, record)
  expect(await local.cancel(importId)).toBe(true)
  const before = platform().requests.length
  expect(await local.finish(importId)).toMatchObject({ outcome: 'cancelled', counts: { operations: 0 } })
  expect(platform().requests).toHaveLength(before)
  expect(await local.record(importId)).toMatchObject({ status: 'cancelled', ...record })
})

test('an import that waits for the platform is cancelled at once, and releases its target', async () => {
  seed('waits')
  const notes = createNotes()
  const local = importer(waiting(7_200), notes)
  const importId = await local.start(uploadOf('waits', pets(), {}))
  platform().faults = OUTAGE
  const finished = local.finish(importId)
  await recordWith(local, importId, ({ waitingUntil }) => waitingUntil !== undefined)
  expect(await local.cancel(importId)).toBe(true)
  expect(await finished).toMatchObject({ outcome: 'cancelled' })
  expect(await local.record(importId)).toMatchObject({ status: 'cancelled' })
  expect(notes.measured).toMatchObject([{ importId, outcome: 'cancelled' }])
  // An event may be sent twice.
  expect(new Set(notes.announced.map(({ outcome }) => outcome))).toEqual(new Set(['cancelled']))
  platform().faults = {}
  expect(await run('waits', pets())).toMatchObject({ outcome: 'succeeded', counts: { actions: { created: 8 } } })
})

test('an import that waits for its target is cancelled at once, and one that holds it frees it', async () => {
  seed('shared')
  const local = importer(waiting(7_200))
  const holder = await local.start(uploadOf('shared', pets(2), {}))
  platform().faults = OUTAGE
  const held = local.finish(holder)
  const isWaiting = ({ waitingUntil }: ImportRecord) => waitingUntil !== undefined
  await recordWith(local, holder, isWaiting)

  const second = await local.start(uploadOf('shared', pets(3), {}))
  const cancelled = local.finish(second)
  await recordWith(local, second, isWaiting)
  expect(await local.cancel(second)).toBe(true)
  expect(await cancelled).toMatchObject({ outcome: 'cancelled', counts: { operations: 0 } })
  expect(await local.record(holder)).toMatchObject({ status: 'running' })

  const third = importer()
  const thirdId = await third.start(uploadOf('shared', pets(4), {}))
  expect(await local.cancel(holder)).toBe(true)
  expect(await held).toMatchObject({ outcome: 'cancelled' })
  platform().faults = {}
  expect(await third.finish(thirdId)).toMatchObject({ outcome: 'succeeded', counts: { actions: { created: 8 } } })
})

test('an execution of another version of the importer ends with a sentence, and the same upload starts anew', async () => {
  seed('other-version')
  const upload = uploadOf('other-version', pets(), {})
  const never = () => new Promise(() => {})
  const local = importer(waiting(7_200), { engine: { sleep: never } })
  const importId = await local.start(upload)
  platform().faults = OUTAGE
  void local.finish(importId)
  await recordWith(local, importId, ({ waitingUntil }) => waitingUntil !== undefined)
  const journal = join(stack().executionsDirectory, `${importId}.jsonl`)
  await writeFile(journal, (await readFile(journal, 'utf8')).replaceAll('"Name":"open"', '"Name":"read"'))

  platform().faults = {}
  const other = importer()
  await expect(other.finish(importId)).rejects.toThrow(
    `Another version of the importer started import ${importId}, and this version can't continue it. Import the document again`,
  )
  const next = await other.start(upload)
  expect(next).not.toBe(importId)
  expect(await other.finish(next)).toMatchObject({ outcome: 'succeeded' })
})

test('an import that was stopped by a person is closed as failed', async () => {
  seed('stopped')
  const notes = createNotes()
  const local = importer(waiting(7_200), notes)
  const importId = await local.start(uploadOf('stopped', pets(), {}))
  platform().faults = OUTAGE
  const finished = local.finish(importId)
  const { executionArn = '' } = await recordWith(local, importId, ({ waitingUntil }) => waitingUntil !== undefined)
  await stopExecution(new LambdaClient({}), executionArn)
  const reason = expect.stringMatching(/^The execution was stopped in AWS Lambda\. Import again/)
  expect(await finished).toMatchObject({ outcome: 'failed', reason })
  expect(await local.record(importId)).toMatchObject({ status: 'failed', reason, finishedAt: expect.any(String) })
  const [measured] = notes.measured
  expect(measured).toMatchObject({ importId, outcome: 'failed' })
  expect(measured).not.toHaveProperty('badInput')
})

test('what a stopped import has written is in its report and in the ledger', async () => {
  const stop = async (own: LocalImporter, importId: string): Promise<void> => {
    const { executionArn = '' } = (await own.record(importId)) ?? {}
    await stopExecution(new LambdaClient({}), executionArn)
  }
  const { report } = await interrupted('amid-stop', stop, createNotes())
  const { created, failed } = report.counts.actions
  expect(report).toMatchObject({ outcome: 'failed', reason: expect.stringContaining('was stopped') })
  expect({ sum: created + failed, some: created > 0, notAll: failed > 0 }).toEqual({
    sum: 500,
    some: true,
    notAll: true,
  })
  // Without the ledger, a changed item would be a conflict.
  const changed = JSON.parse(JSON.stringify(pets(250)).replaceAll('"A problem"', '"A failure"'))
  const again = await run('amid-stop', changed)
  expect(again.outcome).toBe('succeeded')
  expect(again.counts.actions.kept).toBe(0)
  expect(contents('amid-stop').actions).toHaveLength(500)
})

test('an import that times out is closed as failed', async () => {
  seed('timed-out')
  const local = importer(waiting(86_400), { engine: fakeClock() })
  const importId = await local.start(uploadOf('timed-out', pets(), {}))
  platform().faults = OUTAGE
  const reason = expect.stringMatching(/^The execution timed out after 24 hours\. Import again/)
  expect(await local.finish(importId)).toMatchObject({ outcome: 'failed', reason })
  expect(await local.record(importId)).toMatchObject({ status: 'failed', reason })
})

test('an import that could not start within six hours is closed as failed, and the same upload starts anew', async () => {
  seed('dropped')
  const clock = fakeClock()
  const local = importer({}, { engine: clock })
  const importId = await local.start(uploadOf('dropped', pets(), {}))
  await clock.sleep(6 * 3_600_000 + 1)
  const reason = expect.stringMatching(/^The import never started: .* Check errors and throttles of run-import/)
  expect(await local.finish(importId)).toMatchObject({ outcome: 'failed', reason, target: { connectorId: 'dropped' } })
  expect(await local.record(importId)).toMatchObject({
    status: 'failed',
    reason,
    target: { organisationId: ORGANISATION, connectorId: 'dropped', version: 'v1' },
  })
  const again = await local.start(uploadOf('dropped', pets(), {}))
  expect(again).not.toBe(importId)
  expect(await local.finish(again)).toMatchObject({ outcome: 'succeeded' })
})

test('an import is closed once, also by two calls at the same time', async () => {
  seed('twice')
  const notes = createNotes()
  const local = importer()
  const importId = await local.start(uploadOf('twice', pets(), {}))
  const target = { organisationId: ORGANISATION, connectorId: 'twice', version: 'v1' }
  const source = { bucket: local.environment.BUCKET ?? '', key: 'documents/org/twice/v1/api.json' }
  await openRecord(local, importId, { target, source })
  const close = closer(local, notes.overrides)
  const message = { Records: [{ body: JSON.stringify({ importId, target, source }) }] }
  await Promise.all([close(closeEvent(importId)), close(closeEvent(importId)), close(message)])
  expect(notes.measured).toMatchObject([{ importId, outcome: 'failed' }])
  const { reason, finishedAt } = (await local.record(importId)) ?? {}
  for (const event of [closeEvent(importId), closeEvent(importId, 'TIMED_OUT'), message])
    expect(await close(event)).toEqual({ kind: 'finished' })
  expect(await local.record(importId)).toMatchObject({ status: 'failed', reason, finishedAt })
  expect(notes.measured).toHaveLength(1)
  expect(new Set(notes.announced.map(each => each.reason))).toEqual(new Set([reason]))
})

test('a late event does not change a finished import', async () => {
  seed('late')
  const local = importer()
  const importId = await local.start(uploadOf('late', pets(), {}))
  const report = await local.finish(importId)
  const record = await local.record(importId)
  expect(await closer(local)(closeEvent(importId, 'FAILED'))).toEqual({ kind: 'finished' })
  expect(await local.record(importId)).toEqual(record)
  expect(await local.finish(importId)).toEqual(report)
})

test('an import that ends while it is closed has one report', async () => {
  seed('race')
  const notes = createNotes()
  const closed: unknown[] = []
  const local: LocalImporter = importer(
    {},
    {
      overrides: {
        meter: {
          ...notes.overrides.meter,
          finished: async () => {},
          // Each invocation calls it before its first step.
          age: async () => void closed.push(await closer(local, notes.overrides)(closeEvent(importId))),
        },
      },
    },
  )
  const importId: string = await local.start(uploadOf('race', pets(), {}))
  const report = await local.finish(importId)
  expect(closed).toMatchObject([{ kind: 'closed', result: { outcome: 'failed' } }])
  expect(report).toMatchObject({ outcome: 'failed', reason: expect.stringContaining('was stopped') })
  expect(await local.record(importId)).toMatchObject({ status: 'failed', reason: report.reason })
  expect(notes.measured).toHaveLength(1)
})

test('an unknown execution is left alone', async () => {
  expect(await closer(importer())(closeEvent('imp-unknown'))).toEqual({ kind: 'unknown' })
})

test('a message that was moved back from the dead-letter queue is understood', async () => {
  const close = closer(importer())
  for (const body of [closeEvent('imp-moved'), { requestPayload: closeEvent('imp-moved') }])
    expect(await close({ Records: [{ body: JSON.stringify(body) }] })).toEqual({ kind: 'unknown' })
  await expect(close({ Records: [{ body: '{}' }] })).rejects.toThrow()
})

test.for(['plan', 'changes', 'actions', 'definitions'] as const)(
  'an import whose %s are damaged is closed with a report that names the file',
  async artifact => {
    const connectorId = `damaged-${artifact}`
    seed(connectorId)
    const notes = createNotes()
    const local = importer()
    const finished = await local.start(uploadOf(connectorId, pets(), {}))
    await local.finish(finished)
    // The state of an execution that ended before its report.
    const importId = `${finished}-ended`
    const { BUCKET = '' } = local.environment
    const target = { organisationId: ORGANISATION, connectorId, version: 'v1' }
    const source = { bucket: BUCKET, key: `documents/${ORGANISATION}/${connectorId}/v1/api.json` }
    await openRecord(local, importId, { target, source })
    const objects = createObjectStore(new S3Client({ forcePathStyle: true }), BUCKET)
    const [from, to] = [artifactsOf(finished), artifactsOf(importId)]
    for (const name of ['plan', 'changes', 'actions', 'definitions'] as const)
      await objects.writeJson(to[name], await objects.readJson(from[name]))
    await objects.write(to[artifact], 'damaged', 'application/gzip')

    const reason = `${STOPPED} Can't read ${to[artifact]}: its content is damaged. Import again.`
    const closed = await closer(local, notes.overrides)(closeEvent(importId))
    expect(closed).toMatchObject({ kind: 'closed', result: { outcome: 'failed', reason } })
    expect(await local.record(importId)).toMatchObject({ status: 'failed', reason, reportKey: expect.any(String) })
    expect(notes.announced).toMatchObject([{ importId, outcome: 'failed' }])
    expect(await run(connectorId, pets())).toMatchObject({ outcome: 'unchanged' })
  },
)

const STOPPED =
  'The execution was stopped in AWS Lambda. Import again to continue: items that are written already are not written twice.'

/** Returns the keys of the artifacts of an import with one batch and one request. */
const artifactsOf = (importId: string) => {
  const { plan, changes, actions, definitions } = importKeys(importId)
  return { plan, changes, actions: actions(0), definitions: definitions(0) }
}

test('an execution that ends before the report of a refused import is closed as refused, and records no title', async () => {
  seed('refusing')
  await run('refusing', pets(1))
  const renamed = { ...pets(1), info: { title: 'Other', version: '1' } }
  const { importId: complete, reason } = await run('refusing', renamed)
  const local = importer()
  const { BUCKET: bucket = '' } = local.environment
  const objects = createObjectStore(new S3Client({ forcePathStyle: true }), bucket)
  // As its execution has left it.
  const importId = 'imp-without-report'
  for (const file of ['plan.json.gz', 'changes.json.gz'])
    await objects.write(
      `imports/${importId}/${file}`,
      (await objects.read(`imports/${complete}/${file}`)) ?? '',
      'application/gzip',
    )
  const target = { organisationId: ORGANISATION, connectorId: 'refusing', version: 'v1' }
  await openRecord(local, importId, {
    target,
    source: { bucket, key: `documents/${ORGANISATION}/refusing/v1/api.json` },
  })
  expect(await closer(local)(closeEvent(importId))).toMatchObject({
    kind: 'closed',
    result: { outcome: 'refused', reason },
  })
  expect(
    await objects.read(importKeys(importId).report).then(bytes => JSON.parse(Buffer.from(bytes ?? []).toString())),
  ).toMatchObject({
    outcome: 'refused',
    confirm: [{ code: 'title' }],
    actions: [{ change: 'unchanged' }, { change: 'unchanged' }],
  })
  expect(await run('refusing', renamed)).toMatchObject({ outcome: 'refused' })
})
