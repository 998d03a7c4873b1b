import { itemSchema, mediaTypeInvalid, mediaTypeRepeated } from '../../diagnostics/kinds/media-types.ts'
import { malformed } from '../../diagnostics/kinds/objects.ts'
import { report } from '../../diagnostics/report.ts'
import { child, type Located } from '../../json/location.ts'
import { getField, getOwn, isMapping, type Mapping, sortedKeys } from '../../json/mapping.ts'
import { resolveLayers } from '../references/chain.ts'
import type { Context } from './context.ts'
import { isLikeSchema, ofKind } from './expect-kind.ts'
import { exactFirst } from './fields.ts'
import type { MediaType } from './model.ts'
import { hasDirectSchema, reportUnknownFields } from './unknown-fields.ts'

/** Normal form, which almost all names have. */
const NORMAL = /^[a-z0-9.+*-]+\/[a-z0-9.+*-]+$/
/**
 * Media type, with the `*` that OpenAPI allows in ranges; parameters are printable ASCII.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-8.3.1
 */
const MEDIA_TYPE = /^[\w!#$&^.+*-]+\/[\w!#$&^.+*-]+(\s*;[\t -~]*)?$/

/**
 * Parts between semicolons; a quoted string can contain semicolons.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-5.6.4
 */
const PART = /(?:"(?:\\.|[^"\\])*\\?(?:"|$)|[^;"])+/g

/** Normalises a media type: type and subtype in lower case, parameters unchanged; undefined if it is invalid. */
export function normaliseMediaType(name: string): string | undefined {
  if (NORMAL.test(name)) return name
  const trimmed = name.trim()
  if (!MEDIA_TYPE.test(trimmed)) return undefined
  const [type = '', ...parameters] = trimmed.match(PART) ?? []
  return [type.trim().toLowerCase(), ...parameters.map(parameter => parameter.trim()).filter(Boolean)].join('; ')
}

/** Media type at the start of a string. */
const MEDIA_TYPE_FIRST = /^[\w!#$&^.+*-]+\/[\w!#$&^.+*-]+/

/** Returns the media type that an invalid name begins with, `*\/*` for `*`; undefined for any other name. */
export function legalPart(name: string): string | undefined {
  const trimmed = name.trim()
  return trimmed === '*' ? '*/*' : MEDIA_TYPE_FIRST.exec(trimmed)?.[0].toLowerCase()
}

const isNormal = (name: string): boolean => normaliseMediaType(name) === name
const isMediaType = (name: string): boolean => normaliseMediaType(name) !== undefined

/**
 * Reads `content` of a request body, response or parameter; without it, a `schema` of the object itself, as in 2.0.
 * @see https://spec.openapis.org/oas/v3.2.0.html#media-type-object
 */
export function readContent(context: Context, owner: Located<Mapping>): readonly MediaType[] {
  const content = getField(owner, 'content')
  if (content.value === undefined) return readDirectSchema(context, owner)
  if (!isMapping(content.value)) {
    report(context.problems, malformed.notKeyedBy('content', 'media type'), content.at)
    return []
  }
  const found = new Map<string, MediaType>()
  // content can be a $ref to a file; media types next to the $ref come first.
  for (const layer of resolveLayers(context, content, 'an object keyed by media type'))
    addMediaTypes(context, layer, found)
  return [...found.values()]
}

const readDirectSchema = (context: Context, owner: Located<Mapping>): readonly MediaType[] => {
  if (!hasDirectSchema(owner.value)) return []
  const schema = getField(owner, 'schema')
  report(context.problems, mediaTypeInvalid.missing(JSON_TYPE), schema.at)
  return [{ name: JSON_TYPE, schema, at: schema.at }]
}

const JSON_TYPE = 'application/json'

const addMediaTypes = (context: Context, { value, at }: Located<Mapping>, found: Map<string, MediaType>): void => {
  // Sorted, so that the choice between two spellings does not depend on their order.
  for (const key of exactFirst(exactFirst(sortedKeys(value), isMediaType), isNormal)) {
    if (key === '$ref' && typeof value.$ref === 'string') continue
    const here = child(at, key)
    const name = normaliseMediaType(key)
    if (name === undefined) {
      const node = { value: getOwn(value, key), at: here }
      const assumed = assumedName(context, key, node)
      if (key === 'schema' && assumed === undefined && isSchema(node.value) && !found.has(JSON_TYPE)) {
        report(context.problems, mediaTypeInvalid.missing(JSON_TYPE), here)
        found.set(JSON_TYPE, { name: JSON_TYPE, schema: node, at: here })
      } else if (assumed === undefined || found.has(assumed)) {
        report(context.problems, mediaTypeInvalid.ignored(key), here)
      } else {
        report(context.problems, mediaTypeInvalid.read(key, assumed), here)
        found.set(assumed, { name: assumed, ...readMediaType(context, node), at: here })
      }
    } else if (found.has(name)) {
      report(context.problems, mediaTypeRepeated.ignored(name), here)
    } else {
      const node = { value: getOwn(value, key), at: here }
      found.set(name, { name, ...readMediaType(context, node), at: here })
    }
  }
}

const isSchema = (value: unknown): boolean => isMapping(value) && isLikeSchema(value)

/** Returns a media type for an invalid key whose Media Type Object has a schema; undefined for any other. */
const assumedName = (context: Context, key: string, node: Located): string | undefined => {
  const resolution = context.resolver.follow(node)
  const mediaType = resolution.ok ? resolution.value.value : undefined
  const hasSchema =
    isMapping(mediaType) && ['schema', 'itemSchema'].some(field => getOwn(mediaType, field) !== undefined)
  return hasSchema && !key.startsWith('x-') ? (legalPart(key) ?? JSON_TYPE) : undefined
}

type Content = Pick<MediaType, 'schema' | 'encoding' | 'object'>
const NOTHING: Content = { schema: undefined, encoding: undefined, object: undefined }

/**
 * Reads a Media Type Object, which can be a reference since 3.2.
 * @see https://spec.openapis.org/oas/v3.2.0.html#media-type-object
 */
const readMediaType = (context: Context, node: Located): Content => {
  const resolution = context.resolver.follow(node)
  if (!resolution.ok) {
    context.problems.push(resolution.problem)
    return NOTHING
  }
  const { value, at } = resolution.value
  if (!isMapping(value)) {
    report(context.problems, malformed.mediaType(value), at)
    return NOTHING
  }
  const mediaType = ofKind(context, node, { value, at }, 'media type')
  if (mediaType === undefined) return NOTHING
  reportUnknownFields(context, 'media type', mediaType)
  return { schema: schemaOf(context, mediaType), encoding: encodingOf(context, mediaType), object: mediaType }
}

/**
 * Returns `schema`, or the `itemSchema` of a stream.
 * @see https://spec.openapis.org/oas/v3.2.0.html#media-type-item-schema
 */
const schemaOf = (context: Context, mediaType: Located<Mapping>): Located | undefined => {
  const schema = getField(mediaType, 'schema')
  if (getOwn(mediaType.value, 'itemSchema') === undefined) return schema.value === undefined ? undefined : schema
  const item = getField(mediaType, 'itemSchema')
  if (schema.value !== undefined) {
    report(context.problems, itemSchema.ignored(), item.at)
    return schema
  }
  report(context.problems, itemSchema.used(), item.at)
  return item
}

/**
 * Returns `encoding` without empty Encoding Objects; undefined if nothing is left.
 * @see https://spec.openapis.org/oas/v3.2.0.html#encoding-object
 */
const encodingOf = (context: Context, mediaType: Located<Mapping>): MediaType['encoding'] => {
  if (getOwn(mediaType.value, 'encoding') === undefined) return undefined
  const { value: encoding, at } = getField(mediaType, 'encoding')
  if (encoding === null) return undefined
  if (!isMapping(encoding)) {
    report(context.problems, malformed.notKeyedBy('encoding', 'property'), at)
    return undefined
  }
  const filled = Object.entries(encoding).filter(([, value]) => !isMapping(value) || Object.keys(value).length > 0)
  if (filled.length === 0) return undefined
  return { value: Object.fromEntries(filled), at }
}
