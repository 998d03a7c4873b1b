import type { Entry, Explanation } from './kind.ts'
import { bodyUnusual, bodyWithoutMediaType, encodingLeftOut, responseAdded, responseRange } from './kinds/bodies.ts'
import { tooManyDefinitions } from './kinds/definitions.ts'
import {
  duplicateKey,
  empty,
  fileUnreadable,
  invalidEncoding,
  jsonAsYaml,
  jsonComments,
  noFile,
  notGzip,
  notJson,
  notOpenapi,
  notYaml,
  tooDeep,
  tooLarge,
  tooManyAliases,
  tooManyFiles,
  tooManyMergedKeys,
  unsupportedVersion,
  yamlDocuments,
  yamlIndentation,
  yamlTabs,
} from './kinds/file.ts'
import {
  bodyAndForm,
  collectionFormat,
  itemSchema,
  mediaTypeAssumed,
  mediaTypeInvalid,
  mediaTypeNoForm,
  mediaTypeRepeated,
} from './kinds/media-types.ts'
import {
  malformed,
  operationRepeated,
  parameterContent,
  statusInvalid,
  statusRepeated,
  unknownField,
} from './kinds/objects.ts'
import {
  callbacksNotImported,
  linksNotImported,
  responseHeadersNotImported,
  schemaDocsNotImported,
  securityNotImported,
  webhooksNotImported,
  xMsPathsNotImported,
} from './kinds/omissions.ts'
import {
  filterUnused,
  methodUnknown,
  nameChanged,
  noOperations,
  textShortened,
  tooManyOperations,
  tooManyValues,
} from './kinds/operations.ts'
import {
  allowReserved,
  defaultTemplate,
  defaultUnfit,
  parameterIgnored,
  parameterLocation,
  parameterNameIllegal,
  parameterRepeated,
  pathParameterAdded,
  pathParameterRequired,
  pathParameterUnused,
  querystringReduced,
  querystringSplit,
} from './kinds/parameters.ts'
import {
  pathDots,
  pathFragment,
  pathLiteralBraces,
  pathQuery,
  pathSlash,
  serverDiffers,
  serverGuessed,
} from './kinds/paths.ts'
import {
  conflict,
  definitionRefused,
  ledgerDamaged,
  notPublished,
  platformFinding,
  publishMessage,
  versionRedirected,
  versionUnchangeable,
} from './kinds/platform.ts'
import {
  referenceKind,
  referenceLoop,
  referenceSiblings,
  textReference,
  unresolvedReference,
} from './kinds/references.ts'
import { furtherProblems } from './kinds/report.ts'
import {
  dynamicReference,
  keywordCoerced,
  keywordMalformed,
  keywordVersion,
  nullableComposition,
  nullableEnum,
  numberImprecise,
  requiredBoolean,
  schemaMalformed,
  schemaTooDeep,
  typeUnknown,
  unknownKeyword,
} from './kinds/schemas.ts'

/** All diagnostic codes, by section of docs/diagnostics.md, in the order of that page. */
export const CATALOGUE = [
  {
    title: 'The file',
    note: 'All but the warnings end the import.',
    kinds: [
      noFile,
      fileUnreadable,
      empty,
      tooLarge,
      tooDeep,
      tooManyAliases,
      tooManyMergedKeys,
      tooManyFiles,
      notGzip,
      notJson,
      notYaml,
      notOpenapi,
      unsupportedVersion,
      invalidEncoding,
      jsonComments,
      jsonAsYaml,
      duplicateKey,
      yamlTabs,
      yamlIndentation,
      yamlDocuments,
      tooManyValues,
      tooManyOperations,
      tooManyDefinitions,
      noOperations,
    ],
  },
  {
    title: 'References and objects',
    kinds: [
      unresolvedReference,
      referenceLoop,
      textReference,
      referenceKind,
      referenceSiblings,
      malformed,
      unknownField,
      furtherProblems,
    ],
  },
  { title: 'Operations', kinds: [filterUnused, operationRepeated, methodUnknown, nameChanged, textShortened] },
  {
    title: 'Paths',
    kinds: [serverGuessed, serverDiffers, pathFragment, pathLiteralBraces, pathQuery, pathDots, pathSlash],
  },
  {
    title: 'Parameters',
    kinds: [
      pathParameterAdded,
      pathParameterUnused,
      pathParameterRequired,
      parameterRepeated,
      parameterLocation,
      querystringSplit,
      querystringReduced,
      parameterIgnored,
      parameterNameIllegal,
      allowReserved,
      defaultUnfit,
      defaultTemplate,
      parameterContent,
    ],
  },
  {
    title: 'Bodies and responses',
    kinds: [
      bodyUnusual,
      bodyWithoutMediaType,
      encodingLeftOut,
      responseRange,
      responseAdded,
      mediaTypeInvalid,
      mediaTypeRepeated,
      mediaTypeAssumed,
      mediaTypeNoForm,
      itemSchema,
      bodyAndForm,
      collectionFormat,
      statusInvalid,
      statusRepeated,
    ],
  },
  {
    title: 'Schemas',
    kinds: [
      schemaTooDeep,
      schemaMalformed,
      typeUnknown,
      keywordMalformed,
      keywordCoerced,
      keywordVersion,
      unknownKeyword,
      requiredBoolean,
      numberImprecise,
      nullableEnum,
      nullableComposition,
      dynamicReference,
    ],
  },
  {
    title: 'Not imported',
    note: 'Parts that actions and definitions do not support: one diagnostic for a document, with their number and the location of the first.',
    kinds: [
      callbacksNotImported,
      webhooksNotImported,
      linksNotImported,
      responseHeadersNotImported,
      schemaDocsNotImported,
      xMsPathsNotImported,
      securityNotImported,
    ],
  },
  {
    title: 'The platform',
    kinds: [
      platformFinding,
      definitionRefused,
      conflict,
      ledgerDamaged,
      versionRedirected,
      versionUnchangeable,
      notPublished,
      publishMessage,
    ],
  },
] as const

/** Every code that a diagnostic can have. */
export type DiagnosticCode = (typeof CATALOGUE)[number]['kinds'][number]['code']

/** Message of the catalogue with its arguments filled in. */
export type DiagnosticEntry = Entry<DiagnosticCode>

/** Returns the explanation of a code; undefined for any other string. */
export function explanationOf(code: string): Explanation | undefined {
  for (const { kinds } of CATALOGUE) for (const kind of kinds) if (kind.code === code) return kind
  return undefined
}
