import { type Explanation, info, kind } from '../kind.ts'

/** Kind of a part that is not imported: reported once for a document, at the location of the first one. */
const omission = <const Code extends string>(code: Code, parts: string, explanation: Explanation) =>
  kind(code, explanation, { omitted: info((count: number) => `Not imported: ${count} ${parts} (first shown).`) })

export const callbacksNotImported = omission('callbacks-not-imported', 'callbacks of webhooks or callbacks', {
  meaning: 'A webhook or callback has callbacks itself. Triggers do not support them.',
  remedy: 'Nothing to do.',
})

export const linksNotImported = omission('links-not-imported', 'links', {
  meaning: 'Actions do not support links from responses to other operations.',
  remedy: 'Nothing to do.',
})

export const responseHeadersNotImported = omission('response-headers-not-imported', 'response headers', {
  meaning: 'Actions do not support headers of responses.',
  remedy: 'Nothing to do.',
})

export const schemaDocsNotImported = omission('schema-docs-not-imported', 'external docs of schemas', {
  meaning: 'Definitions do not support external docs of schemas.',
  remedy: 'Nothing to do.',
})

export const xMsPathsNotImported = omission('x-ms-paths-not-imported', 'paths of x-ms-paths', {
  meaning: 'Operations under `x-ms-paths`, an extension of OpenAPI, are not imported.',
  remedy: 'Move them to `paths` if you need them; a path may have a `?`.',
})

export const securityNotImported = omission('security-not-imported', 'security schemes and requirements', {
  meaning:
    "Security schemes and requirements are not imported into a connector that exists. The connector's connection authenticates requests.",
  remedy: 'Use the option `authSchemes: add`, or set up the authentication on the platform.',
})
