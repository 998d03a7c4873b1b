import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { malformed } from '../../diagnostics/kinds/objects.ts'
import { nameChanged } from '../../diagnostics/kinds/operations.ts'
import { parameterRepeated } from '../../diagnostics/kinds/parameters.ts'
import { pathQuery } from '../../diagnostics/kinds/paths.ts'
import { report } from '../../diagnostics/report.ts'
import type { Location } from '../../json/location.ts'
import type { Parameter } from '../../openapi/objects/model.ts'
import { parameterName } from '../naming/parameter-names.ts'
import { nameInside, splitTemplate } from './path-template.ts'

/** Parameter in the query part of a path. */
export type PathQuery = {
  readonly name: string
  /** Value that is always sent. */
  readonly value?: string
  /** Path parameter whose value is sent: `page` in `?p={page}`. */
  readonly expression?: string
  /** Form of a value that has more than one expression or other characters, such as `name({id})`. */
  readonly pattern?: { readonly text: string; readonly names: readonly string[] }
}

/** Reads the query part of a path; each of its parts becomes a query parameter. */
export function readQuery(
  query: string,
  declared: ReadonlySet<string>,
  at: Location,
  problems: Diagnostic[],
): readonly PathQuery[] {
  const found = new Map<string, PathQuery>()
  for (const [given, value] of new URLSearchParams(query)) {
    const name = parameterName(given)
    if (found.has(name)) {
      report(problems, parameterRepeated.inPath(name, value), at)
      continue
    }
    if (name === '' || /[{}]/.test(name)) {
      report(problems, malformed.noQueryName(value === '' && given !== '' ? given : `${given}=${value}`), at)
      continue
    }
    const part = readPart(name, value, declared)
    found.set(name, part)
    const written = `${given}=${value}`
    const entry = isExpression(value) ? pathQuery.parameter(written) : pathQuery.template(written)
    report(problems, part.value === undefined ? entry : pathQuery.fixed(written, value), at)
    if (name !== given) report(problems, nameChanged.illegal('Query parameter', given, name), at)
  }
  return [...found.values()]
}

const isExpression = (value: string): boolean => /^\{[^{}]*\}$/.test(value)

const readPart = (name: string, value: string, declared: ReadonlySet<string>): PathQuery => {
  if (!/[{}]/.test(value)) return { name, value }
  // In `?id={id}` the expression is the parameter's own value.
  const inside = isExpression(value) ? nameInside(value, declared) : undefined
  if (inside !== undefined && declared.has(inside)) return { name, expression: inside }
  const parts = splitTemplate(value, declared).flatMap(part => (typeof part === 'string' ? [] : [part.name]))
  const names = [...new Set(parts)].filter(part => declared.has(part))
  return names.length === 0 ? { name } : { name, pattern: { text: value, names } }
}

/** Converts path parameters in the path's query to query parameters, unless these are declared. */
export function moveToQuery(
  parameters: readonly Parameter[],
  query: readonly PathQuery[],
  placeholders: ReadonlyMap<string, string>,
  problems: Diagnostic[],
): readonly Parameter[] {
  const byKey = new Map(parameters.map(parameter => [`${parameter.in} ${parameter.name}`, parameter]))
  const moved = new Set<Parameter>()
  const added: Parameter[] = []
  for (const { name, expression } of query) {
    const source = expression === undefined ? undefined : byKey.get(`path ${expression}`)
    if (source === undefined || byKey.has(`query ${name}`)) continue
    added.push({ ...source, name, in: 'query', required: true, alike: undefined })
    if (placeholders.has(source.name)) continue
    moved.add(source)
    report(problems, pathQuery.moved(source.name, name), source.at)
  }
  return [...parameters.filter(parameter => !moved.has(parameter)), ...added]
}
