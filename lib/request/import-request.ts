import * as v from 'valibot'
import { sha256 } from '../util/hash.ts'
import { GivenOptions } from './import-options.ts'

const Id = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,64}$/))

/** What starts an import, whichever door it came through. */
export const ImportRequest = v.strictObject({
  importId: Id,
  target: v.strictObject({ organisationId: v.string(), connectorId: v.string(), version: v.string() }),
  source: v.strictObject({
    bucket: v.string(),
    key: v.string(),
    versionId: v.optional(v.string()),
    /** Tells uploads apart where the bucket keeps no versions. */
    etag: v.optional(v.string()),
    /** Where the document is fetched from before it is read; `key` is where it is kept then. */
    url: v.optional(v.string()),
    /** Why there is no document to read, as a sentence; the import only reports it. */
    missing: v.optional(v.string()),
  }),
  options: v.optional(GivenOptions),
})
export type ImportRequest = v.InferOutput<typeof ImportRequest>

/** Where a document stands, and which upload of it is meant. */
export type Upload = {
  readonly bucket: string
  readonly key: string
  /** Where the bucket keeps versions. */
  readonly versionId?: string
  /** Grows from upload to upload of one key; tells them apart where there are no versions. */
  readonly sequencer: string
}

/** The import of one upload: the same event always gives the same id, so that it starts once. */
export function importIdOf({ bucket, key, versionId, sequencer }: Upload): string {
  return importIdFrom(bucket, key, versionId ?? sequencer)
}

/** The import's id for whatever tells its cause apart from all others. */
export function importIdFrom(...cause: readonly unknown[]): string {
  return `imp-${sha256(JSON.stringify(cause)).slice(0, 32)}`
}
