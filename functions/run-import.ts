import type { DurableContext } from '@aws/durable-execution-sdk-js'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { EventBridgeClient } from '@aws-sdk/client-eventbridge'
import { S3Client } from '@aws-sdk/client-s3'
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import middy from '@middy/core'
// The package's root declares it too, but only its own entry point has it.
import { executionModeDurableContext } from '@middy/core/executionModeDurableContext'
import * as v from 'valibot'
import { AWS_OPTIONS } from '../lib/config/aws-options.ts'
import { ImportSettings, limitsOf, parseSettings } from '../lib/config/settings.ts'
import { createConnectClient } from '../lib/connect/client.ts'
import { createHttp } from '../lib/connect/send/http.ts'
import { createTokenSource, secretIdOf, type TokenSource } from '../lib/connect/token/token.ts'
import type { WebOptions } from '../lib/http/web.ts'
import type { Dependencies } from '../lib/import/dependencies.ts'
import type { CoveredImport, ImportResult } from '../lib/import/model.ts'
import { runImport } from '../lib/import/run-import.ts'
import { ImportRequest } from '../lib/request/import-request.ts'
import { createLedgerStore } from '../lib/store/ledgers.ts'
import { createLockStore } from '../lib/store/locks.ts'
import { createObjectStore } from '../lib/store/objects.ts'
import { createPaceState } from '../lib/store/pace-state.ts'
import { createRecordStore } from '../lib/store/records.ts'
import { createAnnouncer } from '../lib/telemetry/announcer.ts'
import { createMeter } from '../lib/telemetry/meter.ts'
import { lazy } from '../lib/util/lazy.ts'

/** Dependencies that replace the real ones, for local runs and tests. */
export type Overrides = Partial<Dependencies>

/** Loads the web client on first use, because most documents are a single uploaded file. */
const webOnDemand = (options: WebOptions): Dependencies['web'] => {
  const web = lazy(async () => (await import('../lib/http/web.ts')).createWeb(options))
  return { get: async (address, conditions) => (await web()).get(address, conditions) }
}

const createDependencies = (settings: ImportSettings, overrides: Overrides): Dependencies => {
  const http = createHttp({ connections: settings.CONCURRENCY })
  const secrets = new SecretsManagerClient(AWS_OPTIONS)
  const table = new DynamoDBClient(AWS_OPTIONS)
  const s3 = new S3Client({ ...AWS_OPTIONS, forcePathStyle: settings.S3_FORCE_PATH_STYLE })
  const objects = createObjectStore(s3, settings.BUCKET)
  const tokens = new Map<string, TokenSource>()
  const variable = overrides.local?.tokenVariable
  /** Returns the token source of an organisation, shared by all invocations, so that the cached token is reused. */
  const tokenOf = (organisationId: string): TokenSource => {
    const secretId = settings.TOKEN_SECRET_ID
    const known = tokens.get(organisationId)
    const source = known ?? createTokenSource({ client: secrets, secretId, organisationId, variable, now: Date.now })
    tokens.set(organisationId, source)
    return source
  }
  return {
    objects,
    ledgers: createLedgerStore(objects),
    records: createRecordStore(table, settings.TABLE, Date.now),
    locks: createLockStore(table, settings.TABLE, Date.now),
    web: webOnDemand({
      isAllowedHost: host => settings.ALLOWED_REF_HOSTS.includes(host),
      maxBytes: settings.MAX_DOCUMENT_BYTES,
    }),
    sources: webOnDemand({ isAllowedHost: () => true, maxBytes: settings.MAX_DOCUMENT_BYTES }),
    connect: target => {
      return createConnectClient({
        baseUrl: settings.CONNECT_API_URL,
        target,
        token: tokenOf(target.organisationId),
        http,
        concurrency: settings.CONCURRENCY,
        maxRequestsPerSecond: settings.MAX_REQUESTS_PER_SECOND,
        budget: createPaceState(table, {
          table: settings.TABLE,
          secretId: secretIdOf(settings.TOKEN_SECRET_ID, target.organisationId),
          platform: settings.CONNECT_API_URL,
          now: Date.now,
        }),
        outage: { failures: 3, milliseconds: settings.OUTAGE_AFTER * 1000 },
        observe: overrides.progress,
        isCancelled: overrides.isCancelled,
      })
    },
    meter: createMeter({ namespace: settings.METRICS_NAMESPACE, write: line => process.stdout.write(line) }),
    announce: createAnnouncer(new EventBridgeClient(AWS_OPTIONS), {
      bus: settings.EVENT_BUS,
      stage: settings.STAGE,
      bucket: settings.BUCKET,
    }),
    limits: limitsOf(settings),
    batchSize: settings.BATCH_SIZE,
    outageWaits: settings.OUTAGE_WAITS,
    leaseSeconds: settings.LEASE_SECONDS,
    now: Date.now,
    ...overrides,
  }
}

const ignore = (): void => undefined
/** Logger of LOG_LEVEL=SILENT. */
const SILENT = { error: ignore, warn: ignore, info: ignore, debug: ignore }

/**
 * Creates the handler of the durable function that runs one import, from request to report.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/durable-functions.html
 */
export function createHandler(environment: Readonly<Record<string, string | undefined>>, overrides: Overrides = {}) {
  const prepare = lazy(() => {
    const settings = parseSettings(ImportSettings, environment)
    return { dependencies: createDependencies(settings, overrides), logLevel: settings.LOG_LEVEL }
  })
  return middy<unknown, ImportResult | CoveredImport, Error, DurableContext>(
    async (event: unknown, context: DurableContext): Promise<ImportResult | CoveredImport> => {
      const { dependencies, logLevel } = prepare()
      if (logLevel === 'SILENT') context.configureLogger({ customLogger: SILENT })
      const request = v.parse(ImportRequest, event)
      if (request.delaySeconds) await context.wait('delay', { seconds: request.delaySeconds })
      const result = await runImport(dependencies, request, context)
      // An import has many invocations; only the last one logs.
      if (logLevel === 'DEBUG' || logLevel === 'INFO')
        context.logger.info({ event: 'Finished an import', ...result, target: request.target })
      return result
    },
    // An invocation that times out is continued by the next one; an early error would end the import.
    { executionMode: executionModeDurableContext, timeoutEarlyInMillis: 0 },
  )
}

export const handler = createHandler(process.env)
