import { schemaMalformed } from '../../diagnostics/kinds/schemas.ts'
import { report } from '../../diagnostics/report.ts'
import type { Located, Location } from '../../json/location.ts'
import { getOwn, isMapping, type Mapping } from '../../json/mapping.ts'
import type { Context } from '../../openapi/objects/context.ts'

/** What makes a mapping a schema, wherever it stands: many documents keep schemas in sections that are for other things. */
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
/** Components Object, and 2.0's objects of the root: what has a name and is no schema. */
const SECTIONS = new Set<string | number>([
  ...['responses', 'parameters', 'examples', 'requestBodies', 'headers', 'securitySchemes', 'securityDefinitions'],
  ...['links', 'callbacks', 'pathItems', 'mediaTypes'],
])

/**
 * Tells of an object of another kind, such as a response, that a schema was expected in the place of; true if it is one.
 * An object in a file of its own is known by `content` or `schema`.
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
