import type { ActionParameter, ParameterLocation, ParameterType } from '../../contract/requests.ts'
import { reportText } from '../../diagnostics/report.ts'
import { quote } from '../../json/quote.ts'
import type { Context } from '../../openapi/objects/context.ts'
import type { Operation, Parameter } from '../../openapi/objects/model.ts'
import { parameterKey, parameterName, preferExactNames } from '../naming/parameter-names.ts'
import type { ActionPath } from '../paths/path.ts'
import { moveToQuery } from '../paths/path-query.ts'
import { holdsImprecise } from '../schemas/json-type.ts'
import { type ShapeContext, scalarType, shapeOf, UNKNOWN_SHAPE, type ValueShape } from '../schemas/value-shape.ts'
import { coerceDefault } from './default-value.ts'
import { type ConvertedParameter, type OperationContext, ofParameter } from './operation-context.ts'
import { expandQuerystring } from './querystring.ts'
import { isPrefixed } from './style.ts'

const LOCATIONS = new Set<string>(['cookie', 'header', 'path', 'query'])

/** Parameter Object of 3.x: header parameters of these names are ignored. */
const IGNORED_HEADERS = new Set(['accept', 'content-type', 'authorization'])

/** What no name of the kind has: RFC 9110 section 5.1, RFC 6265 section 5.4. */
const ILLEGAL: { readonly [location: string]: RegExp } = { header: /[^\w!#$%&'*+.^`|~-]/, cookie: /[\s=;]/ }

/** Parameter Objects of an operation and its path as parameters of an action. */
export function convertParameters(
  context: OperationContext,
  operation: Operation,
  path: ActionPath,
): ConvertedParameter[] {
  const converted = new Map<string, ConvertedParameter>()
  for (const source of preferExactNames(context, parametersOf(context, operation, path))) {
    const item = ofParameter(context, context.queryFields.converted, source, inner => convert(inner, source, path))
    if (item === undefined) continue
    const key = keyOf(item.parameter)
    if (converted.has(key))
      reportText(
        context.problems,
        'warning',
        'parameter-repeated',
        source.at,
        `The parameter ${key} is there already; only the first counts.`,
      )
    else converted.set(key, item)
  }
  const add = (name: string, location: 'path' | 'query'): ConvertedParameter => {
    const parameter: ActionParameter = { name, in: location, required: true, type: 'string' }
    const item = { parameter, shape: UNKNOWN_SHAPE }
    converted.set(keyOf(parameter), item)
    return item
  }
  for (const [original, name] of path.placeholders) {
    if (converted.has(`path ${name}`)) continue
    reportText(
      context.problems,
      'warning',
      'path-parameter-added',
      operation.at,
      `The path needs {${original}}, which is not declared; a required string was added.`,
    )
    add(name, 'path')
  }
  for (const { name, value } of path.query) {
    const item = converted.get(`query ${name}`) ?? add(name, 'query')
    const { parameter } = item
    const fixed = value === undefined ? undefined : coerceDefault(value, parameter.type)
    // What the path says is always sent. The parameter may be other operations', too, and stays as it is.
    if (fixed?.ok)
      converted.set(keyOf(parameter), { ...item, parameter: { ...parameter, required: true, default: fixed.value } })
    else if (fixed !== undefined) {
      const message = `The value of "${name}" in the path was left out: ${fixed.why}.`
      reportText(context.problems, 'warning', fixed.code, operation.at, message)
    }
  }
  return [...converted.values()]
}

const parametersOf = (context: OperationContext, operation: Operation, path: ActionPath): readonly Parameter[] => {
  const parameters = operation.parameters.flatMap(parameter => expandQuerystring(context, parameter))
  return path.query.length === 0 ? parameters : moveToQuery(parameters, path.query, path.placeholders, context.problems)
}

/** Only since 3.0 the specification itself says so. */
const ignoredHeader = ({ dialect }: Context, name: string): string =>
  dialect === '2.0'
    ? `The connection and the body's media types set the header "${name}"; the parameter was left out.`
    : `OpenAPI says that a header parameter "${name}" is to be ignored.`

const keyOf = ({ in: location, name }: ActionParameter): string => parameterKey(location, name)

const convert = (context: ShapeContext, source: Parameter, path: ActionPath): ConvertedParameter | undefined => {
  const drop = (severity: 'info' | 'warning', code: string, message: string): undefined => {
    reportText(context.problems, severity, code, source.at, message)
  }
  const location = source.in
  if (!LOCATIONS.has(location))
    return drop(
      'warning',
      'parameter-location',
      `An action has no parameters in "${location}"; "${source.name}" was left out.`,
    )
  const name = location === 'path' ? path.placeholders.get(source.name) : parameterName(source.name)
  if (name === undefined)
    return drop(
      'warning',
      'path-parameter-unused',
      `No segment of the path has {${source.name}}; the parameter was left out.`,
    )
  if (name === '') return drop('warning', 'malformed', 'A parameter without a printable name was left out.')
  if (location === 'header' && IGNORED_HEADERS.has(name.toLowerCase()))
    return drop('info', 'parameter-ignored', ignoredHeader(context, source.name))
  if (location !== 'path' && name !== source.name)
    reportText(
      context.problems,
      'info',
      'name-changed',
      source.at,
      `The parameter ${quote(source.name)} became ${name}.`,
    )
  reportUnsayable(context, source, name)

  const described = source.schema ?? source.content?.schema
  const shape = described === undefined ? UNKNOWN_SHAPE : shapeOf(context, described)
  const type = source.content !== undefined || isPrefixed(source.style) ? 'string' : scalarType(shape)
  const required = location === 'path' || source.required
  if (location === 'path' && !source.required)
    reportText(
      context.problems,
      'info',
      'path-parameter-required',
      source.at,
      'A path parameter is always required; so is this one.',
    )
  const parameter: ActionParameter = { name, in: location as ParameterLocation, required, type }
  const fallback = defaultOf(context, source, shape, type, required)
  if (fallback !== undefined) parameter.default = fallback
  // A default that was left out has been told already.
  const said = [fallback === undefined ? undefined : shape.default, shape.allowed, shape.items?.allowed]
  if (said.some(holdsImprecise)) {
    const message = `A default or allowed value of ${quote(name)} is beyond 2^53, where JSON numbers are not exact; it may be rounded.`
    reportText(context.problems, 'info', 'number-imprecise', source.at, message)
  }
  return { parameter, source, shape }
}

/** What the action's parameter has no field for, and nobody who gives it a value can make up for. */
const reportUnsayable = (
  { problems }: Context,
  { in: location, allowReserved, at, name: source }: Parameter,
  name: string,
): void => {
  if (ILLEGAL[location]?.test(name)) {
    const message = `HTTP allows no ${location} of the name ${quote(name)}, so clients may refuse to send it; it was kept.`
    reportText(problems, 'warning', 'parameter-name-illegal', at, message)
  }
  if (allowReserved) {
    const message = `Reserved characters of ${quote(source)} are to be sent as they are (allowReserved); an action can't say so.`
    reportText(problems, 'info', 'allow-reserved', at, message)
  }
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
  reportText(context.problems, 'warning', coerced.code, source.at, message)
  return undefined
}
