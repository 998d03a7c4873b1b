import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { reportText } from '../../diagnostics/report.ts'
import { child, type Located, type Location } from '../../json/location.ts'
import { asText, getField, getOwn, isMapping, kindOf, type Mapping } from '../../json/mapping.ts'
import { quote } from '../../json/quote.ts'
import type { Context } from './context.ts'
import { flagAt } from './fields.ts'
import { normaliseMediaType } from './media-type.ts'
import type { MediaType, Parameter, RequestBody } from './model.ts'
import { readIdentity } from './parameter.ts'
import type { ReadResponseContent } from './response.ts'
import { reportUnknownFields } from './unknown-fields.ts'

/** How OpenAPI 2.0 says what 3.x says elsewhere: bodies among the parameters, media types beside them. */

const FORM = 'application/x-www-form-urlencoded'
const MULTIPART = 'multipart/form-data'

type Node = Located<Mapping>

/** Parameter Object of 2.0. A parameter other than the body is its own schema. */
export function readSwaggerParameter(context: Context, node: Node): Parameter | undefined {
  const identity = readIdentity(context, node)
  if (identity === undefined) return undefined
  const { value, at } = node
  // What a form's field has that no parameter has is told where it becomes a property.
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

/** What an operation of 2.0 has beside its body. */
export function isSent({ in: location }: Parameter): boolean {
  return location !== 'body' && location !== 'formData'
}

/** The fields of a parameter of 2.0 that are no part of the schema that it is. */
const NO_SCHEMA = new Set(['name', 'in', 'required', 'collectionFormat', 'allowEmptyValue', 'description'])

const schemaPart = (parameter: Mapping): Mapping =>
  Object.fromEntries(Object.entries(parameter).filter(([key]) => !NO_SCHEMA.has(key)))

type Collection = { readonly style: string; readonly explode: boolean }

/** What `collectionFormat` may be beside `csv`, in the words of 3.x. */
const COLLECTIONS: ReadonlyMap<unknown, Collection> = new Map([
  ['ssv', { style: 'spaceDelimited', explode: false }],
  ['tsv', { style: 'tabDelimited', explode: false }],
  ['pipes', { style: 'pipeDelimited', explode: false }],
  ['multi', { style: 'form', explode: true }],
])

/** Parameter Object of 2.0, `collectionFormat`: `csv` where it says nothing; `multi` is for queries and forms alone. */
const collectionOf = (context: Context, { value, at }: Node, location: string): Collection => {
  const isForm = location === 'query' || location === 'formData'
  const csv = { style: isForm ? 'form' : 'simple', explode: false }
  const format = getOwn(value, 'collectionFormat')
  // A body has none, which is told with the other fields that it has not.
  if (format === undefined || format === 'csv' || location === 'body') return csv
  const collection = format === 'multi' && !isForm ? undefined : COLLECTIONS.get(format)
  if (collection !== undefined) return collection
  const what = typeof format === 'string' ? quote(format) : kindOf(format)
  const message = `"collectionFormat" can't be ${what} here; csv was assumed.`
  reportText(context.problems, 'warning', 'malformed', child(at, 'collectionFormat'), message)
  return csv
}

type MediaTypeField = 'consumes' | 'produces'

/** `consumes` or `produces` of the operation, or else of the document. */
export function mediaTypesOf(context: Context, operation: Node, field: MediaTypeField): string[] {
  return (
    readMediaTypes(operation, field, context.problems) ??
    // What is wrong with the document's is told once, not with every operation.
    readMediaTypes(context.document, field, []) ??
    []
  )
}

/** Tells what is wrong with the media types that hold for the whole document. */
export function checkMediaTypes({ document, problems }: Context): void {
  readMediaTypes(document, 'consumes', problems)
  readMediaTypes(document, 'produces', problems)
}

/** The media types of a list; undefined where there is none. */
const readMediaTypes = (owner: Node, field: MediaTypeField, problems: Diagnostic[]): string[] | undefined => {
  const { value, at } = getField(owner, field)
  if (value === undefined) return undefined
  // One media type is as good as a list of it.
  const single = typeof value === 'string' ? normaliseMediaType(value) : undefined
  if (single !== undefined) {
    reportText(problems, 'info', 'keyword-coerced', at, `"${field}" was read as a list of one media type.`)
    return [single]
  }
  if (!Array.isArray(value)) {
    const what = typeof value === 'string' ? quote(value) : kindOf(value)
    const message = `"${field}" should be a list of media types, but it is ${what}; it was left out.`
    reportText(problems, 'warning', 'malformed', at, message)
    return undefined
  }
  const names = new Set<string>()
  for (const [i, listed] of value.entries()) {
    const name = typeof listed === 'string' ? normaliseMediaType(listed) : undefined
    if (name !== undefined) names.add(name)
    else
      reportText(
        problems,
        'warning',
        'media-type-invalid',
        child(at, i),
        `${quote(listed)} is no media type; it was left out.`,
      )
  }
  return [...names]
}

/** The `body` parameter, or the `formData` parameters together, as a request body. */
export function readSwaggerBody(
  context: Context,
  operation: Node,
  parameters: readonly Parameter[],
): RequestBody | undefined {
  const [body, ...otherBodies] = parameters.filter(parameter => parameter.in === 'body')
  for (const { name, at } of otherBodies)
    reportText(context.problems, 'warning', 'parameter-repeated', at, `A second body, ${quote(name)}, was left out.`)
  const fields = parameters.filter(parameter => parameter.in === 'formData')
  const consumes = mediaTypesOf(context, operation, 'consumes')
  if (body !== undefined) {
    if (fields.length > 0)
      reportText(
        context.problems,
        'warning',
        'body-and-form',
        operation.at,
        'An operation has a body or form fields, not both; the fields were left out.',
      )
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

/** Parameter Object of 2.0, `in`: form fields, files included, are sent as one of two media types or as both. */
const formTypes = (
  context: Context,
  at: Location,
  consumes: readonly string[],
  fields: readonly Parameter[],
): readonly string[] => {
  const forms = consumes.filter(isForm)
  const others = consumes.filter(name => !isForm(name)).join(', ')
  if (forms.length > 0) {
    if (others !== '')
      reportText(
        context.problems,
        'info',
        'media-type-no-form',
        at,
        `Form fields are sent as a form; left out: ${quote(others)}.`,
      )
    return forms
  }
  const hasFile = fields.some(({ schema }) => isMapping(schema?.value) && getOwn(schema.value, 'type') === 'file')
  const assumed = hasFile ? MULTIPART : FORM
  const why = others === '' ? 'No media type is named here' : `Form fields are not sent as ${quote(others)}`
  reportText(context.problems, 'info', 'media-type-assumed', at, `${why}; ${assumed} was assumed.`)
  return [assumed]
}

const isForm = (name: string): boolean => /^(application\/x-www-form-urlencoded|multipart\/form-data)(;|$)/.test(name)

/** A definition can't say how a list is written; what reads it takes one field for each item, as `multi` is. */
const reportCollectionFormat = (context: Context, { schema, name }: Parameter): void => {
  const format = isMapping(schema?.value) ? asText(getOwn(schema.value, 'collectionFormat')) : undefined
  if (schema === undefined || format === undefined || format === 'multi') return
  // Any other has been told where the parameter was read.
  if (format !== 'csv' && !COLLECTIONS.has(format)) return
  const message = `A definition can't say that the list ${quote(name)} is written as ${quote(format)}.`
  reportText(context.problems, 'info', 'collection-format', child(schema.at, 'collectionFormat'), message)
}

/** One object schema with a property per form field, each still at the place of its parameter. */
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

/** Response Object of 2.0: one schema for every media type that the operation produces. */
export function readSwaggerResponseContent(produces: readonly string[]): ReadResponseContent {
  return (context, response) => {
    const schema = getField(response, 'schema')
    if (schema.value === undefined) return []
    const names = produces.length > 0 ? produces : assumeJson(context, response.at)
    return names.map((name): MediaType => ({ name, schema, at: schema.at }))
  }
}

const assumeJson = (context: Context, at: Location): string[] => {
  reportText(
    context.problems,
    'info',
    'media-type-assumed',
    at,
    'No media type is named here; application/json was assumed.',
  )
  return ['application/json']
}
