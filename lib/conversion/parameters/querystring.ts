import { querystringReduced, querystringSplit } from '../../diagnostics/kinds/parameters.ts'
import { report } from '../../diagnostics/report.ts'
import { type Located, pointerOf } from '../../json/location.ts'
import { asMapping, asText, getOwn, type Mapping } from '../../json/mapping.ts'
import type { Context } from '../../openapi/objects/context.ts'
import type { Parameter } from '../../openapi/objects/model.ts'
import { type FormFields, formFieldsOf } from '../schemas/form-fields.ts'
import { type ShapeContext, shapeOf } from '../schemas/value-shape.ts'
import { memo } from './memo.ts'
import type { OperationContext, QuerystringSplit } from './operation-context.ts'

const FORM = 'application/x-www-form-urlencoded'

/**
 * Parameter Object of 3.2, `in: querystring`: the whole query as one value. Where that is an object written as a form,
 * each of its properties is a query parameter. Anything else stays as it is, for which an action has no place.
 */
export function expandQuerystring(context: OperationContext, parameter: Parameter): readonly Parameter[] {
  const { content } = parameter
  if (parameter.in !== 'querystring' || content?.name !== FORM || content.schema === undefined) return [parameter]
  const followed = context.resolver.follow(content.schema)
  const schema = followed.ok ? followed.value : content.schema
  const { required, deprecated } = parameter
  const encodings = content.encoding?.value ?? {}
  const key = JSON.stringify([pointerOf(schema.at), required, deprecated, encodings])
  const { fields, parameters } = memo(context.queryFields.splits, key, context, inner =>
    splitQuerystring(inner, schema, encodings, { required, deprecated }),
  )
  if (parameters.length === 0) return [parameter]
  const names = parameters.map(({ name }) => name)
  report(context.problems, querystringSplit.split(names), parameter.at)
  reportUnsaid(context, parameter, fields)
  return parameters
}

const splitQuerystring = (
  context: OperationContext,
  whole: Located,
  encodings: Mapping,
  { required, deprecated }: Pick<Parameter, 'required' | 'deprecated'>,
): QuerystringSplit => {
  const fields = formFieldsOf(context, whole)
  const anything: Located = { value: {}, at: whole.at }
  const schemas = new Map(fields.properties)
  for (const name of fields.required) if (!schemas.has(name)) schemas.set(name, anything)
  const parameters = Array.from(schemas, ([name, schema]) => ({
    name,
    in: 'query',
    // A query that may be left out needs none of its parts.
    required: required && fields.required.has(name),
    deprecated,
    ...writtenAs(context, asMapping(getOwn(encodings, name)), schema),
    at: schema.at,
  }))
  for (const parameter of parameters) context.queryFields.all.add(parameter)
  return { fields, parameters }
}

/** What parameters one by one can't say of the whole. */
const reportUnsaid = (context: Context, { description, required, at }: Parameter, fields: FormFields): void => {
  const needed = required ? [] : [...fields.required]
  if (description === undefined && needed.length === 0 && fields.beyond.size === 0) return
  const facts = { description, required: needed, keywords: [...fields.beyond] }
  report(context.problems, querystringReduced.ignored(facts), at)
}

type Writing = Pick<Parameter, 'schema' | 'content' | 'style' | 'explode' | 'allowReserved'>

/** Encoding Object of 3.2: a style where it states one, or else the property's media type. */
const writtenAs = (context: ShapeContext, encoding: Mapping = {}, schema: Located): Writing => {
  const style = asText(getOwn(encoding, 'style'))
  const explode = getOwn(encoding, 'explode')
  const allowReserved = getOwn(encoding, 'allowReserved')
  if (style !== undefined || explode !== undefined || allowReserved !== undefined)
    return {
      schema,
      style: style ?? 'form',
      explode: typeof explode === 'boolean' ? explode : (style ?? 'form') === 'form',
      allowReserved: allowReserved === true,
    }
  const form = { style: 'form', explode: true }
  // What is wrong with the schema is told when the parameter is converted.
  const { types } = shapeOf({ ...context, problems: [] }, schema)
  // Each item of a list is written on its own, as a parameter of the list's name.
  if (types.includes('array')) return { schema, ...form }
  const name = asText(getOwn(encoding, 'contentType')) ?? (types.includes('object') ? 'application/json' : 'text/plain')
  return name === 'text/plain' ? { schema, ...form } : { content: { name, schema, at: schema.at }, ...form }
}
