import * as v from 'valibot'

/**
 * Id of an organisation or a connector, the same everywhere: it is part of URLs, object keys, the name of a secret and
 * keys of the table, where `#` separates two ids.
 */
export const Id = v.pipe(
  v.string(),
  v.regex(/^(?!\.\.?$)[\w.:-]{1,128}$/, 'must be 1 to 128 letters, digits or ".", "_", ":", "-"'),
)

/** Organisation that a caller may use; `*` is all. */
export const Organisation = v.union([v.literal('*'), Id])

/** Name of a version. Excludes braces, because S3 replaces `${filename}` in the key of an upload form. */
export const VersionName = v.pipe(
  v.string(),
  v.regex(/^(?!\.\.?$)[^/{}\p{Cc}]{1,128}$/u, 'must be 1 to 128 characters without slashes or braces'),
)

/** Connector version of the platform that an import writes to. */
export const Target = v.strictObject({ organisationId: Id, connectorId: Id, version: VersionName })
export type Target = v.InferOutput<typeof Target>
