import * as v from 'valibot'
import { isBaseUrl } from '../connect/urls.ts'
import { DEFAULT_LIMITS, type Limits } from '../openapi/parse/limits.ts'

/** A whole number in an environment variable. */
const integer = (fallback: number, min: number, max: number) =>
  v.optional(
    v.pipe(
      v.string(),
      v.transform(text => (text.trim() === '' ? fallback : Number(text))),
      v.integer('has to be a whole number'),
      v.minValue(min, `has to be at least ${min}`),
      v.maxValue(max, `has to be at most ${max}`),
    ),
    String(fallback),
  )
const required = v.pipe(v.string('is not set'), v.trim(), v.nonEmpty('is not set'))
/** The items of a text that commas separate. */
export function listOf(text: string): string[] {
  return text
    .split(',')
    .map(item => item.trim())
    .filter(Boolean)
}
const list = v.pipe(v.optional(v.string(), ''), v.transform(listOf))
const flag = v.pipe(
  v.optional(v.picklist(['true', 'false'], 'has to be true or false'), 'false'),
  v.transform(text => text === 'true'),
)
const LOG_LEVELS = ['DEBUG', 'INFO', 'WARN', 'ERROR', 'SILENT'] as const
const logLevel = v.optional(v.picklist(LOG_LEVELS, `has to be one of ${LOG_LEVELS.join(', ')}`), 'INFO')

/** What `start-on-upload` needs. */
export const StartSettings = v.object({ IMPORT_FUNCTION: required, LOG_LEVEL: logLevel })
export type StartSettings = v.InferOutput<typeof StartSettings>

const ORGANISATIONS_SHAPE = 'has to be JSON such as {"arn:aws:iam::111122223333:role/name": ["organisation"]}'
const maxDocumentBytes = integer(DEFAULT_LIMITS.bytes, 1, 1024 * 1024 * 1024)
const isOrigin = (text: string): boolean => /^https?:/.test(text) && URL.parse(text)?.origin === text

/** What `api` needs. */
export const ApiSettings = v.object({
  ...StartSettings.entries,
  BUCKET: required,
  TABLE: required,
  MAX_DOCUMENT_BYTES: maxDocumentBytes,
  /** Pages of these origins may call the API from a browser. */
  ALLOWED_ORIGINS: v.pipe(
    list,
    v.check(origins => origins.every(isOrigin), 'has to be origins such as https://a.example'),
  ),
  /** The claim of a token with the caller's organisation. */
  ORGANISATION_CLAIM: v.optional(v.pipe(v.string(), v.nonEmpty('must not be empty')), 'organisation_id'),
  /** The organisations that each IAM role or user may use, by its ARN; `*` stands for all. */
  ORGANISATIONS: v.pipe(
    v.optional(v.string(), ''),
    v.transform(text => (text.trim() === '' ? '{}' : text)),
    v.parseJson(undefined, ORGANISATIONS_SHAPE),
    v.record(v.string(), v.array(v.pipe(v.string(), v.nonEmpty()), ORGANISATIONS_SHAPE), ORGANISATIONS_SHAPE),
  ),
  S3_FORCE_PATH_STYLE: flag,
})
export type ApiSettings = v.InferOutput<typeof ApiSettings>

/** What `start-on-schedule` needs. */
export const ScheduleSettings = v.object({
  ...StartSettings.entries,
  BUCKET: required,
  S3_FORCE_PATH_STYLE: flag,
})
export type ScheduleSettings = v.InferOutput<typeof ScheduleSettings>

/** What a document may be. */
export const DocumentSettings = v.object({
  MAX_DOCUMENT_BYTES: maxDocumentBytes,
  MAX_OPERATIONS: integer(DEFAULT_LIMITS.operations, 1, 1_000_000),
  MAX_DEFINITIONS: integer(DEFAULT_LIMITS.definitions, 1, 1_000_000),
  MAX_FILES: integer(DEFAULT_LIMITS.files, 1, 100_000),
  /** Deeper ones would need a larger stack than a function has. */
  MAX_DEPTH: integer(DEFAULT_LIMITS.depth, 10, 1_000),
  MAX_NODES: integer(DEFAULT_LIMITS.nodes, 1, 1_000_000_000),
  MAX_ALIASES: integer(DEFAULT_LIMITS.aliases, 0, 10_000_000),
  MAX_MERGED_KEYS: integer(DEFAULT_LIMITS.merges, 0, 100_000_000),
})

/** What `run-import` needs. Times in seconds. */
export const ImportSettings = v.object({
  ...DocumentSettings.entries,
  BUCKET: required,
  TABLE: required,
  CONNECT_API_URL: v.pipe(
    required,
    v.check(isBaseUrl, 'has to be an http(s) URL without credentials, query or fragment'),
  ),
  TOKEN_SECRET_ID: required,
  /** Actions in one checkpoint. */
  BATCH_SIZE: integer(50, 1, 1_000),
  /** Requests to the platform in flight. */
  CONCURRENCY: integer(16, 1, 256),
  MAX_REQUESTS_PER_SECOND: integer(50, 1, 10_000),
  ALLOWED_REF_HOSTS: v.pipe(
    list,
    v.transform(hosts => hosts.map(host => host.toLowerCase())),
  ),
  /** How long nothing but failures must come until the platform counts as down. */
  OUTAGE_AFTER: integer(60, 1, 3_600),
  /** How long to wait before each further try of a platform that is down, in seconds. */
  OUTAGE_WAITS: v.pipe(
    v.optional(v.string(), '60,120,300,600,1800,3600,7200'),
    v.transform(text => listOf(text).map(Number)),
    v.check(
      waits => waits.every(seconds => Number.isInteger(seconds) && seconds >= 1),
      'has to be whole seconds, separated by commas',
    ),
  ),
  /** How long an import holds its target without a sign of life. */
  LEASE_SECONDS: integer(1_800, 5, 86_400),
  /** CloudWatch namespace of the metrics; without it there are none. */
  METRICS_NAMESPACE: v.optional(v.string(), ''),
  /** EventBridge bus that is told of finished imports; without it nobody is. */
  EVENT_BUS: v.optional(v.string(), ''),
  S3_FORCE_PATH_STYLE: flag,
  LOG_LEVEL: logLevel,
})
export type ImportSettings = v.InferOutput<typeof ImportSettings>

/** The limits of a document as they are set. All files together may have at least what one may have. */
export function limitsOf(settings: v.InferOutput<typeof DocumentSettings>): Limits {
  return {
    bytes: settings.MAX_DOCUMENT_BYTES,
    totalBytes: Math.max(settings.MAX_DOCUMENT_BYTES, DEFAULT_LIMITS.totalBytes),
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
 * Parses an environment into a type, once.
 * @throws Error that names every variable that is wrong, without its value
 */
export function parseSettings<Schema extends v.GenericSchema>(
  schema: Schema,
  environment: Readonly<Record<string, string | undefined>>,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, environment, { abortPipeEarly: true })
  if (result.success) return result.output
  const problems = result.issues.map(issue => {
    const name = v.getDotPath(issue)?.split('.')[0] ?? 'environment'
    return `${name} ${issue.received === 'undefined' ? 'is not set' : issue.message}`
  })
  throw new Error(`Wrong settings in the environment: ${[...new Set(problems)].join('; ')}.`)
}
