import { parameterReduced, parameterSplit } from '../../diagnostics/kinds/parameters.ts'
import { report } from '../../diagnostics/report.ts'
import { pointerOf } from '../../json/location.ts'
import { getOwn, isMapping } from '../../json/mapping.ts'
import type { Parameter } from '../../openapi/objects/model.ts'
import { readTypeName } from '../../openapi/objects/type-name.ts'
import { shapeOf } from '../shapes/value-shape.ts'
import type { OperationContext } from './operation-context.ts'
import { splitParameter } from './split-parameter.ts'

/**
 * Converts an object of the query to a parameter for each property if its style sends each on its own: `form` with
 * `explode`, and `deepObject`. Returns any other parameter unchanged, and one whose properties are all `declared`.
 * @see https://spec.openapis.org/oas/v3.1.1.html#style-examples
 */
export function expandObject(
  context: OperationContext,
  parameter: Parameter,
  isDeclared: (part: Parameter) => boolean,
): readonly Parameter[] {
  const { name, schema, style, explode, required, deprecated, description, allowReserved, at } = parameter
  const isDeep = style === 'deepObject'
  if (parameter.in !== 'query' || schema === undefined || parameter.content !== undefined) return [parameter]
  if (!(isDeep || (style === 'form' && explode)) || !mayBeObject(schema.value)) return [parameter]
  // Problems of the schema are reported when its properties are converted.
  const types = shapeOf({ ...context, problems: [] }, schema).types.filter(type => type !== 'null')
  if (types.length !== 1 || types[0] !== 'object') return [parameter]
  const { fields, parameters } = splitParameter(context, parameter, {
    key: JSON.stringify([
      'object',
      pointerOf(schema.at),
      name,
      style,
      required,
      deprecated,
      allowReserved,
      description,
    ]),
    schema,
    nameOf: property => (isDeep ? `${name}[${property}]` : property),
    write: (_, __, property) => ({ schema: property, style, explode: true, allowReserved }),
    propertyOf: parameter,
  })
  if (parameters.every(isDeclared)) return [parameter]
  const names = parameters.map(part => part.name)
  report(context.problems, parameterSplit.split(name, names), at)
  const needed = required ? [] : [...fields.required]
  if (needed.length > 0 || fields.beyond.size > 0)
    report(context.problems, parameterReduced.object(name, needed, [...fields.beyond]), at)
  return parameters
}

/** Returns false for a schema that is clearly of another type; most are. */
const mayBeObject = (schema: unknown): boolean => {
  const type = isMapping(schema) ? getOwn(schema, 'type') : undefined
  return typeof type !== 'string' || readTypeName(type) === 'object'
}
