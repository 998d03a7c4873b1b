import { bodyUnusual, bodyWithoutMediaType, encodingLeftOut, responseAdded, responseRange } from './kinds/bodies.ts'
import { tooManyDefinitions } from './kinds/definitions.ts'
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
  { title: 'The file', kinds: [tooManyValues, tooManyOperations, tooManyDefinitions, noOperations] },
  { title: 'Operations', kinds: [filterUnused, methodUnknown, nameChanged, textShortened] },
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
      parameterIgnored,
      parameterNameIllegal,
      querystringSplit,
      querystringReduced,
      allowReserved,
      defaultUnfit,
      defaultTemplate,
    ],
  },
  {
    title: 'Bodies and responses',
    kinds: [bodyUnusual, bodyWithoutMediaType, encodingLeftOut, responseRange, responseAdded],
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
