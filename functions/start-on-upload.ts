import { Logger } from '@aws-lambda-powertools/logger'
import { LambdaClient } from '@aws-sdk/client-lambda'
import middy from '@middy/core'
import * as v from 'valibot'
import { AWS_OPTIONS } from '../lib/config/aws-options.ts'
import { parseSettings, StartSettings } from '../lib/config/settings.ts'
import { type ImportRequest, importIdOf } from '../lib/request/import-request.ts'
import { startImport } from '../lib/request/start-import.ts'
import { isFetched, OPTIONS_FILE, parseDocumentKey } from '../lib/store/keys.ts'
import { lazy } from '../lib/util/lazy.ts'

/** The part of S3's "Object Created" event that an import needs. */
const ObjectCreated = v.object({
  detail: v.object({
    bucket: v.object({ name: v.string() }),
    object: v.object({
      key: v.string(),
      etag: v.optional(v.string()),
      'version-id': v.optional(v.string()),
      sequencer: v.optional(v.string(), ''),
    }),
  }),
})

export type Started = { readonly importId: string } | { readonly ignored: string }

/** S3 "Object Created" → one import. Objects that are no documents are passed over. */
export function createHandler(environment: Readonly<Record<string, string | undefined>>) {
  const dependencies = lazy(() => {
    const settings = parseSettings(StartSettings, environment)
    const logger = new Logger({ serviceName: 'start-on-upload', logLevel: settings.LOG_LEVEL })
    return { settings, logger, client: new LambdaClient(AWS_OPTIONS) }
  })
  return middy(async (event: unknown): Promise<Started> => {
    const { settings, logger, client } = dependencies()
    const { bucket, object } = v.parse(ObjectCreated, event).detail
    const { key, etag, 'version-id': versionId, sequencer } = object
    const document = parseDocumentKey(key)
    if (document === undefined || document.file === OPTIONS_FILE || isFetched(document.file)) {
      logger.info('Passed over an object that is no document', { key })
      return { ignored: key }
    }
    const version = versionId === undefined ? {} : { versionId }
    const request: ImportRequest = {
      importId: importIdOf({ bucket: bucket.name, key, sequencer, ...version }),
      target: document.target,
      source: { bucket: bucket.name, key, ...version, ...(etag !== undefined && { etag }) },
    }
    await startImport(client, settings.IMPORT_FUNCTION, request)
    logger.info('Started an import', { importId: request.importId, key, target: document.target })
    return { importId: request.importId }
  })
}

export const handler = createHandler(process.env)
