import { querystringReduced, querystringSplit } from '../../diagnostics/kinds/parameters.ts'
import { report } from '../../diagnostics/report.ts'
import { type Located, pointerOf } from '../../json/location.ts'
import { asMapping, asText, getOwn, type Mapping } from '../../json/mapping.ts'
import type { Context } from '../../openapi/objects/context.ts'
import type { Parameter } from '../../openapi/objects/model.ts'
import type { FormFields } from '../shapes/form-fields.ts'
import { type ShapeContext, shapeOf } from '../shapes/value-shape.ts'
import type { OperationContext } from './operation-context.ts'
import { splitParameter, type Writing } from './split-parameter.ts'

const FORM = 'application/x-www-form-urlencoded'

/**
 * Converts a `querystring` parameter, the whole query as one value, to a query parameter for each property if its media
 * type is a form. Returns any other parameter unchanged.
 * @see https://spec.openapis.org/oas/v3.2.0.html#parameter-object
 */
export function expandQuerystring(context: OperationContext, parameter: Parameter): readonly Parameter[] {
  const { content } = parameter
  if (parameter.in !== 'querystring' || content?.name !== FORM || content.schema === undefined) return [parameter]
  const followed = context.resolver.follow(content.schema)
  const schema = followed.ok ? followed.value : content.schema
  const { required, deprecated } = parameter
  const encodings = content.encoding?.value ?? {}
  const { fields, parameters } = splitParameter(context, parameter, {
    key: JSON.stringify([pointerOf(schema.at), required, deprecated, encodings]),
    schema,
    nameOf: name => name,
    write: (inner, name, property) => writtenAs(inner, asMapping(getOwn(encodings, name)), property),
  })
  if (parameters.length === 0) return [parameter]
  const names = parameters.map(({ name }) => name)
  report(context.problems, querystringSplit.split(names), parameter.at)
  reportUnsaid(context, parameter, fields)
  return parameters
}

/** Reports rules for the whole query string, which separate parameters do not support. */
const reportUnsaid = (context: Context, { description, required, at }: Parameter, fields: FormFields): void => {
  const needed = required ? [] : [...fields.required]
  if (description === undefined && needed.length === 0 && fields.beyond.size === 0) return
  const facts = { description, required: needed, keywords: [...fields.beyond] }
  report(context.problems, querystringReduced.ignored(facts), at)
}

/**
 * Returns the serialization of a property: its style if the encoding has one, else its media type.
 * @see https://spec.openapis.org/oas/v3.2.0.html#encoding-object
 */
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
  // Problems of the schema are reported when the parameter is converted.
  const { types } = shapeOf({ ...context, problems: [] }, schema)
  // Each item of an array is a parameter of its own, with the array's name.
  if (types.includes('array')) return { schema, ...form }
  const name = asText(getOwn(encoding, 'contentType')) ?? (types.includes('object') ? 'application/json' : 'text/plain')
  return name === 'text/plain' ? { schema, ...form } : { content: { name, schema, at: schema.at }, ...form }
}
