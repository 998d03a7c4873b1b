import type { ActionParameter, ParameterLocation, ParameterType } from '../contract.ts'
import { type Context, report } from '../openapi/context.ts'
import type { Operation, Parameter } from '../openapi/model.ts'
import { quote } from '../openapi/quote.ts'
import { coerceDefault } from './default.ts'
import type { ActionPath } from './path.ts'
import { expandQuerystring } from './querystring.ts'
import { clean } from './text.ts'
import { scalarType, shapeOf, UNKNOWN_SHAPE, type ValueShape } from './value-shape.ts'

/** A parameter of the action, with what the platform has no field for. */
export type ConvertedParameter = {
  readonly parameter: ActionParameter
  /** Absent where the document has no such parameter, only a path that needs it. */
  readonly source?: Parameter
  readonly shape: ValueShape
}

const LOCATIONS = new Set<string>(['cookie', 'header', 'path', 'query'])
/** Parameter Object of 3.x: header parameters of these names are ignored. */
const IGNORED_HEADERS = new Set(['accept', 'content-type', 'authorization'])

/** Parameter Objects of an operation and its path as parameters of an action. */
export const convertParameters = (context: Context, operation: Operation, path: ActionPath): ConvertedParameter[] => {
  const converted = new Map<string, ConvertedParameter>()
  for (const source of operation.parameters.flatMap(parameter => expandQuerystring(context, parameter))) {
    const item = convert(context, source, path)
    if (item === undefined) continue
    const key = keyOf(item.parameter)
    if (converted.has(key))
      report(
        context.problems,
        'warning',
        'parameter-repeated',
        source.at,
        `The parameter ${key} is there already; only the first counts.`,
      )
    else converted.set(key, item)
  }
  const add = (name: string, location: 'path' | 'query'): ActionParameter => {
    const parameter: ActionParameter = { name, in: location, required: true, type: 'string' }
    converted.set(keyOf(parameter), { parameter, shape: UNKNOWN_SHAPE })
    return parameter
  }
  for (const [original, name] of path.placeholders) {
    if (converted.has(`path ${name}`)) continue
    report(
      context.problems,
      'warning',
      'path-parameter-added',
      operation.at,
      `The path needs {${original}}, which is not declared; a required string was added.`,
    )
    add(name, 'path')
  }
  for (const { name, value } of path.fixedQuery) {
    const parameter = converted.get(`query ${name}`)?.parameter ?? add(name, 'query')
    const fixed = value === undefined ? undefined : coerceDefault(value, parameter.type)
    // What the path says is always sent.
    if (fixed?.ok) {
      parameter.required = true
      parameter.default = fixed.value
    } else if (fixed !== undefined) {
      const message = `The value of "${name}" in the path was left out: ${fixed.why}.`
      report(context.problems, 'warning', fixed.code, operation.at, message)
    }
  }
  return [...converted.values()]
}

/** Only since 3.0 the specification itself says so. */
const ignoredHeader = ({ dialect }: Context, name: string): string =>
  dialect === '2.0'
    ? `The connection and the body's media types set the header "${name}"; the parameter was left out.`
    : `OpenAPI says that a header parameter "${name}" is to be ignored.`

const keyOf = ({ in: location, name }: ActionParameter): string => `${location} ${name}`

const convert = (context: Context, source: Parameter, path: ActionPath): ConvertedParameter | undefined => {
  const drop = (severity: 'info' | 'warning', code: string, message: string): undefined => {
    report(context.problems, severity, code, source.at, message)
  }
  const location = source.in
  if (!LOCATIONS.has(location))
    return drop(
      'warning',
      'parameter-location',
      `An action has no parameters in "${location}"; "${source.name}" was left out.`,
    )
  if (location === 'header' && IGNORED_HEADERS.has(source.name.toLowerCase()))
    return drop('info', 'parameter-ignored', ignoredHeader(context, source.name))
  const name = location === 'path' ? path.placeholders.get(source.name) : clean(source.name).replaceAll(/\s/g, ' ')
  if (name === undefined)
    return drop('warning', 'path-parameter-unused', `The path has no {${source.name}}; the parameter was left out.`)
  if (name === '') return drop('warning', 'malformed', 'A parameter without a printable name was left out.')
  if (location !== 'path' && name !== source.name)
    report(context.problems, 'info', 'name-changed', source.at, `The parameter ${quote(source.name)} became ${name}.`)

  const shape = source.schema === undefined ? UNKNOWN_SHAPE : shapeOf(context, source.schema)
  const type = scalarType(shape)
  const required = location === 'path' || source.required
  if (location === 'path' && !source.required)
    report(
      context.problems,
      'info',
      'path-parameter-required',
      source.at,
      'A path parameter is always required; so is this one.',
    )
  const parameter: ActionParameter = { name, in: location as ParameterLocation, required, type }
  const fallback = defaultOf(context, source, shape, type, required)
  if (fallback !== undefined) parameter.default = fallback
  return { parameter, source, shape }
}

const defaultOf = (
  context: Context,
  source: Parameter,
  shape: ValueShape,
  type: ParameterType,
  required: boolean,
): ActionParameter['default'] => {
  const stated = shape.default ?? undefined
  const only = required && shape.allowed?.length === 1 ? shape.allowed[0] : undefined
  const value = stated ?? only ?? undefined
  if (value === undefined) return undefined
  const coerced = coerceDefault(value, type, source)
  if (coerced.ok) return coerced.value
  const message = `The default of "${source.name}" was left out: ${coerced.why}.`
  report(context.problems, 'warning', coerced.code, source.at, message)
  return undefined
}
