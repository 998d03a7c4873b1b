import * as v from 'valibot'
import { sha256 } from '../util/hash.ts'
import { OptionsInput } from './import-options.ts'
import { Target } from './target.ts'

const ImportId = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,64}$/))

/** Input of the durable function `run-import`, the same for uploads, the API, the schedule and the command line. */
export const ImportRequest = v.strictObject({
  importId: ImportId,
  target: Target,
  source: v.strictObject({
    bucket: v.string(),
    key: v.string(),
    versionId: v.optional(v.string()),
    /** Identifies the upload if the bucket has no versioning. */
    etag: v.optional(v.string()),
    /** URL that the document is fetched from first; the file is then stored under `key`. */
    url: v.optional(v.string()),
    /** Reason why the document is missing, as a sentence. The import reports it and fails. */
    missing: v.optional(v.string()),
  }),
  options: v.optional(OptionsInput),
  /** Period of time whose uploads the import covers: `seconds` long, up to `end` (epoch ms). Absent: the files are complete. */
  window: v.optional(
    v.strictObject({ end: v.pipe(v.number(), v.integer()), seconds: v.pipe(v.number(), v.integer(), v.minValue(1)) }),
  ),
  /** Wait before the import begins, in seconds. */
  delaySeconds: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(43_200))),
  /** Person or program that started the import: an ARN, the `sub` of a token, an account, or `schedule`. */
  caller: v.optional(v.pipe(v.string(), v.maxLength(2048))),
})
export type ImportRequest = v.InferOutput<typeof ImportRequest>
export type UploadWindow = NonNullable<ImportRequest['window']>

/** One upload of a document. */
export type Upload = {
  readonly bucket: string
  readonly key: string
  /** Set if the bucket has versioning. */
  readonly versionId?: string
  /** Increases with each upload of a key; identifies the upload if `versionId` is not set. */
  readonly sequencer: string
}

/** Returns the import id for an upload. The same event has the same id, so it starts one import. */
export function importIdOf({ bucket, key, versionId, sequencer }: Upload): string {
  return importIdFrom(bucket, key, versionId ?? sequencer)
}

/** Returns the import id for a cause, given as JSON values that identify it. */
export function importIdFrom(...cause: readonly unknown[]): string {
  return `imp-${sha256(JSON.stringify(cause)).slice(0, 32)}`
}

/** Returns the delay of a target's scheduled imports, in seconds: always the same one, and spread over all targets. */
export function delayOf({ organisationId, connectorId, version }: Target, spreadSeconds: number): number {
  const hash = sha256(`${organisationId}/${connectorId}/${version}`)
  return Number.parseInt(hash.slice(0, 8), 16) % (spreadSeconds + 1)
}
