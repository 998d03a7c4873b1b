import * as v from 'valibot'

/** What a person can ask of an import: the command line's options, `import.json` and the API's `options` alike. */
export const ImportOptions = v.strictObject({
  /** Plan and compare; write nothing to the platform. */
  dryRun: v.optional(v.boolean(), false),
})
export type ImportOptions = v.InferOutput<typeof ImportOptions>
export const DEFAULT_OPTIONS: ImportOptions = v.parse(ImportOptions, {})
