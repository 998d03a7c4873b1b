import { referenceKind } from '../../diagnostics/kinds/references.ts'
import { report } from '../../diagnostics/report.ts'
import type { Located, Location } from '../../json/location.ts'
import { getOwn, type Mapping } from '../../json/mapping.ts'
import type { Context } from './context.ts'

/** Objects whose kind is checked if a reference points to one. */
export type Kind = 'operation' | 'parameter' | 'request body' | 'response' | 'media type'

/**
 * Kinds of objects by section of the Components Object.
 * @see https://spec.openapis.org/oas/v3.2.0.html#components-object
 */
const COMPONENTS: ReadonlyMap<string | number, string> = new Map([
  ['schemas', 'schema'],
  ['responses', 'response'],
  ['parameters', 'parameter'],
  ['examples', 'example'],
  ['requestBodies', 'request body'],
  ['headers', 'header'],
  ['securitySchemes', 'security scheme'],
  ['links', 'link'],
  ['callbacks', 'callback'],
  ['pathItems', 'path item'],
  ['mediaTypes', 'media type'],
])

/**
 * Kinds of objects by section in 2.0, at the root of the document.
 * @see https://spec.openapis.org/oas/v2.0.html#swagger-object
 */
const SWAGGER: ReadonlyMap<string | number, string> = new Map([
  ['definitions', 'schema'],
  ['responses', 'response'],
  ['parameters', 'parameter'],
])

/** Fields that are read of each kind; an object without any of them has no content for it. */
const SUBSTANCE: Readonly<Record<Kind, readonly string[]>> = {
  operation: ['responses', 'requestBody'],
  parameter: ['name', 'in'],
  'request body': ['content'],
  response: ['content'],
  'media type': ['schema', 'itemSchema', 'encoding'],
}

/** Fields that only a schema has, among objects without the fields above. */
const OF_SCHEMAS = ['type', 'properties', 'items', 'enum', 'allOf', 'anyOf', 'oneOf', 'additionalProperties', '$schema']

/**
 * Returns the object that a node resolved to; undefined if it is of another kind, which is reported at the reference.
 * @see https://spec.openapis.org/oas/v3.2.0.html#reference-object
 */
export function ofKind(
  context: Context,
  node: Located,
  reached: Located<Mapping>,
  wanted: Kind,
): Located<Mapping> | undefined {
  // Most objects are not referenced.
  if (reached.at === node.at) return reached
  const fields = context.dialect === '2.0' && wanted === 'response' ? ['schema'] : SUBSTANCE[wanted]
  const isReadable = hasAny(reached.value, fields)
  const kind = sectionOf(context, reached.at) ?? (!isReadable && hasAny(reached.value, OF_SCHEMAS) ? 'schema' : wanted)
  if (kind === wanted) return reached
  const entry = isReadable ? referenceKind.readAsExpected(kind, wanted) : referenceKind.ignored(kind, wanted)
  report(context.problems, entry, node.at)
  return isReadable ? reached : undefined
}

/** Returns the kind of the objects in the section of a location; undefined outside of sections. */
const sectionOf = ({ dialect, document }: Context, { file, parent }: Location): string | undefined => {
  const owner = parent?.parent
  if (parent === undefined || owner === undefined) return undefined
  if (owner.key === 'components' && owner.parent?.parent === undefined) return COMPONENTS.get(parent.key)
  const isRoot = owner.parent === undefined && file === document.at.file
  return dialect === '2.0' && isRoot ? SWAGGER.get(parent.key) : undefined
}

const hasAny = (mapping: Mapping, fields: readonly string[]): boolean =>
  fields.some(field => getOwn(mapping, field) !== undefined)
