import { Logger } from '@aws-lambda-powertools/logger'
import { LambdaClient } from '@aws-sdk/client-lambda'
import middy from '@middy/core'
import * as v from 'valibot'
import { AWS_OPTIONS } from '../lib/config/aws-options.ts'
import { parseSettings, StartSettings } from '../lib/config/settings.ts'
import { type ImportRequest, importIdOf } from '../lib/request/import-request.ts'
import { invokeImport } from '../lib/request/invoke-import.ts'
import { isFetched, OPTIONS_FILE, parseDocumentKey } from '../lib/store/keys.ts'
import { lazy } from '../lib/util/lazy.ts'

/**
 * Part of the S3 event "Object Created" that an import needs.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
 */
const ObjectCreated = v.object({
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

export type Started = { readonly importId: string } | { readonly ignored: string }

/** Creates the handler that starts an import for each uploaded document. Other objects are ignored. */
export function createHandler(environment: Readonly<Record<string, string | undefined>>) {
  const dependencies = lazy(() => {
    const settings = parseSettings(StartSettings, environment)
    const logger = new Logger({ serviceName: 'start-on-upload', logLevel: settings.LOG_LEVEL })
    return { settings, logger, client: new LambdaClient(AWS_OPTIONS) }
  })
  return middy(async (event: unknown): Promise<Started> => {
    const { settings, logger, client } = dependencies()
    const { bucket, object, requester } = v.parse(ObjectCreated, event).detail
    const { key, etag, 'version-id': versionId, sequencer } = object
    const document = parseDocumentKey(key)
    if (document === undefined || document.file === OPTIONS_FILE || isFetched(document.file)) {
      logger.info('Ignored an object that is not a document, or that has an invalid id in its key', { key })
      return { ignored: key }
    }
    const version = versionId === undefined ? {} : { versionId }
    const request: ImportRequest = {
      importId: importIdOf({ bucket: bucket.name, key, sequencer, ...version }),
      target: document.target,
      source: { bucket: bucket.name, key, ...version, ...(etag !== undefined && { etag }) },
      ...(requester !== undefined && { caller: requester }),
    }
    await invokeImport(client, settings.IMPORT_FUNCTION, request)
    logger.info('Started an import', { importId: request.importId, key, target: document.target })
    return { importId: request.importId }
  })
}

export const handler = createHandler(process.env)
