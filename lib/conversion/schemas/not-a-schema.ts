import { schemaMalformed } from '../../diagnostics/kinds/schemas.ts'
import { report } from '../../diagnostics/report.ts'
import type { Located, Location } from '../../json/location.ts'
import { getOwn, isMapping, type Mapping } from '../../json/mapping.ts'
import type { Context } from '../../openapi/objects/context.ts'

/** Keywords of a schema in any section: many documents have schemas in sections for other objects. */
const OF_SCHEMAS = [
  ...['$ref', '$dynamicRef', 'type', 'enum', 'const', 'format', 'properties', 'patternProperties'],
  ...[
    'additionalProperties',
    'propertyNames',
    'items',
    'prefixItems',
    'allOf',
    'anyOf',
    'oneOf',
    'not',
    'if',
    'nullable',
  ],
]
/** Sections of named objects that are not schemas. */
const SECTIONS = new Set<string | number>([
  ...['responses', 'parameters', 'examples', 'requestBodies', 'headers', 'securitySchemes', 'securityDefinitions'],
  ...['links', 'callbacks', 'pathItems', 'mediaTypes'],
])

/**
 * Reports an object of another kind, such as a response, instead of a schema; returns true if it is one. Detects an object
 * in its own file by `content` or `schema`.
 */
export function reportNotASchema({ problems }: Pick<Context, 'problems'>, { value, at }: Located): boolean {
  if (!isMapping(value) || OF_SCHEMAS.some(key => getOwn(value, key) !== undefined)) return false
  const section = sectionOf(at)
  if (section === undefined && !holdsSchema(value)) return false
  report(problems, section === undefined ? schemaMalformed.holdsSchema() : schemaMalformed.inSection(section), at)
  return true
}

const sectionOf = ({ parent }: Location): string | undefined => {
  if (parent?.parent === undefined || !SECTIONS.has(parent.key)) return undefined
  const { parent: owner } = parent
  const isSection = owner.parent === undefined || (owner.key === 'components' && owner.parent.parent === undefined)
  return isSection ? String(parent.key) : undefined
}

const holdsSchema = (value: Mapping): boolean =>
  isMapping(getOwn(value, 'content')) || isMapping(getOwn(value, 'schema'))
