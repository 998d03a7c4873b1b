import * as v from 'valibot'
import { isBaseUrl } from './connect/urls.ts'

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
const list = v.pipe(
  v.optional(v.string(), ''),
  v.transform(text =>
    text
      .split(',')
      .map(item => item.trim())
      .filter(Boolean),
  ),
)
const flag = v.pipe(
  v.optional(v.picklist(['true', 'false'], 'has to be true or false'), 'false'),
  v.transform(text => text === 'true'),
)
const LOG_LEVELS = ['DEBUG', 'INFO', 'WARN', 'ERROR', 'SILENT'] as const
const logLevel = v.optional(v.picklist(LOG_LEVELS, `has to be one of ${LOG_LEVELS.join(', ')}`), 'INFO')

/** What `start-on-upload` needs. */
export const StartSettings = v.object({ IMPORT_FUNCTION: required, LOG_LEVEL: logLevel })
export type StartSettings = v.InferOutput<typeof StartSettings>

/** What `run-import` needs. Times in seconds. */
export const ImportSettings = v.object({
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
  MAX_DOCUMENT_BYTES: integer(100 * 1024 * 1024, 1, 1024 * 1024 * 1024),
  ALLOWED_REF_HOSTS: list,
  /** How long nothing but failures must come until the platform counts as down. */
  OUTAGE_AFTER: integer(60, 1, 3_600),
  /** How long to wait before each further try of a platform that is down, in seconds. */
  OUTAGE_WAITS: v.pipe(
    v.optional(v.string(), '60,120,300,600,1800,3600,7200'),
    v.transform(text =>
      text
        .split(',')
        .map(item => item.trim())
        .filter(Boolean)
        .map(Number),
    ),
    v.check(
      waits => waits.every(seconds => Number.isInteger(seconds) && seconds >= 1),
      'has to be whole seconds, separated by commas',
    ),
  ),
  /** How long an import holds its target without a sign of life. */
  LEASE_SECONDS: integer(1_800, 5, 86_400),
  S3_FORCE_PATH_STYLE: flag,
  LOG_LEVEL: logLevel,
})
export type ImportSettings = v.InferOutput<typeof ImportSettings>

/**
 * Parses an environment into a type, once.
 * @throws Error that names every variable that is wrong, without its value
 */
export const parseSettings = <Schema extends v.GenericSchema>(
  schema: Schema,
  environment: Readonly<Record<string, string | undefined>>,
): v.InferOutput<Schema> => {
  const result = v.safeParse(schema, environment, { abortPipeEarly: true })
  if (result.success) return result.output
  const problems = result.issues.map(issue => {
    const name = v.getDotPath(issue)?.split('.')[0] ?? 'environment'
    return `${name} ${issue.received === 'undefined' ? 'is not set' : issue.message}`
  })
  throw new Error(`Wrong settings in the environment: ${[...new Set(problems)].join('; ')}.`)
}
