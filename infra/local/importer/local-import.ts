import { AsyncLocalStorage } from 'node:async_hooks'
import { setTimeout as delay } from 'node:timers/promises'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { createHandler as createCloseImport } from '../../../functions/close-import.ts'
import { createHandler as createRunImport, type Overrides } from '../../../functions/run-import.ts'
import { createHandler as createStartOnUpload } from '../../../functions/start-on-upload.ts'
import type { CoveredImport } from '../../../lib/import/model.ts'
import type { ProgressEvent } from '../../../lib/import/progress.ts'
import type { Started } from '../../../lib/import/uploads/start-uploaded.ts'
import type { Outcome, Report } from '../../../lib/report/report.ts'
import { importIdOf } from '../../../lib/request/import-request.ts'
import type { Target } from '../../../lib/request/target.ts'
import { readLink } from '../../../lib/store/connector-links.ts'
import { importKeys, parseDocumentKey } from '../../../lib/store/keys.ts'
import { createObjectStore } from '../../../lib/store/objects.ts'
import { createRecordStore, type ImportRecord, isWaiting } from '../../../lib/store/records.ts'
import { sha256 } from '../../../lib/util/hash.ts'
import { type ObjectCreatedEvent, statusChanged } from '../aws/events.ts'
import type { Stack } from '../aws/stack.ts'
import { createDurableEngine } from '../durable/engine.ts'
import { createLambdaContext } from '../durable/lambda-context.ts'
import type { ExecutionStatus } from '../durable/listeners.ts'
import type { EngineOptions } from '../durable/options.ts'
import { unlessFault } from '../state/guard.ts'
import { keepAccepted, settleAccepted } from './accepted-document.ts'
import { LOCAL_SETTINGS } from './local-settings.ts'
import { folderOf, forgetDecisions, type LocalDocument, uploadDocument } from './upload.ts'

export type LocalImporter = {
  /** Uploads a document and starts its import, or continues an interrupted import of it. @returns the import's id */
  readonly start: (document: LocalDocument) => Promise<string>
  /** Returns true when an import with this id was started on this stack. */
  readonly knows: (importId: string) => Promise<boolean>
  /** Returns true if the connector of a target is one that an import has created. */
  readonly isLinked: (target: Target) => Promise<boolean>
  /** Runs a started import until it ends. */
  readonly finish: (importId: string) => Promise<Report>
  /** Runs an execution until it ends. @returns the report; undefined if another import covers its uploads */
  readonly run: (importId: string) => Promise<Report | undefined>
  /** Asks an import to stop before its next step. One that waits is stopped at once. @returns false if it has ended */
  readonly cancel: (importId: string) => Promise<boolean>
  /** Reads the record of an import. */
  readonly record: (importId: string) => Promise<ImportRecord | undefined>
  /** Calls start-on-upload with an event of S3. */
  readonly uploaded: (event: ObjectCreatedEvent) => Promise<Started>
  /** The settings of all functions on the stack. */
  readonly environment: Readonly<Record<string, string>>
}

export type LocalOptions = {
  /** Replacements of the dependencies of an import. */
  readonly overrides?: Overrides
  /** Receives the progress of each import. Must not throw. */
  readonly onProgress?: (importId: string, event: ProgressEvent) => void
  /** Receives the id of every started import. Only `finish` runs it. */
  readonly onStart?: (importId: string) => void
  /** Receives a message when an invocation ended with an error and will be repeated. */
  readonly onRetry?: (message: string) => void
  /** False if a refused document replaces the accepted one, as in a deployment. */
  readonly keepsAccepted?: boolean
  /** Replacements of the options of the durable engine. */
  readonly engine?: Partial<EngineOptions>
}

/** Wait in milliseconds before the next look for the record of an import that starts. */
const STARTING_MS = 50

/**
 * Connects the deployed functions to a local stack. Sets the environment of this process, because the AWS SDK reads its
 * endpoints from it.
 */
export function createLocalImporter(
  stack: Stack,
  settings: Readonly<Record<string, string>> = {},
  {
    overrides: replaced = {},
    onStart,
    onRetry = () => undefined,
    onProgress,
    keepsAccepted = true,
    engine: engineOptions,
  }: LocalOptions = {},
): LocalImporter {
  // Imports share their clients, so an event of a client is of the import that the request was made for.
  const running = new AsyncLocalStorage<string>()
  const progress = onProgress && ((event: ProgressEvent) => onProgress(running.getStore() ?? '', event))
  const overrides = { ...replaced, ...(progress && { progress }) }
  const environment: Record<string, string> = {
    ...LOCAL_SETTINGS,
    ...settings,
    ...stack.environment,
  }
  Object.assign(process.env, environment)
  const { BUCKET = '', TABLE = '', IMPORT_FUNCTION = '', AWS_REGION = '' } = environment
  const s3 = new S3Client({ forcePathStyle: true })
  const records = createRecordStore(new DynamoDBClient({}), TABLE, Date.now)
  const closeImport = createCloseImport(environment, overrides)
  const close = (event: unknown) => closeImport(event, createFunctionContext('close-import'))
  const deadLetter = (payload: unknown) => close({ Records: [{ body: JSON.stringify(payload) }] })
  const payloads = new Map<string, unknown>()
  const engine = createDurableEngine({
    directory: stack.executionsDirectory,
    handler: createRunImport(environment, overrides),
    // As the rule and the queue of infra/failures.yml.
    onStatusChange: async change => {
      if (change.status === 'RUNNING' || change.status === 'SUCCEEDED') return
      const closed = await close(statusChanged(change, { uuid: () => crypto.randomUUID(), region: AWS_REGION }))
      const payload = payloads.get(change.durableExecutionName)
      if (closed.kind === 'unknown' && payload !== undefined) await deadLetter(payload)
    },
    onDiscard: ({ payload }) => deadLetter(payload),
    // Without the message, an import that fails endlessly would look like one that hangs.
    onInvocationError: ({ name, error, retryInMs }) =>
      onRetry(`Import ${name} was interrupted: ${error.message}. It continues in ${retryInMs / 1000} s.`),
    onWriteError: stack.guard.report,
    fault: stack.guard.fault,
    ...engineOptions,
  })
  const guarded = <T>(work: Promise<T>): Promise<T> => unlessFault(stack.guard.fault, work)
  stack.lambda.onStop(async arn => {
    const [, name = ''] = /\/durable-execution\/([^/]+)\//.exec(arn) ?? []
    return (await engine.status(name)) === undefined ? undefined : engine.stop(name)
  })
  const readReport = async (importId: string): Promise<Report | undefined> => {
    const { report } = importKeys(importId)
    const found = (await records.find(importId))?.reportKey === report
    if (!found) return undefined
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: report }))
    return JSON.parse((await Body?.transformToString()) ?? '') as Report
  }
  stack.lambda.register(IMPORT_FUNCTION, async ({ name, payload }) => {
    if (name === undefined) throw new Error('The name of the execution is missing.')
    const started = await engine.start({ name, payload })
    payloads.set(name, payload)
    onStart?.(name)
    return started
  })
  const startOnUpload = createStartOnUpload(environment)
  const uploaded = (event: ObjectCreatedEvent) => startOnUpload(event, createFunctionContext('start-on-upload'))

  const run = async (importId: string): Promise<Report | undefined> => {
    const ended = running.run(importId, () => engine.run(importId))
    const execution = await ended.catch((error: unknown) => ({ status: 'DISCARDED' as const, error }))
    if (execution.status === 'SUCCEEDED' && (execution.result as Partial<CoveredImport>).covered) return undefined
    const report = execution.status === 'FAILED' ? undefined : await readReport(importId)
    if (report !== undefined) return report
    if (execution.status === 'DISCARDED') throw execution.error
    if (execution.status === 'FAILED' && execution.error.ErrorType === 'NonDeterministicExecutionError')
      throw new Error(ofAnotherVersion(importId))
    const why = execution.status === 'SUCCEEDED' ? undefined : execution.error.ErrorMessage
    throw new Error(unreported(importId, execution.status, why))
  }

  /** Returns true if an upload has an import that has ended, also one whose event was discarded. Ends a cancelled one. */
  const isOver = async (key: string, sequencer: string): Promise<boolean> => {
    const importId = importIdOf({ bucket: BUCKET, key, sequencer })
    const status = await engine.status(importId)
    const record = await records.find(importId)
    if (status === undefined) return record?.finishedAt !== undefined
    // The process that should have ended it was ended itself.
    if (status === 'RUNNING' && record?.cancelRequestedAt !== undefined) await engine.stop(importId)
    return status !== 'RUNNING' || record?.cancelRequestedAt !== undefined
  }

  /** Returns true if an execution has begun, but has not recorded its start. */
  const isStarting = async (importId: string): Promise<boolean> => {
    const [status, record] = await Promise.all([engine.status(importId), records.find(importId)])
    return status === 'RUNNING' && record === undefined
  }

  const start = async (document: LocalDocument): Promise<string> => {
    const sequencer = await nextSequencer(document, isOver)
    if (keepsAccepted) await keepAccepted(folderOf(document), { client: s3, bucket: BUCKET })
    const event = await uploadDocument(document, { client: s3, bucket: BUCKET, region: AWS_REGION, sequencer })
    const started = await uploaded(event)
    if ('ignored' in started) throw new Error(`The upload ${started.ignored} is not a document.`)
    return started.importId
  }

  /** Settles which document a later re-import uses, and with which options. */
  const settleDocument = async (key: string, outcome: Outcome): Promise<void> => {
    const prefix = parseDocumentKey(key)?.prefix
    if (prefix !== undefined) await settleAccepted(prefix, outcome, { client: s3, bucket: BUCKET })
    await forgetDecisions(createObjectStore(s3, BUCKET), key, outcome === 'refused')
  }

  return {
    start: document => guarded(start(document)),
    knows: async importId => (await guarded(engine.status(importId))) !== undefined,
    isLinked: async target => (await guarded(readLink(createObjectStore(s3, BUCKET), target))) !== undefined,
    finish: async importId => {
      const report = await guarded(run(importId))
      if (report === undefined) throw new Error(`Import ${importId} has no report: a later import covers its uploads.`)
      const { source } = (await guarded(records.find(importId))) ?? {}
      if (source !== undefined) await guarded(settleDocument(source.key, report.outcome))
      return report
    },
    cancel: async importId => {
      let record = await records.requestCancel(importId)
      // An import has a record from its first step on.
      while (record === undefined && (await isStarting(importId))) {
        await delay(STARTING_MS)
        record = await records.requestCancel(importId)
      }
      if (record === undefined) return false
      if (isWaiting(record, Date.now())) await engine.stop(importId)
      return true
    },
    run: importId => guarded(run(importId)),
    record: importId => records.find(importId),
    uploaded,
    environment,
  }
}

const ofAnotherVersion = (importId: string): string =>
  `Another version of the importer started import ${importId}, and this version can't continue it. Import the document again: items that are written already are not written twice.`

const unreported = (importId: string, status: ExecutionStatus, message = 'unknown error'): string =>
  `Import ${importId} ended as ${status}, without a report: ${message.replace(/\.$/, '')}. Import the document again.`

/** Returns the sequencer of an unfinished upload of the same document and options, or a new one. */
const nextSequencer = async (
  document: LocalDocument,
  isOver: (key: string, sequencer: string) => Promise<boolean>,
): Promise<string> => {
  const { root, options, files } = document
  const contents = [...files].map(([name, bytes]) => [name, sha256(bytes)])
  const digest = sha256(JSON.stringify([options, contents])).slice(0, 24)
  for (let run = 0; ; run++) {
    const sequencer = (digest + run.toString(16).padStart(8, '0')).toUpperCase()
    if (!(await isOver(folderOf(document) + root, sequencer))) return sequencer
  }
}

/** Creates the context of one local invocation of a function. */
export function createFunctionContext(functionName: string) {
  return createLambdaContext({
    functionName,
    invokedFunctionArn: `arn:aws:lambda:us-east-1:000000000000:function:${functionName}`,
    awsRequestId: crypto.randomUUID(),
    deadline: Date.now() + 30_000,
    now: Date.now,
  })
}
