import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { createHandler as createRunImport, type Overrides } from '../../../functions/run-import.ts'
import { createHandler as createStartOnUpload, type Started } from '../../../functions/start-on-upload.ts'
import type { ImportResult } from '../../../lib/import/model.ts'
import type { Report } from '../../../lib/report/report.ts'
import { importIdOf } from '../../../lib/request/import-request.ts'
import { documentPrefix } from '../../../lib/store/keys.ts'
import { createRecordStore, type ImportRecord } from '../../../lib/store/records.ts'
import { sha256 } from '../../../lib/util/hash.ts'
import type { ObjectCreatedEvent } from '../aws/events.ts'
import type { Stack } from '../aws/stack.ts'
import { createDurableEngine, type DurableEngine } from '../durable/engine.ts'
import { createLambdaContext } from '../durable/lambda-context.ts'
import { type LocalDocument, uploadDocument } from './upload.ts'

export type LocalImporter = {
  /** Uploads a document, which starts its import, or goes on with one of the same document that was interrupted. */
  readonly start: (document: LocalDocument) => Promise<string>
  /** Whether an import of that id was ever started here. */
  readonly knows: (importId: string) => Promise<boolean>
  /** Runs an import that was started, now or earlier, to its end. */
  readonly finish: (importId: string) => Promise<Report>
  /** What the table says of an import. */
  readonly record: (importId: string) => Promise<ImportRecord | undefined>
  /** Hands an event of S3 on to the function that it is for. */
  readonly uploaded: (event: ObjectCreatedEvent) => Promise<Started>
  /** The settings of all functions on the stack. */
  readonly environment: Readonly<Record<string, string>>
}

export type LocalOptions = {
  /** Edges of the import that are not the real ones. */
  readonly overrides?: Overrides
  /** Told of every import that any function has started; nothing runs it but `finish`. */
  readonly onStart?: (importId: string) => void
}

/**
 * The functions as they are deployed, on the embedded stack. Sets this process's environment, from which the AWS SDK
 * takes its endpoints.
 */
export function createLocalImporter(
  stack: Stack,
  settings: Readonly<Record<string, string>> = {},
  { overrides = {}, onStart }: LocalOptions = {},
): LocalImporter {
  const environment: Record<string, string> = {
    OUTAGE_AFTER: '10',
    OUTAGE_WAITS: '',
    // Nothing else runs on this state directory, so a lock that is still there belongs to the dead.
    LEASE_SECONDS: '10',
    LOG_LEVEL: 'SILENT',
    ...settings,
    ...stack.environment,
  }
  Object.assign(process.env, environment)
  const { BUCKET = '', TABLE = '', IMPORT_FUNCTION = '', AWS_REGION = '' } = environment
  const s3 = new S3Client({ forcePathStyle: true })
  const records = createRecordStore(new DynamoDBClient({}), TABLE, Date.now)
  const engine = createDurableEngine({
    directory: stack.executionsDirectory,
    handler: createRunImport(environment, overrides),
  })
  stack.lambda.register(IMPORT_FUNCTION, async ({ name, payload }) => {
    if (name === undefined) throw new Error('An import is started under its id.')
    const started = await engine.start({ name, payload })
    onStart?.(name)
    return started
  })
  const startOnUpload = createStartOnUpload(environment)
  const uploaded = (event: ObjectCreatedEvent) => startOnUpload(event, createFunctionContext('start-on-upload'))

  return {
    start: async document => {
      const sequencer = await nextSequencer(engine, BUCKET, document)
      const event = await uploadDocument(document, { client: s3, bucket: BUCKET, region: AWS_REGION, sequencer })
      const started = await uploaded(event)
      if ('ignored' in started) throw new Error(`The upload ${started.ignored} was taken for no document.`)
      return started.importId
    },
    knows: async importId => (await engine.status(importId)) !== undefined,
    finish: async importId => {
      const execution = await engine.run(importId)
      if (execution.status === 'FAILED')
        throw new Error(`The import ${importId} broke off: ${execution.error.ErrorMessage}`)
      const { reportKey } = execution.result as ImportResult
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: reportKey }))
      return JSON.parse((await Body?.transformToString()) ?? '') as Report
    },
    record: importId => records.find(importId),
    uploaded,
    environment,
  }
}

/** The same document and options are the same upload as long as their import has not ended. */
const nextSequencer = async (engine: DurableEngine, bucket: string, document: LocalDocument): Promise<string> => {
  const { target, root, options, files } = document
  const contents = [...files].map(([name, bytes]) => [name, sha256(bytes)])
  const digest = sha256(JSON.stringify([options, contents])).slice(0, 24)
  for (let run = 0; ; run++) {
    const sequencer = (digest + run.toString(16).padStart(8, '0')).toUpperCase()
    const status = await engine.status(importIdOf({ bucket, key: documentPrefix(target) + root, sequencer }))
    if (status === undefined || status === 'RUNNING') return sequencer
  }
}

/** The context of one invocation of a function that runs here. */
export function createFunctionContext(functionName: string) {
  return createLambdaContext({
    functionName,
    invokedFunctionArn: `arn:aws:lambda:us-east-1:000000000000:function:${functionName}`,
    awsRequestId: crypto.randomUUID(),
    deadline: Date.now() + 30_000,
    now: Date.now,
  })
}
