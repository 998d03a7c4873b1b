import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import {
  bodyAndForm,
  collectionFormat,
  mediaTypeAssumed,
  mediaTypeInvalid,
  mediaTypeNoForm,
} from '../../diagnostics/kinds/media-types.ts'
import { malformed } from '../../diagnostics/kinds/objects.ts'
import { parameterRepeated } from '../../diagnostics/kinds/parameters.ts'
import { keywordCoerced } from '../../diagnostics/kinds/schemas.ts'
import { report } from '../../diagnostics/report.ts'
import { child, type Located, type Location } from '../../json/location.ts'
import { asText, getField, getOwn, isMapping, type Mapping } from '../../json/mapping.ts'
import type { Context } from './context.ts'
import { flagAt, wordAt } from './fields.ts'
import { legalPart, normaliseMediaType } from './media-type.ts'
import type { MediaType, Parameter, RequestBody } from './model.ts'
import { readIdentity } from './parameter.ts'
import type { ReadResponseContent } from './response.ts'
import { readTypeName } from './type-name.ts'
import { reportUnknownFields } from './unknown-fields.ts'

/** OpenAPI 2.0 in the form of 3.x: bodies are parameters there, and media types are fields of the operation. */

const FORM = 'application/x-www-form-urlencoded'
const MULTIPART = 'multipart/form-data'
const JSON_TYPE = 'application/json'

type Node = Located<Mapping>

/**
 * Reads a Parameter Object of 2.0. A parameter other than the body is its own schema.
 * @see https://spec.openapis.org/oas/v2.0.html#parameter-object
 */
export function readSwaggerParameter(context: Context, node: Node): Parameter | undefined {
  const identity = readIdentity(context, node)
  if (identity === undefined) return undefined
  const { value, at } = node
  // Unknown fields of a form field are reported when it becomes a property.
  if (identity.in !== 'formData')
    reportUnknownFields(context, identity.in === 'body' ? 'body parameter' : 'parameter', node)
  const { style, explode } = collectionOf(context, node, identity.in)
  return {
    name: identity.name,
    in: identity.in,
    required: flagAt(context, node, 'required') === true,
    deprecated: false,
    description: asText(getOwn(value, 'description')),
    schema: identity.in === 'body' ? getField(node, 'schema') : node,
    content: undefined,
    style,
    explode,
    allowEmptyValue: flagAt(context, node, 'allowEmptyValue') === true,
    at,
  }
}

/** Returns true for a parameter of 2.0 that is not part of the body. */
export function isSent({ in: location }: Parameter): boolean {
  return location !== 'body' && location !== 'formData'
}

/** Fields of a 2.0 parameter that are not part of its schema. */
const NO_SCHEMA = new Set(['name', 'in', 'required', 'collectionFormat', 'allowEmptyValue', 'description'])

const schemaPart = (parameter: Mapping): Mapping =>
  Object.fromEntries(Object.entries(parameter).filter(([key]) => !NO_SCHEMA.has(key)))

type Collection = { readonly style: string; readonly explode: boolean }

/** Values of `collectionFormat` other than `csv`, as styles of 3.x. */
const COLLECTIONS: ReadonlyMap<string, Collection> = new Map([
  ['ssv', { style: 'spaceDelimited', explode: false }],
  ['tsv', { style: 'tabDelimited', explode: false }],
  ['pipes', { style: 'pipeDelimited', explode: false }],
  ['multi', { style: 'form', explode: true }],
])

/**
 * Returns `collectionFormat` as a style: `csv` by default; `multi` only in queries and forms.
 * @see https://spec.openapis.org/oas/v2.0.html#parameter-object
 */
const collectionOf = (context: Context, { value, at }: Node, location: string): Collection => {
  const isForm = location === 'query' || location === 'formData'
  const csv = { style: isForm ? 'form' : 'simple', explode: false }
  const format = collectionFormatOf(context, { value, at })
  // A body has no collectionFormat; it is reported with the other unknown fields.
  if (format === undefined || format === 'csv' || location === 'body') return csv
  const collection = format === 'multi' && !isForm ? undefined : COLLECTIONS.get(asText(format) ?? '')
  if (collection !== undefined) return collection
  const entry =
    typeof format === 'string' ? malformed.collectionFormat(format, location) : malformed.collectionFormatType(format)
  report(context.problems, entry, child(at, 'collectionFormat'))
  return csv
}

/** Returns `collectionFormat` in the spelling of the specification. */
const collectionFormatOf = (context: Pick<Context, 'problems'>, { value, at }: Node): unknown => {
  const format = { value: getOwn(value, 'collectionFormat'), at: child(at, 'collectionFormat') }
  return wordAt(context, format, ['csv', ...COLLECTIONS.keys()])
}

type MediaTypeField = 'consumes' | 'produces'

/** Returns `consumes` or `produces` of the operation, or of the document. */
export function mediaTypesOf(context: Context, operation: Node, field: MediaTypeField): string[] {
  return (
    readMediaTypes(operation, field, context.problems) ??
    // Those of the document are reported once, not with every operation.
    readMediaTypes(context.document, field, []) ??
    []
  )
}

/** Reports invalid media types of the document. */
export function checkMediaTypes({ document, problems }: Context): void {
  readMediaTypes(document, 'consumes', problems)
  readMediaTypes(document, 'produces', problems)
}

/** Returns the media types of a field; undefined if it is absent or invalid. */
const readMediaTypes = (owner: Node, field: MediaTypeField, problems: Diagnostic[]): string[] | undefined => {
  const { value, at } = getField(owner, field)
  if (value === undefined) return undefined
  // A single media type is read as an array of one.
  const single = typeof value === 'string' ? normaliseMediaType(value) : undefined
  if (single !== undefined) {
    report(problems, keywordCoerced.single(field), at)
    return [single]
  }
  if (!Array.isArray(value)) {
    const entry =
      typeof value === 'string'
        ? malformed.notMediaTypes(field, value)
        : malformed.fieldType(field, 'an array of media types', value)
    report(problems, entry, at)
    return undefined
  }
  const names = new Set<string>()
  for (const [i, listed] of value.entries()) {
    const name = typeof listed === 'string' ? normaliseMediaType(listed) : undefined
    const assumed = name === undefined && typeof listed === 'string' ? legalPart(listed) : undefined
    if (assumed !== undefined) report(problems, mediaTypeInvalid.read(listed, assumed), child(at, i))
    else if (name === undefined) report(problems, mediaTypeInvalid.ignored(listed), child(at, i))
    const used = name ?? assumed
    if (used !== undefined) names.add(used)
  }
  return [...names]
}

/** Returns the `body` parameter, or the `formData` parameters together, as a request body. */
export function readSwaggerBody(
  context: Context,
  operation: Node,
  parameters: readonly Parameter[],
): RequestBody | undefined {
  const [body, ...otherBodies] = parameters.filter(parameter => parameter.in === 'body')
  for (const { name, at } of otherBodies) report(context.problems, parameterRepeated.secondBody(name), at)
  const fields = parameters.filter(parameter => parameter.in === 'formData')
  const consumes = mediaTypesOf(context, operation, 'consumes')
  if (body !== undefined) {
    if (fields.length > 0) report(context.problems, bodyAndForm.formIgnored(), operation.at)
    const names = consumes.length > 0 ? consumes : assumeJson(context, body.at)
    const hasSchema = body.schema?.value !== undefined
    return {
      required: body.required,
      ...(body.description !== undefined && { description: body.description }),
      content: names.map(name => ({ name, ...(hasSchema && body.schema && { schema: body.schema }), at: body.at })),
      at: body.at,
    }
  }
  if (fields.length === 0) return undefined
  for (const field of fields) reportCollectionFormat(context, field)
  const forms = formTypes(context, operation.at, consumes, fields)
  const schema = formSchema(fields, operation.at)
  return {
    required: fields.some(field => field.required),
    content: forms.map(name => ({ name, schema, at: operation.at })),
    at: operation.at,
  }
}

/**
 * Returns the media types of form fields: urlencoded, multipart or both.
 * @see https://spec.openapis.org/oas/v2.0.html#parameter-object
 */
const formTypes = (
  context: Context,
  at: Location,
  consumes: readonly string[],
  fields: readonly Parameter[],
): readonly string[] => {
  const forms = consumes.filter(isForm)
  const others = consumes.filter(name => !isForm(name)).join(', ')
  if (forms.length > 0) {
    if (others !== '') report(context.problems, mediaTypeNoForm.ignored(others), at)
    return forms
  }
  const hasFile = fields.some(
    ({ schema }) => isMapping(schema?.value) && readTypeName(getOwn(schema.value, 'type')) === 'file',
  )
  const assumed = hasFile ? MULTIPART : FORM
  const entry = others === '' ? mediaTypeAssumed.none(assumed) : mediaTypeAssumed.notForm(others, assumed)
  report(context.problems, entry, at)
  return [assumed]
}

const isForm = (name: string): boolean => /^(application\/x-www-form-urlencoded|multipart\/form-data)(;|$)/.test(name)

/** Reports a `collectionFormat`, which definitions do not support: they serialize an array as `multi`. */
const reportCollectionFormat = (context: Context, { schema, name }: Parameter): void => {
  const format =
    schema !== undefined && isMapping(schema.value)
      ? asText(collectionFormatOf({ problems: [] }, { value: schema.value, at: schema.at }))
      : undefined
  if (schema === undefined || format === undefined || format === 'multi') return
  // Other values were reported when the parameter was read.
  if (format !== 'csv' && !COLLECTIONS.has(format)) return
  report(context.problems, collectionFormat.ignored(format, name), child(schema.at, 'collectionFormat'))
}

/** Returns one object schema with a property for each form field, located at its parameter. */
const formSchema = (fields: readonly Parameter[], at: Location): Located => {
  const entries = fields.map(({ name, schema, description }): [string, unknown] => [
    name,
    { ...schemaPart(schema?.value as Mapping), ...(description !== undefined && { description }) },
  ])
  const required = fields.filter(field => field.required).map(field => field.name)
  const places = new Map(fields.map(field => [field.name, field.at]))
  const properties: Location = { file: at.file, parent: at, key: 'parameters', moved: places }
  return {
    value: { type: 'object', properties: Object.fromEntries(entries), ...(required.length > 0 && { required }) },
    at: { file: at.file, parent: at, key: 'parameters', moved: new Map([['properties', properties]]) },
  }
}

/**
 * Reads a Response Object of 2.0: one schema for all media types that the operation produces.
 * @see https://spec.openapis.org/oas/v2.0.html#response-object
 */
export function readSwaggerResponseContent(produces: readonly string[]): ReadResponseContent {
  return (context, response) => {
    const schema = getField(response, 'schema')
    if (schema.value === undefined) return []
    const names = produces.length > 0 ? produces : assumeJson(context, response.at)
    return names.map((name): MediaType => ({ name, schema, at: schema.at }))
  }
}

const assumeJson = (context: Context, at: Location): string[] => {
  report(context.problems, mediaTypeAssumed.none(JSON_TYPE), at)
  return [JSON_TYPE]
}
