import * as v from 'valibot'

const list = v.optional(v.array(v.pipe(v.string(), v.nonEmpty())), [])
const flag = v.optional(v.boolean(), false)

/** Whether a text is the address of something that an import may fetch. */
export function isHttpsUrl(text: string): boolean {
  const url = URL.parse(text)
  return url?.protocol === 'https:' && url.username === '' && url.password === '' && url.hash === ''
}

/** What a person can ask of an import: the command line's options, `import.json` and the API's `options` alike. */
export const ImportOptions = v.strictObject({
  /** Plan and compare; write nothing to the platform. */
  dryRun: flag,
  /** What becomes of actions that the document no longer has. */
  removed: v.optional(v.picklist(['keep', 'delete']), 'keep'),
  /** Overwrite what was edited on the platform since the last import. */
  force: flag,
  /** Publish the version when everything succeeded. */
  publish: flag,
  /** A version that a new target version is made from. */
  fromVersion: v.optional(v.pipe(v.string(), v.nonEmpty())),
  /** Into a published version: refuse, or go into a new draft made from it. */
  onPublished: v.optional(v.picklist(['refuse', 'draft']), 'refuse'),
  includeTag: list,
  excludeTag: list,
  includePath: list,
  excludePath: list,
  includeMethod: list,
  excludeMethod: list,
  includeOperation: list,
  excludeOperation: list,
  skipDeprecated: flag,
  /** Where the schedule fetches the document from; only in `import.json`. */
  sourceUrl: v.optional(
    v.pipe(v.string(), v.check(isHttpsUrl, 'has to be an https URL without credentials or fragment')),
  ),
  /** The file that the schedule imports, where there are several beside `import.json`; only there. */
  document: v.optional(v.pipe(v.string(), v.nonEmpty())),
  /** Whether the schedule imports the document again; only in `import.json`. */
  scheduled: v.optional(v.boolean(), true),
})
export type ImportOptions = v.InferOutput<typeof ImportOptions>

/** Options as a request gives them: each wins over the one in `import.json`, and what is left out does not. */
export const GivenOptions = v.omit(v.partial(ImportOptions), ['sourceUrl', 'document', 'scheduled'])
export type GivenOptions = v.InferOutput<typeof GivenOptions>

/** What an import does that nothing is asked of. */
export function defaultOptions(): ImportOptions {
  return v.parse(ImportOptions, {})
}
