import { reportText } from '../../diagnostics/report.ts'
import type { Located, Location } from '../../json/location.ts'
import { getOwn, type Mapping } from '../../json/mapping.ts'
import type { Context } from './context.ts'

/** The objects that are told apart where a reference leads to one. */
export type Kind = 'operation' | 'parameter' | 'request body' | 'response' | 'media type'

/** Components Object: what each section holds. */
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

/** Swagger Object: the sections of 2.0 stand at the root. */
const SWAGGER: ReadonlyMap<string | number, string> = new Map([
  ['definitions', 'schema'],
  ['responses', 'response'],
  ['parameters', 'parameter'],
])

/** What is read of each kind: something with none of these fields says nothing in its place. */
const SUBSTANCE: Readonly<Record<Kind, readonly string[]>> = {
  operation: ['responses', 'requestBody'],
  parameter: ['name', 'in'],
  'request body': ['content'],
  response: ['content'],
  'media type': ['schema', 'itemSchema', 'encoding'],
}

/** What only a schema has, among all that have none of the fields above. */
const OF_SCHEMAS = ['type', 'properties', 'items', 'enum', 'allOf', 'anyOf', 'oneOf', 'additionalProperties', '$schema']

/**
 * What stands at a node, or was reached from there by reference; undefined where that is plainly of another kind, which
 * is told at the reference. Reference Object: what is referenced must be of the kind that is wanted in its place.
 */
export function ofKind(
  context: Context,
  node: Located,
  reached: Located<Mapping>,
  wanted: Kind,
): Located<Mapping> | undefined {
  // Most parts stand where they are wanted.
  if (reached.at === node.at) return reached
  const fields = context.dialect === '2.0' && wanted === 'response' ? ['schema'] : SUBSTANCE[wanted]
  const isReadable = hasAny(reached.value, fields)
  const kind = sectionOf(context, reached.at) ?? (!isReadable && hasAny(reached.value, OF_SCHEMAS) ? 'schema' : wanted)
  if (kind === wanted) return reached
  const message = `The reference leads to ${withArticle(kind)} where ${withArticle(wanted)} is wanted; it was ${isReadable ? 'read as one' : 'left out'}.`
  reportText(context.problems, isReadable ? 'warning' : 'error', 'reference-kind', node.at, message)
  return isReadable ? reached : undefined
}

/** The kind of the objects among which something stands, where the specification says it. */
const sectionOf = ({ dialect, document }: Context, { file, parent }: Location): string | undefined => {
  const owner = parent?.parent
  if (parent === undefined || owner === undefined) return undefined
  if (owner.key === 'components' && owner.parent?.parent === undefined) return COMPONENTS.get(parent.key)
  const isRoot = owner.parent === undefined && file === document.at.file
  return dialect === '2.0' && isRoot ? SWAGGER.get(parent.key) : undefined
}

const hasAny = (mapping: Mapping, fields: readonly string[]): boolean =>
  fields.some(field => getOwn(mapping, field) !== undefined)

const withArticle = (kind: string): string => `${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind}`
