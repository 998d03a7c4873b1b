import { Logger } from '@aws-lambda-powertools/logger'
import { LambdaClient } from '@aws-sdk/client-lambda'
import { S3Client } from '@aws-sdk/client-s3'
import middy from '@middy/core'
import * as v from 'valibot'
import { AWS_OPTIONS } from '../lib/config/aws-options.ts'
import { parseSettings, UploadSettings } from '../lib/config/settings.ts'
import { type Started, startUploaded } from '../lib/import/uploads/start-uploaded.ts'
import { invokeImport } from '../lib/request/invoke-import.ts'
import { createObjectStore } from '../lib/store/objects.ts'
import { lazy } from '../lib/util/lazy.ts'

/**
 * Part of the S3 event "Object Created" that an import needs.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
 */
const ObjectCreated = v.object({
  time: v.pipe(v.string(), v.isoTimestamp()),
  detail: v.object({
    bucket: v.object({ name: v.string() }),
    object: v.object({
      key: v.string(),
      etag: v.optional(v.string()),
      'version-id': v.optional(v.string()),
      sequencer: v.optional(v.string(), ''),
    }),
    /** Account of the uploader, or an AWS service. */
    requester: v.optional(v.string()),
  }),
})

/** Creates the handler that starts the imports of an uploaded file. Objects that change no document are ignored. */
export function createHandler(environment: Readonly<Record<string, string | undefined>>) {
  const dependencies = lazy(() => {
    const settings = parseSettings(UploadSettings, environment)
    const logger = new Logger({ serviceName: 'start-on-upload', logLevel: settings.LOG_LEVEL })
    const s3 = new S3Client({ ...AWS_OPTIONS, forcePathStyle: settings.S3_FORCE_PATH_STYLE })
    return { settings, logger, s3, lambda: new LambdaClient(AWS_OPTIONS) }
  })
  return middy(async (event: unknown): Promise<Started> => {
    const { settings, logger, s3, lambda } = dependencies()
    const { time, detail } = v.parse(ObjectCreated, event)
    const { bucket, object, requester: caller } = detail
    const { key, etag, sequencer, 'version-id': versionId } = object
    const started = await startUploaded(
      {
        bucket: bucket.name,
        objects: createObjectStore(s3, bucket.name),
        start: request => invokeImport(lambda, settings.IMPORT_FUNCTION, request),
        quietSeconds: settings.QUIET_SECONDS,
      },
      { key, etag, versionId, sequencer, caller, at: Date.parse(time) },
    )
    const ignored = 'Ignored an object that changes no document, or that has an invalid id in its key'
    logger.info('ignored' in started ? ignored : 'Started imports', { key, ...started })
    return started
  })
}

export const handler = createHandler(process.env)
