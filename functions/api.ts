import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { LambdaClient } from '@aws-sdk/client-lambda'
import { S3Client } from '@aws-sdk/client-s3'
import middy from '@middy/core'
import headerNormalizer from '@middy/http-header-normalizer'
import * as v from 'valibot'
import { cors, errorMiddleware, securityHeaders, withoutBodyOfHead } from '../lib/api/middleware.ts'
import type { ApiResponse } from '../lib/api/response.ts'
import type { Api, ApiEvent } from '../lib/api/route.ts'
import { createRouter } from '../lib/api/router.ts'
import { AWS_OPTIONS } from '../lib/config/aws-options.ts'
import { ApiSettings, parseSettings, splitItems } from '../lib/config/settings.ts'
import { invokeCheck } from '../lib/request/invoke-check.ts'
import { invokeImport } from '../lib/request/invoke-import.ts'
import { stopExecution } from '../lib/request/stop-execution.ts'
import { createCallerStore } from '../lib/store/callers.ts'
import { createHistory } from '../lib/store/history.ts'
import { createLastImports } from '../lib/store/last-imports.ts'
import { createObjectStore } from '../lib/store/objects.ts'
import { createPresigner } from '../lib/store/presigner.ts'
import { createRecordStore } from '../lib/store/records.ts'
import { lazy } from '../lib/util/lazy.ts'

const createApi = (settings: ApiSettings, table: DynamoDBClient): Api => {
  const s3 = new S3Client({ ...AWS_OPTIONS, forcePathStyle: settings.S3_FORCE_PATH_STYLE })
  const lambda = new LambdaClient(AWS_OPTIONS)
  const objects = createObjectStore(s3, settings.BUCKET)
  const lastImports = createLastImports(table, settings.TABLE)
  const presigner = createPresigner(s3, settings.BUCKET, Date.now)
  return {
    bucket: settings.BUCKET,
    objects,
    records: createRecordStore(table, settings.TABLE, Date.now),
    history: createHistory(table, settings.TABLE),
    lastImports,
    presigner,
    writeOverview: async organisationId => {
      // Large and seldom requested.
      const { storeOverview } = await import('../lib/store/overview-page.ts')
      return storeOverview({ objects, lastImports, presigner, now: Date.now }, organisationId)
    },
    start: request => invokeImport(lambda, settings.IMPORT_FUNCTION, request),
    stop: executionArn => stopExecution(lambda, executionArn),
    check: target => invokeCheck(lambda, settings.CHECK_FUNCTION, target),
    now: Date.now,
    maxBytes: settings.MAX_DOCUMENT_BYTES,
  }
}

/** Creates the handler of the HTTP API, for all routes. It responds to every event; errors become problem responses. */
export function createHandler(environment: Readonly<Record<string, string | undefined>>) {
  const prepare = lazy(() => {
    const settings = parseSettings(ApiSettings, environment)
    const table = new DynamoDBClient(AWS_OPTIONS)
    return {
      api: createApi(settings, table),
      callers: createCallerStore(table, settings.TABLE),
      rules: { claim: settings.ORGANISATION_CLAIM, organisations: settings.ORGANISATIONS },
    }
  })
  // Loaded on demand, since most requests log nothing. Invalid settings are logged too, so the level has a default.
  const logError = async (message: string, error: unknown): Promise<void> => {
    const { Logger } = await import('@aws-lambda-powertools/logger')
    const level = v.safeParse(ApiSettings.entries.LOG_LEVEL, environment.LOG_LEVEL)
    const logger = new Logger({ serviceName: 'api', ...(level.success && { logLevel: level.output }) })
    logger.error(message, { error })
  }
  const origins = splitItems(environment.ALLOWED_ORIGINS ?? '')
  const handler = middy<ApiEvent, ApiResponse>(createRouter(prepare)).use(withoutBodyOfHead).use(headerNormalizer())
  if (origins.length > 0) handler.use(cors(origins))
  // middy runs onError in reverse order: the response of the error is created first, then gets its headers.
  return handler.use(securityHeaders()).use(errorMiddleware(logError))
}

export const handler = createHandler(process.env)
