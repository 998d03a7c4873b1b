import { duplicateKey, empty, fileUnreadable, invalidEncoding, jsonAsYaml, jsonComments, noFile, notGzip, notJson, notOpenapi, notYaml, tooDeep, tooLarge, tooManyAliases, tooManyFiles, tooManyMergedKeys, unsupportedVersion, yamlDocuments, yamlIndentation, yamlTabs } from './kinds/file.ts'
import { bodyAndForm, collectionFormat, itemSchema, mediaTypeAssumed, mediaTypeInvalid, mediaTypeNoForm, mediaTypeRepeated } from './kinds/media-types.ts'
import { malformed, operationRepeated, parameterContent, statusInvalid, statusRepeated, unknownField } from './kinds/objects.ts'
import { callbacksNotImported, linksNotImported, responseHeadersNotImported, schemaDocsNotImported, securityNotImported, webhooksNotImported, xMsPathsNotImported } from './kinds/omissions.ts'
import { pathSlash } from './kinds/paths.ts'
import { referenceKind, referenceLoop, referenceSiblings, textReference, unresolvedReference } from './kinds/references.ts'
import { furtherProblems } from './kinds/report.ts'

/** All diagnostic codes, by section of docs/diagnostics.md, in the order of that page. */
export const CATALOGUE = [
  { title: 'The file', note: 'All but the warnings end the import.', kinds: [noFile, fileUnreadable, empty, tooLarge, tooDeep, tooManyAliases, tooManyMergedKeys, tooManyFiles, notGzip, notJson, notYaml, notOpenapi, unsupportedVersion, invalidEncoding, jsonComments, jsonAsYaml, duplicateKey, yamlTabs, yamlIndentation, yamlDocuments] },
  { title: 'References and objects', kinds: [unresolvedReference, referenceLoop, textReference, referenceKind, referenceSiblings, malformed, unknownField, furtherProblems] },
  { title: 'Operations', kinds: [operationRepeated, parameterContent] },
  { title: 'Paths', kinds: [pathSlash] },
  { title: 'Bodies and responses', kinds: [mediaTypeInvalid, mediaTypeRepeated, mediaTypeAssumed, mediaTypeNoForm, itemSchema, bodyAndForm, collectionFormat, statusInvalid, statusRepeated] },
  { title: 'Not imported', note: 'Parts that actions and definitions do not support: one diagnostic for a document, with their number and the location of the first.', kinds: [callbacksNotImported, webhooksNotImported, linksNotImported, responseHeadersNotImported, schemaDocsNotImported, xMsPathsNotImported, securityNotImported] },
] as const

/** Every code that a diagnostic can have. */
export type DiagnosticCode = (typeof CATALOGUE)[number]['kinds'][number]['code']
