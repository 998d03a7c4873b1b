import * as v from 'valibot'

const list = v.optional(v.array(v.pipe(v.string(), v.nonEmpty())), [])
const flag = v.optional(v.boolean(), false)

/** What a person can ask of an import: the command line's options, `import.json` and the API's `options` alike. */
export const ImportOptions = v.strictObject({
  /** Plan and compare; write nothing to the platform. */
  dryRun: flag,
  includeTag: list,
  excludeTag: list,
  includePath: list,
  excludePath: list,
  includeMethod: list,
  excludeMethod: list,
  includeOperation: list,
  excludeOperation: list,
  skipDeprecated: flag,
})
export type ImportOptions = v.InferOutput<typeof ImportOptions>
export const DEFAULT_OPTIONS: ImportOptions = v.parse(ImportOptions, {})
