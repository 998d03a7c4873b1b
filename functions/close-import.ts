import { Logger } from '@aws-lambda-powertools/logger'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { EventBridgeClient } from '@aws-sdk/client-eventbridge'
import { S3Client } from '@aws-sdk/client-s3'
import middy from '@middy/core'
import * as v from 'valibot'
import { AWS_OPTIONS } from '../lib/config/aws-options.ts'
import { CloseSettings, parseSettings } from '../lib/config/settings.ts'
import { type CloseDependencies, type Closed, closeImport, type Ended } from '../lib/import/finish/close-import.ts'
import { ImportRequest } from '../lib/request/import-request.ts'
import { createLedgerStore } from '../lib/store/ledgers.ts'
import { createLockStore } from '../lib/store/locks.ts'
import { createObjectStore } from '../lib/store/objects.ts'
import { createRecordStore } from '../lib/store/records.ts'
import { createAnnouncer } from '../lib/telemetry/announcer.ts'
import { createMeter } from '../lib/telemetry/meter.ts'
import { lazy } from '../lib/util/lazy.ts'

const timestamp = v.pipe(v.string(), v.isoTimestamp())

/**
 * Part of the event "Durable Execution Status Change" that closing an import needs.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/durable-monitoring.html
 */
const StatusChange = v.object({
  detail: v.object({
    /** The import id. */
    durableExecutionName: v.string(),
    status: v.picklist(['FAILED', 'TIMED_OUT', 'STOPPED']),
    startTimestamp: timestamp,
    endTimestamp: timestamp,
  }),
})

/**
 * Body of a message of the queue: the request of an execution that ended early or never started. A message that was moved
 * back from the dead-letter queue can also have a status event, or Lambda's record of a failed invocation with one.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 */
const Body = v.union([ImportRequest, StatusChange, v.object({ requestPayload: StatusChange })])
const Messages = v.object({ Records: v.tuple([v.object({ body: v.pipe(v.string(), v.parseJson(), Body) })]) })
const CloseEvent = v.union([StatusChange, Messages])

type Request = { readonly importId: string; readonly ended: Ended; readonly request?: ImportRequest }

const readEvent = (event: unknown): Request => {
  const parsed = v.parse(CloseEvent, event)
  const message = 'Records' in parsed ? parsed.Records[0].body : parsed
  if ('importId' in message) return { importId: message.importId, ended: { kind: 'undelivered' }, request: message }
  const { detail } = 'requestPayload' in message ? message.requestPayload : message
  return { importId: detail.durableExecutionName, ended: endOf(detail) }
}

const endOf = ({ status, startTimestamp, endTimestamp }: v.InferOutput<typeof StatusChange>['detail']): Ended => {
  if (status === 'STOPPED') return { kind: 'stopped' }
  if (status === 'FAILED') return { kind: 'broken' }
  return { kind: 'timed-out', seconds: (Date.parse(endTimestamp) - Date.parse(startTimestamp)) / 1000 }
}

const createDependencies = (settings: CloseSettings, overrides: Partial<CloseDependencies>): CloseDependencies => {
  const table = new DynamoDBClient(AWS_OPTIONS)
  const s3 = new S3Client({ ...AWS_OPTIONS, forcePathStyle: settings.S3_FORCE_PATH_STYLE })
  const objects = createObjectStore(s3, settings.BUCKET)
  return {
    objects,
    ledgers: createLedgerStore(objects),
    records: createRecordStore(table, settings.TABLE, Date.now),
    locks: createLockStore(table, settings.TABLE, Date.now),
    meter: createMeter({ namespace: settings.METRICS_NAMESPACE, write: line => process.stdout.write(line) }),
    announce: createAnnouncer(new EventBridgeClient(AWS_OPTIONS), {
      bus: settings.EVENT_BUS,
      stage: settings.STAGE,
      bucket: settings.BUCKET,
    }),
    now: Date.now,
    ...overrides,
  }
}

/** Creates the handler that closes an import whose execution ended without a report. */
export function createHandler(
  environment: Readonly<Record<string, string | undefined>>,
  overrides: Partial<CloseDependencies> = {},
) {
  const prepare = lazy(() => {
    const settings = parseSettings(CloseSettings, environment)
    const logger = new Logger({ serviceName: 'close-import', logLevel: settings.LOG_LEVEL })
    return { dependencies: createDependencies(settings, overrides), logger }
  })
  return middy(async (event: unknown): Promise<Closed> => {
    const { dependencies, logger } = prepare()
    const { importId, ended, request } = readEvent(event)
    const closed = await closeImport(dependencies, importId, ended, request)
    logger.info('Handled the end of an execution', { importId, ended, ...closed })
    return closed
  })
}

export const handler = createHandler(process.env)
