import { type Context, report } from '../openapi/context.ts'
import type { Parameter } from '../openapi/model.ts'
import { child, type Located } from '../openapi/place.ts'
import { asMapping, at as atKey, isMapping, type Mapping, own } from '../openapi/value.ts'

const FORM = 'application/x-www-form-urlencoded'

/**
 * Parameter Object of 3.2, `in: querystring`: the whole query as one value. Where that is an object written as a form,
 * each of its properties is a query parameter. Anything else stays as it is, for which an action has no place.
 */
export const expandQuerystring = (context: Context, parameter: Parameter): Parameter[] => {
  const { content } = parameter
  if (parameter.in !== 'querystring' || content?.name !== FORM || content.schema === undefined) return [parameter]
  const schemas = objectSchemas(context, content.schema, new Set())
  const required = new Set(schemas.flatMap(({ value }) => [own(value, 'required')].flat()))
  const properties = new Map(
    schemas
      .map(schema => atKey(schema, 'properties'))
      .flatMap(({ value, at }) =>
        Object.entries(asMapping(value) ?? {}).map(([name, schema]) => [name, { value: schema, at: child(at, name) }]),
      ),
  )
  if (properties.size === 0) return [parameter]
  const names = [...properties.keys()].join(', ')
  const message = `The query string became a query parameter for each of its properties: ${names}.`
  report(context.problems, 'info', 'querystring-split', parameter.at, message)
  return Array.from(properties, ([name, schema]) => ({
    name,
    in: 'query',
    required: required.has(name),
    deprecated: parameter.deprecated,
    schema,
    style: 'form',
    explode: true,
    at: schema.at,
  }))
}

/** A schema and what its `allOf` adds, references followed; what can't be read has been told elsewhere. */
const objectSchemas = (context: Context, node: Located, seen: Set<Mapping>): Located<Mapping>[] => {
  const resolution = context.resolver.follow(node)
  if (!resolution.ok) {
    context.problems.push(resolution.problem)
    return []
  }
  const { value, at } = resolution.target
  if (!isMapping(value) || seen.has(value)) return []
  seen.add(value)
  const allOf = own(value, 'allOf')
  const members = Array.isArray(allOf) ? allOf : []
  return [
    { value, at },
    ...members.flatMap((member: unknown, i) =>
      objectSchemas(context, { value: member, at: child(child(at, 'allOf'), i) }, seen),
    ),
  ]
}
