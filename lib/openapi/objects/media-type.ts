import { reportText } from '../../diagnostics/report.ts'
import { child, type Located } from '../../json/location.ts'
import { getField, getOwn, isMapping, kindOf, type Mapping, sortedKeys } from '../../json/mapping.ts'
import { quote } from '../../json/quote.ts'
import { resolveLayers } from '../references/chain.ts'
import type { Context } from './context.ts'
import { ofKind } from './expect-kind.ts'
import { exactFirst } from './fields.ts'
import type { MediaType } from './model.ts'
import { reportUnknownFields } from './unknown-fields.ts'

/** Such a name is as it should be, which almost all are. */
const NORMAL = /^[a-z0-9.+*-]+\/[a-z0-9.+*-]+$/
/** RFC 9110 section 8.3.1, with `*` as OpenAPI allows it in the key of a range; parameters as printable ASCII. */
const MEDIA_TYPE = /^[\w!#$&^.+*-]+\/[\w!#$&^.+*-]+(\s*;[\t -~]*)?$/

/** The parts between semicolons, which a quoted string of RFC 9110 section 5.6.4 may hold as well. */
const PART = /(?:"(?:\\.|[^"\\])*\\?(?:"|$)|[^;"])+/g

/** Type and subtype in lower case, parameters as they are; undefined where it is no media type. */
export function normaliseMediaType(name: string): string | undefined {
  if (NORMAL.test(name)) return name
  const trimmed = name.trim()
  if (!MEDIA_TYPE.test(trimmed)) return undefined
  const [type = '', ...parameters] = trimmed.match(PART) ?? []
  return [type.trim().toLowerCase(), ...parameters.map(parameter => parameter.trim()).filter(Boolean)].join('; ')
}

const isNormal = (name: string): boolean => normaliseMediaType(name) === name

/** `content` of a request body, response or parameter: Media Type Objects by media type. */
export function readContent(context: Context, content: Located): readonly MediaType[] {
  if (content.value === undefined) return []
  if (!isMapping(content.value)) {
    const message = 'This content is no mapping by media type; it was left out.'
    reportText(context.problems, 'warning', 'malformed', content.at, message)
    return []
  }
  const found = new Map<string, MediaType>()
  // It may stand in a file of its own, and have media types beside the reference to it, which then count first.
  for (const layer of resolveLayers(context, content, 'The content')) addMediaTypes(context, layer, found)
  return [...found.values()]
}

const addMediaTypes = (context: Context, { value, at }: Located<Mapping>, found: Map<string, MediaType>): void => {
  // Sorted, so that of two spellings the same one counts, whatever their order.
  for (const key of exactFirst(sortedKeys(value), isNormal)) {
    if (key === '$ref' && typeof value.$ref === 'string') continue
    const here = child(at, key)
    const name = normaliseMediaType(key)
    if (name === undefined) {
      reportText(
        context.problems,
        'warning',
        'media-type-invalid',
        here,
        `${quote(key)} is no media type; it was left out.`,
      )
    } else if (found.has(name)) {
      reportText(
        context.problems,
        'warning',
        'media-type-repeated',
        here,
        `${name} is there already; this one was left out.`,
      )
    } else {
      const node = { value: getOwn(value, key), at: here }
      found.set(name, { name, ...readMediaType(context, node), at: here })
    }
  }
}

type Content = Pick<MediaType, 'schema' | 'encoding'>
const NOTHING: Content = { schema: undefined, encoding: undefined }

/** Media Type Object; since 3.2 it may be referenced. */
const readMediaType = (context: Context, node: Located): Content => {
  const resolution = context.resolver.follow(node)
  if (!resolution.ok) {
    context.problems.push(resolution.problem)
    return NOTHING
  }
  const { value, at } = resolution.target
  if (!isMapping(value)) {
    const message = `A media type should be here, but it is ${kindOf(value)}; any value is allowed.`
    reportText(context.problems, 'warning', 'malformed', at, message)
    return NOTHING
  }
  const mediaType = ofKind(context, node, { value, at }, 'media type')
  if (mediaType === undefined) return NOTHING
  reportUnknownFields(context, 'media type', mediaType)
  return { schema: schemaOf(context, mediaType), encoding: encodingOf(context, mediaType) }
}

/** Since 3.2, `itemSchema` describes one item of a stream. */
const schemaOf = (context: Context, mediaType: Located<Mapping>): Located | undefined => {
  const schema = getField(mediaType, 'schema')
  const item = getField(mediaType, 'itemSchema')
  if (item.value === undefined) return schema.value === undefined ? undefined : schema
  if (schema.value !== undefined) {
    const message = 'The schema of the whole stream is there too; that of one item was left out.'
    reportText(context.problems, 'warning', 'item-schema', item.at, message)
    return schema
  }
  reportText(context.problems, 'info', 'item-schema', item.at, 'The schema of one item stands for the whole stream.')
  return item
}

/** Media Type Object, `encoding`, where it says anything. */
const encodingOf = (context: Context, mediaType: Located<Mapping>): MediaType['encoding'] => {
  const { value: encoding, at } = getField(mediaType, 'encoding')
  if (encoding === undefined || encoding === null) return undefined
  if (!isMapping(encoding)) {
    const message = `"encoding" should be a mapping by property, but it is ${kindOf(encoding)}; it was left out.`
    reportText(context.problems, 'warning', 'malformed', at, message)
    return undefined
  }
  const said = Object.entries(encoding).filter(([, value]) => !isMapping(value) || Object.keys(value).length > 0)
  if (said.length === 0) return undefined
  return { value: Object.fromEntries(said), at }
}
