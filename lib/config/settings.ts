import * as v from 'valibot'
import { isBaseUrl } from '../connect/urls.ts'
import { DEFAULT_LIMITS, type Limits, limitsOfMemory } from '../openapi/parse/limits.ts'
import { Organisation } from '../request/target.ts'
import { describeIssue } from '../util/describe-issue.ts'

/** Integer variable; empty means the default. */
const integer = (fallback: number, min: number, max: number) =>
  v.optional(
    v.pipe(
      v.string(),
      v.transform(text => (text.trim() === '' ? fallback : Number(text))),
      v.integer('must be an integer'),
      v.minValue(min, `must be at least ${min}`),
      v.maxValue(max, `must be at most ${max}`),
    ),
    String(fallback),
  )
const required = v.pipe(v.string('is required'), v.trim(), v.nonEmpty('is required'))
/** Splits a comma-separated variable into its items. */
export function splitItems(text: string): string[] {
  return text
    .split(',')
    .map(item => item.trim())
    .filter(Boolean)
}
const items = v.pipe(v.optional(v.string(), ''), v.transform(splitItems))
const flag = v.pipe(
  v.optional(v.picklist(['true', 'false'], 'must be true or false'), 'false'),
  v.transform(text => text === 'true'),
)
const LOG_LEVELS = ['DEBUG', 'INFO', 'WARN', 'ERROR', 'SILENT'] as const
const logLevel = v.optional(v.picklist(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`), 'INFO')

/** Settings of every function that starts imports. */
export const StartSettings = v.object({ IMPORT_FUNCTION: required, LOG_LEVEL: logLevel })
export type StartSettings = v.InferOutput<typeof StartSettings>

/** Settings of `start-on-upload`. */
export const UploadSettings = v.object({
  ...StartSettings.entries,
  /** Seconds without an upload to a folder before an import reads its files. */
  QUIET_SECONDS: integer(20, 0, 300),
  S3_FORCE_PATH_STYLE: flag,
})
export type UploadSettings = v.InferOutput<typeof UploadSettings>

const ORGANISATIONS_SHAPE = 'must be JSON such as {"arn:aws:iam::111122223333:role/name": ["organisation"]}'
const maxDocumentBytes = integer(DEFAULT_LIMITS.bytes, 1, 1024 * 1024 * 1024)
const isOrigin = (text: string): boolean => /^https?:/.test(text) && URL.parse(text)?.origin === text

/** Settings of `api`. */
export const ApiSettings = v.object({
  ...StartSettings.entries,
  /** Function that examines a target. */
  CHECK_FUNCTION: required,
  BUCKET: required,
  TABLE: required,
  MAX_DOCUMENT_BYTES: maxDocumentBytes,
  /** Origins whose pages may call the API from a browser (CORS). */
  ALLOWED_ORIGINS: v.pipe(
    items,
    v.check(origins => origins.every(isOrigin), 'must be origins such as https://a.example, separated by commas'),
  ),
  /** Claim of a JWT that contains the caller's organisation. */
  ORGANISATION_CLAIM: v.optional(v.pipe(v.string(), v.nonEmpty('must not be empty')), 'organisation_id'),
  /** Organisations that each IAM role or user may use, keyed by ARN; `*` allows all. */
  ORGANISATIONS: v.pipe(
    v.optional(v.string(), ''),
    v.transform(text => (text.trim() === '' ? '{}' : text)),
    v.parseJson(undefined, ORGANISATIONS_SHAPE),
    v.check(value => !Array.isArray(value), ORGANISATIONS_SHAPE),
    v.record(v.string(), v.array(Organisation, ORGANISATIONS_SHAPE), ORGANISATIONS_SHAPE),
  ),
  S3_FORCE_PATH_STYLE: flag,
})
export type ApiSettings = v.InferOutput<typeof ApiSettings>

/** Settings of `start-on-schedule`. */
export const ScheduleSettings = v.object({
  ...StartSettings.entries,
  BUCKET: required,
  /** Time over which the starts of the imports are spread. */
  SCHEDULE_SPREAD_SECONDS: integer(900, 0, 43_200),
  S3_FORCE_PATH_STYLE: flag,
})
export type ScheduleSettings = v.InferOutput<typeof ScheduleSettings>

/** Limits of a document. */
export const DocumentSettings = v.object({
  MAX_DOCUMENT_BYTES: maxDocumentBytes,
  MAX_OPERATIONS: integer(DEFAULT_LIMITS.operations, 1, 1_000_000),
  MAX_DEFINITIONS: integer(DEFAULT_LIMITS.definitions, 1, 1_000_000),
  MAX_FILES: integer(DEFAULT_LIMITS.files, 1, 100_000),
  /** Levels. Deeper documents would overflow the stack of a function. */
  MAX_DEPTH: integer(DEFAULT_LIMITS.depth, 10, 1_000),
  MAX_NODES: integer(DEFAULT_LIMITS.nodes, 1, 1_000_000_000),
  MAX_ALIASES: integer(DEFAULT_LIMITS.aliases, 0, 10_000_000),
  MAX_MERGED_KEYS: integer(DEFAULT_LIMITS.merges, 0, 100_000_000),
  /** Set by Lambda, in MB; 0 outside of Lambda. */
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: integer(0, 0, 10_240),
})

/** Settings of `close-import`, which reports imports too. */
export const CloseSettings = v.object({
  BUCKET: required,
  TABLE: required,
  /** CloudWatch namespace of the metrics; empty disables metrics. */
  METRICS_NAMESPACE: v.optional(v.string(), ''),
  /** EventBridge bus that receives an event for each finished import; empty disables events. */
  EVENT_BUS: v.optional(v.string(), ''),
  /** Stage of the deployment, part of each event and of its source; empty if there is none. */
  STAGE: v.optional(v.string(), ''),
  S3_FORCE_PATH_STYLE: flag,
  LOG_LEVEL: logLevel,
})
export type CloseSettings = v.InferOutput<typeof CloseSettings>

/** Settings of `check-target`: the platform and its token. */
export const CheckSettings = v.object({
  CONNECT_API_URL: v.pipe(
    required,
    v.check(isBaseUrl, 'must be an http(s) URL without credentials, query or fragment'),
  ),
  TOKEN_SECRET_ID: required,
  LOG_LEVEL: logLevel,
})

/** Settings of `run-import`. Times are in seconds. */
export const ImportSettings = v.object({
  ...DocumentSettings.entries,
  ...CloseSettings.entries,
  ...CheckSettings.entries,
  /** Actions per checkpoint. */
  BATCH_SIZE: integer(50, 1, 1_000),
  /** Concurrent requests to the platform. */
  CONCURRENCY: integer(16, 1, 256),
  /** Requests per second with one token, of all running imports. */
  MAX_REQUESTS_PER_SECOND: integer(50, 1, 10_000),
  ALLOWED_REF_HOSTS: v.pipe(
    items,
    v.transform(hosts => hosts.map(host => host.toLowerCase())),
  ),
  /** Time with only failed requests after which the platform counts as down. */
  OUTAGE_AFTER: integer(60, 1, 3_600),
  /** Waits before each retry while the platform is down. */
  OUTAGE_WAITS: v.pipe(
    v.optional(v.string(), '60,120,300,600,1800,3600,7200'),
    v.transform(text => splitItems(text).map(Number)),
    v.check(
      waits => waits.every(seconds => Number.isInteger(seconds) && seconds >= 1),
      'must be integers of at least 1 (seconds), separated by commas',
    ),
  ),
  /** Time after which the lock on a target expires, unless the import renews it. */
  LEASE_SECONDS: integer(1_800, 5, 86_400),
})
export type ImportSettings = v.InferOutput<typeof ImportSettings>

/** Returns the limits of a document. Total size is never below the size of one file; the function's memory limits both. */
export function limitsOf(settings: v.InferOutput<typeof DocumentSettings>): Limits {
  const { MAX_DOCUMENT_BYTES, AWS_LAMBDA_FUNCTION_MEMORY_SIZE: functionMemory } = settings
  const most = functionMemory === 0 ? undefined : limitsOfMemory(functionMemory)
  return {
    bytes: Math.min(MAX_DOCUMENT_BYTES, most?.bytes ?? MAX_DOCUMENT_BYTES),
    totalBytes: Math.min(Math.max(MAX_DOCUMENT_BYTES, DEFAULT_LIMITS.totalBytes), most?.totalBytes ?? Infinity),
    memory: (most ?? DEFAULT_LIMITS).memory,
    functionMemory: (most ?? DEFAULT_LIMITS).functionMemory,
    files: settings.MAX_FILES,
    depth: settings.MAX_DEPTH,
    nodes: settings.MAX_NODES,
    aliases: settings.MAX_ALIASES,
    merges: settings.MAX_MERGED_KEYS,
    operations: settings.MAX_OPERATIONS,
    definitions: settings.MAX_DEFINITIONS,
  }
}

/**
 * Parses environment variables.
 * @throws Error that names each invalid variable, never its value
 */
export function parseSettings<Schema extends v.GenericSchema>(
  schema: Schema,
  environment: Readonly<Record<string, string | undefined>>,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, environment, { abortPipeEarly: true })
  if (result.success) return result.output
  const problems = result.issues.map(issue => {
    const name = v.getDotPath(issue)?.split('.')[0] ?? 'environment'
    return `${name} ${describeIssue(issue)}`
  })
  throw new Error(`Invalid settings: ${[...new Set(problems)].join('; ')}.`)
}
