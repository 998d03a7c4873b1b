import { referenceKind } from '../../diagnostics/kinds/references.ts'
import { report } from '../../diagnostics/report.ts'
import type { Located, Location } from '../../json/location.ts'
import { getOwn, type Mapping } from '../../json/mapping.ts'
import type { Context } from './context.ts'

/** Objects whose kind is checked if a reference points to one. */
export type Kind = 'operation' | 'parameter' | 'request body' | 'response' | 'media type'

/**
 * Kinds of objects by section: of the Components Object, or of the root of a document of 2.0.
 * @see https://spec.openapis.org/oas/v3.2.0.html#components-object
 * @see https://spec.openapis.org/oas/v2.0.html#swagger-object
 */
const SECTIONS: ReadonlyMap<string | number, string> = new Map([
  ['schemas', 'schema'],
  ['definitions', 'schema'],
  ['responses', 'response'],
  ['parameters', 'parameter'],
  ['examples', 'example'],
  ['requestBodies', 'request body'],
  ['headers', 'header'],
  ['securitySchemes', 'security scheme'],
  ['securityDefinitions', 'security scheme'],
  ['links', 'link'],
  ['callbacks', 'callback'],
  ['pathItems', 'path item'],
  ['mediaTypes', 'media type'],
])

/** Fields that are read of each kind; an object without any of them has no content for it. */
const SUBSTANCE: Readonly<Record<Kind, readonly string[]>> = {
  operation: ['responses', 'requestBody'],
  parameter: ['name', 'in'],
  'request body': ['content'],
  response: ['content'],
  'media type': ['schema', 'itemSchema', 'encoding'],
}

/** Keywords of schemas that the objects of sections do not have. */
const OF_SCHEMAS = [
  ...['$ref', '$dynamicRef', '$schema', 'type', 'enum', 'const', 'format', 'nullable'],
  ...['properties', 'patternProperties', 'additionalProperties', 'propertyNames', 'items', 'prefixItems'],
  ...['allOf', 'anyOf', 'oneOf', 'not', 'if'],
]

/** Returns true for an object with keywords of a schema; many documents have schemas in sections for other objects. */
export function isLikeSchema(value: Mapping): boolean {
  return hasAny(value, OF_SCHEMAS)
}

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
  const section = sectionOf(reached.at)
  const isOwn = context.dialect === '2.0' && reached.at.file === context.document.at.file
  const stated = section?.isComponent || isOwn ? section?.kind : undefined
  const kind = stated ?? (!isReadable && isLikeSchema(reached.value) ? 'schema' : wanted)
  if (kind === wanted) return reached
  const entry = isReadable ? referenceKind.readAsExpected(kind, wanted) : referenceKind.ignored(kind, wanted)
  report(context.problems, entry, node.at)
  return isReadable ? reached : undefined
}

/** Section of named objects, and the kind of the objects in it. */
type Section = { readonly name: string; readonly kind: string; readonly isComponent: boolean }

/** Returns the section of a location, in the Components Object or at the root of a file; undefined outside of sections. */
export function sectionOf({ parent }: Location): Section | undefined {
  const owner = parent?.parent
  const kind = parent && SECTIONS.get(parent.key)
  if (owner === undefined || kind === undefined) return undefined
  const isComponent = owner.key === 'components' && owner.parent?.parent === undefined
  return isComponent || owner.parent === undefined ? { name: String(parent?.key), kind, isComponent } : undefined
}

const hasAny = (mapping: Mapping, fields: readonly string[]): boolean =>
  fields.some(field => getOwn(mapping, field) !== undefined)
