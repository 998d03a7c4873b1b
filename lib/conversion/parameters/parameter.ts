import type { ActionParameter, ParameterLocation, ParameterType } from '../../contract/requests.ts'
import type { DiagnosticEntry } from '../../diagnostics/catalogue.ts'
import { malformed } from '../../diagnostics/kinds/objects.ts'
import { nameChanged } from '../../diagnostics/kinds/operations.ts'
import {
  allowReserved,
  parameterIgnored,
  parameterLocation,
  parameterNameIllegal,
  parameterReduced,
  parameterRepeated,
  parameterSplit,
  pathParameterAdded,
  pathParameterRequired,
  pathParameterUnused,
} from '../../diagnostics/kinds/parameters.ts'
import { pathQuery } from '../../diagnostics/kinds/paths.ts'
import { defaultNotAllowed, numberImprecise } from '../../diagnostics/kinds/schemas.ts'
import { report } from '../../diagnostics/report.ts'
import { canonical } from '../../json/canonical.ts'
import { ExactNumber } from '../../json/exact-number.ts'
import { child } from '../../json/location.ts'
import { asText } from '../../json/mapping.ts'
import type { Context } from '../../openapi/objects/context.ts'
import type { Operation, Parameter } from '../../openapi/objects/model.ts'
import { parameterKey, parameterName, preferExactNames } from '../naming/parameter-names.ts'
import type { ActionPath } from '../paths/path.ts'
import { moveToQuery } from '../paths/path-query.ts'
import { UNKNOWN_SHAPE, type ValueShape } from '../shapes/combine-shapes.ts'
import { type ShapeContext, scalarType, shapeOf } from '../shapes/value-shape.ts'
import { coerceDefault, defaultIgnored } from './default-value.ts'
import { expandObject } from './object-parameter.ts'
import { type ConvertedParameter, convertOnce, type OperationContext } from './operation-context.ts'
import { expandQuerystring } from './querystring.ts'
import { isPrefixed } from './style.ts'

/** Locations of an action's parameters, with the name of such a parameter in a diagnostic. */
const SUBJECTS: {
  readonly [location: string]: 'Path parameter' | 'Query parameter' | 'Header parameter' | 'Cookie parameter'
} = { cookie: 'Cookie parameter', header: 'Header parameter', path: 'Path parameter', query: 'Query parameter' }

/**
 * Header parameters that are ignored.
 * @see https://spec.openapis.org/oas/v3.1.1.html#parameter-object
 */
const IGNORED_HEADERS = new Set(['accept', 'content-type', 'authorization'])

/**
 * Characters that names of headers and cookies must not have.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-5.1
 * @see https://www.rfc-editor.org/rfc/rfc6265#section-4.1.1
 */
const ILLEGAL: { readonly [location: string]: RegExp } = { header: /[^\w!#$%&'*+.^`|~-]/, cookie: /[\s=;]/ }

/**
 * Converts the parameters of an operation and its path to parameters of an action.
 * @see https://spec.openapis.org/oas/v3.1.1.html#parameter-object
 */
export function convertParameters(
  context: OperationContext,
  operation: Operation,
  path: ActionPath,
): ConvertedParameter[] {
  const converted = new Map<string, ConvertedParameter>()
  const patternParts = new Map<string, ConvertedParameter>()
  for (const source of preferExactNames(context, parametersOf(context, operation, path))) {
    const whole = path.query.find(({ pattern }) => source.in === 'path' && pattern?.names.includes(source.name))
    if (whole !== undefined) {
      patternParts.set(source.name, partOf(context, source))
      if (!path.placeholders.has(source.name)) {
        report(context.problems, pathQuery.part(source.name, whole.name), source.at)
        continue
      }
    }
    const item = isRenamed(source, path)
      ? convert(context, source, path)
      : convertOnce(context, source, inner => convert(inner, source, path))
    if (item === undefined) continue
    const key = actionParameterKey(item.parameter)
    if (converted.has(key)) report(context.problems, parameterRepeated.duplicate(key), source.at)
    else converted.set(key, item)
  }
  const add = (name: string, location: 'path' | 'query'): ConvertedParameter => {
    const parameter: ActionParameter = { name, in: location, required: true, type: 'string' }
    const item = { parameter, shape: UNKNOWN_SHAPE }
    converted.set(actionParameterKey(parameter), item)
    return item
  }
  for (const [original, name] of path.placeholders) {
    if (converted.has(`path ${name}`)) continue
    report(context.problems, pathParameterAdded.added(original), operation.at)
    add(name, 'path')
  }
  for (const { name, value, pattern } of path.query) {
    const item = converted.get(`query ${name}`) ?? add(name, 'query')
    const { parameter } = item
    if (pattern !== undefined) {
      const parts = pattern.names.flatMap(part => patternParts.get(part) ?? [])
      converted.set(actionParameterKey(parameter), { ...item, pattern: { text: pattern.text, parts } })
    }
    const fixed = value === undefined ? undefined : coerceDefault(value, parameter.type)
    // A value in the path is always sent. Other operations may share the parameter, so it is copied.
    if (fixed?.ok)
      converted.set(actionParameterKey(parameter), {
        ...item,
        parameter: { ...parameter, required: true, default: fixed.value },
      })
    else if (fixed !== undefined) report(context.problems, defaultIgnored(fixed, 'Path value', name), operation.at)
  }
  return [...converted.values()]
}

/** Returns a path parameter that is a part of a value in the path's query; only its note is used. */
const partOf = (context: OperationContext, source: Parameter): ConvertedParameter => {
  const described = source.schema ?? source.content?.schema
  const shape = described === undefined ? UNKNOWN_SHAPE : shapeOf({ ...context, problems: [] }, described)
  const parameter: ActionParameter = { name: source.name, in: 'path', required: true, type: scalarType(shape) }
  return { parameter, source, shape }
}

const parametersOf = (context: OperationContext, operation: Operation, path: ActionPath): readonly Parameter[] => {
  const declared = new Set(operation.parameters.map(keyOf))
  const isDeclared = (part: Parameter): boolean => declared.has(keyOf(part))
  const parameters = operation.parameters.flatMap(parameter => {
    const parts =
      parameter.in === 'query' ? expandObject(context, parameter, isDeclared) : expandQuerystring(context, parameter)
    return parts.filter(part => {
      if (part === parameter || !isDeclared(part)) return true
      report(context.problems, parameterSplit.declared(part.name, parameter.name), parameter.at)
      return false
    })
  })
  return path.query.length === 0 ? parameters : moveToQuery(parameters, path.query, path.placeholders, context.problems)
}

/** Returns true for a path parameter whose name depends on the path. */
const isRenamed = ({ in: location, name }: Parameter, { placeholders }: ActionPath): boolean =>
  location === 'path' && placeholders.get(name) !== name

const keyOf = ({ in: location, name }: Parameter): string => parameterKey(location, parameterName(name))

const actionParameterKey = ({ in: location, name }: ActionParameter): string => parameterKey(location, name)

const convert = (context: ShapeContext, source: Parameter, path: ActionPath): ConvertedParameter | undefined => {
  const drop = (entry: DiagnosticEntry): undefined => {
    report(context.problems, entry, source.at)
  }
  const location = source.in
  const subject = Object.hasOwn(SUBJECTS, location) ? SUBJECTS[location] : undefined
  if (subject === undefined) return drop(parameterLocation.ignored(location, source.name))
  const name = location === 'path' ? path.placeholders.get(source.name) : parameterName(source.name)
  if (name === undefined) return drop(pathParameterUnused.ignored(source.name))
  if (name === '') return drop(malformed.noParameterName())
  // Only since 3.0 the specification itself requires it.
  if (location === 'header' && IGNORED_HEADERS.has(name.toLowerCase()))
    return drop(parameterIgnored[context.dialect === '2.0' ? 'swagger' : 'openapi'](source.name))
  if (location !== 'path' && name !== source.name)
    report(context.problems, nameChanged.illegal(subject, source.name, name), source.at)
  reportUnsayable(context, source, name)

  const described = source.schema ?? source.content?.schema
  const shape = described === undefined ? UNKNOWN_SHAPE : shapeOf(context, described)
  const type = source.content !== undefined || isPrefixed(source.style) ? 'string' : scalarType(shape)
  const required = location === 'path' || source.required
  if (location === 'path' && !source.required) report(context.problems, pathParameterRequired.required(name), source.at)
  const parameter: ActionParameter = { name, in: location as ParameterLocation, required, type }
  const fallback = defaultOf(context, source, { shape, type, required })
  if (fallback !== undefined) parameter.default = fallback
  const beyond = keywordsBeyond(shape)
  if (beyond.size > 0) report(context.problems, parameterReduced.keywords(name, [...beyond]), source.at)
  return { parameter, source, shape }
}

/** Returns the keywords that are not supported, with those of nested schemas. */
const keywordsBeyond = ({ beyond = [], items, alternatives = [] }: ValueShape): ReadonlySet<string> =>
  new Set([
    ...beyond,
    ...[...(items === undefined ? [] : [items]), ...alternatives].flatMap(inner => [...keywordsBeyond(inner)]),
  ])

/** Reports facts that parameters of actions do not support. */
const reportUnsayable = (
  { problems }: Context,
  { in: location, allowReserved: isAllowed, at, name: source }: Parameter,
  name: string,
): void => {
  if (ILLEGAL[location]?.test(name)) report(problems, parameterNameIllegal.kept(location, name), at)
  if (isAllowed) report(problems, allowReserved.ignored(source), at)
}

/** Returns true for a default that is one of the allowed values, which may have another type; and for items of an array. */
const isAllowed = (stated: unknown, { allowed, items }: ValueShape): boolean => {
  if (stated === undefined || stated === null) return true
  if (allowed === undefined)
    return !Array.isArray(stated) || items === undefined || stated.every(item => isAllowed(item, items))
  const text = textOf(stated)
  return allowed.some(value => textOf(value) === text)
}

const textOf = (value: unknown): string => asText(value) ?? canonical(value)

const defaultOf = (
  context: Context,
  source: Parameter,
  { shape, type, required }: Readonly<{ shape: ValueShape; type: ParameterType; required: boolean }>,
): ActionParameter['default'] => {
  const stated = shape.default ?? undefined
  const only = required && shape.allowed?.length === 1 ? shape.allowed[0] : undefined
  const value = stated ?? only ?? undefined
  if (value === undefined) return undefined
  if (!isAllowed(stated, shape))
    report(context.problems, defaultNotAllowed.kept(stated), child(source.schema?.at ?? source.at, 'default'))
  const coerced = coerceDefault(value, type, source)
  if (coerced.ok) {
    if (value instanceof ExactNumber && typeof coerced.value === 'number')
      report(context.problems, numberImprecise.rounded(source.name), source.at)
    return coerced.value
  }
  report(context.problems, defaultIgnored(coerced, 'Default', source.name), source.at)
  return undefined
}
