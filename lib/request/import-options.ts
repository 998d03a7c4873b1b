import * as v from 'valibot'
import { VersionName } from './target.ts'

const strings = v.optional(v.array(v.pipe(v.string(), v.nonEmpty())), [])
const flag = v.optional(v.boolean(), false)

/** Refuses an array: an object schema of valibot accepts one. */
const noArray = v.pipe(
  v.unknown(),
  v.check(value => !Array.isArray(value), 'must be an object, got an array'),
)

/** Side of a conflict that wins: the content on the platform, or the content of the document. */
const ConflictSide = v.picklist(['platform', 'document'])

/** Tests if an import may fetch this URL: https, without credentials and fragment. */
export function isHttpsUrl(text: string): boolean {
  const url = URL.parse(text)
  return url?.protocol === 'https:' && url.username === '' && url.password === '' && url.hash === ''
}

/** Spellings of a connection variable in the base URL of a connector. */
export const PLACEHOLDERS = ['{{name}}', '{{ conn.name }}', '{{ .conn.name }}', '{name}'] as const

/** Tests if a URL can be the base URL of a connector; it can have placeholders for connection variables. */
export function isConnectorUrl(text: string): boolean {
  return /^(https?|\{[^/]*\}):\/\/[^/?#@]+(\/[^?#]*)?$/i.test(text)
}

/** Name of a connector, as people read it. */
export const ConnectorName = v.pipe(
  v.string(),
  v.regex(/^(?=.*\S)[^\p{Cc}]{1,120}$/u, 'must be 1 to 120 printable characters'),
)

/** Options of an import, the same for the command line, `import.json` and the API. See docs/options.md. */
export const ImportOptions = v.strictObject({
  /** Plan and compare, without writing to the platform. */
  dryRun: flag,
  /** For actions and triggers of earlier imports that the document no longer contains, or that a filter excludes. */
  removed: v.optional(v.picklist(['keep', 'delete', 'delete-filtered']), 'keep'),
  /** Overwrite edits made on the platform since the last import. */
  force: flag,
  /** Decisions about conflicts, by the name of the item: `NAME`, or with its kind, such as `action:NAME`. */
  resolve: v.optional(v.pipe(noArray, v.record(v.pipe(v.string(), v.nonEmpty()), ConflictSide)), {}),
  /** Publish the version if the import succeeds. */
  publish: flag,
  /** Confirms the changes that an import refuses without it: large deletions, a document with another title or host, and publishing. */
  confirm: flag,
  /** Identifies the plan of a dry run (`planId` of its report): an import with other changes is refused. */
  expect: v.optional(v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'must be the planId of a report'))),
  /** Version that a new target version is copied from. */
  fromVersion: v.optional(VersionName),
  /** For a published target version: refuse the import, or import into a new draft copied from it. */
  onPublished: v.optional(v.picklist(['refuse', 'draft']), 'refuse'),
  /** For a release that breaks workflows: apply it, put it into a new draft, or refuse the import. */
  onBreaking: v.optional(v.picklist(['apply', 'draft', 'refuse']), 'apply'),
  /** Create the connector if it does not exist; the target's connector is then a name for it. */
  createConnector: flag,
  /** Name of a new connector; default: the title of the document. */
  connectorName: v.optional(ConnectorName),
  /** Base URL of a new connector, in place of the document's server. */
  baseUrl: v.optional(
    v.pipe(v.string(), v.check(isConnectorUrl, 'must be an http(s) URL without credentials, query or fragment')),
  ),
  /** Spelling of connection variables in the base URL of a new connector. */
  placeholder: v.optional(v.picklist(PLACEHOLDERS), '{{name}}'),
  /** For security schemes: add missing ones to the connector, or ignore them. Default: add to a new connector only. */
  authSchemes: v.optional(v.picklist(['add', 'none'])),
  includeTag: strings,
  excludeTag: strings,
  includePath: strings,
  excludePath: strings,
  includeMethod: strings,
  excludeMethod: strings,
  includeOperation: strings,
  excludeOperation: strings,
  skipDeprecated: flag,
  /** Events that become triggers: none, webhooks, or webhooks and callbacks. */
  triggers: v.optional(v.picklist(['none', 'webhooks', 'all']), 'all'),
  /** URL that scheduled imports fetch the document from; only in `import.json`. */
  sourceUrl: v.optional(
    v.pipe(v.string(), v.check(isHttpsUrl, 'must be an https URL without credentials or fragment')),
  ),
  /** File that scheduled imports use, if the folder has several; only in `import.json`. */
  document: v.optional(v.pipe(v.string(), v.nonEmpty())),
  /** Overlays to apply, in this order, in place of those in the folder; only in `import.json`. */
  overlays: v.optional(v.array(v.pipe(v.string(), v.nonEmpty()))),
  /** Include the document in scheduled imports; only in `import.json`. */
  scheduled: v.optional(v.boolean(), true),
})
export type ImportOptions = v.InferOutput<typeof ImportOptions>

/** Options of a request. They override those of `import.json`; absent options do not. */
export const GivenOptions = v.omit(v.partial(ImportOptions), ['sourceUrl', 'document', 'overlays', 'scheduled'])
export type GivenOptions = v.InferOutput<typeof GivenOptions>

/** Options of a request as its input. */
export const OptionsInput = v.pipe(noArray, GivenOptions)

/** Returns the default of every option. */
export function defaultOptions(): ImportOptions {
  return v.parse(ImportOptions, {})
}
