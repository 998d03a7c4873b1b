import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { reportText } from '../../diagnostics/report.ts'
import type { Location } from '../../json/location.ts'
import { quote } from '../../json/quote.ts'
import type { Parameter } from '../../openapi/objects/model.ts'
import { parameterName } from '../naming/parameter-names.ts'
import { nameInside } from './path-template.ts'

/** One parameter of a path's own query part. */
export type PathQuery = {
  readonly name: string
  /** What is always sent. */
  readonly value?: string
  /** The path parameter whose value is sent: `page` in `?p={page}`. */
  readonly expression?: string
}

/** The query part of a path key: each of its parts becomes a query parameter. */
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
      const message = `The path's query has ${quote(name)} more than once, an action's parameter one value; ${quote(value)} was left out.`
      reportText(problems, 'warning', 'parameter-repeated', at, message)
      continue
    }
    if (name === '' || /[{}]/.test(name)) {
      const message = `The part ${quote(value === '' && given !== '' ? given : `${given}=${value}`)} of the path's query has no name of its own; it was left out.`
      reportText(problems, 'warning', 'malformed', at, message)
      continue
    }
    const part = readPart(name, value, declared)
    found.set(name, part)
    const became =
      part.value !== undefined
        ? `a query parameter with the default ${quote(value)}`
        : isExpression(value)
          ? 'a query parameter'
          : 'a query parameter, whose value is to be written like that'
    reportText(
      problems,
      'info',
      'path-query',
      at,
      `The part ${quote(`${given}=${value}`)} behind the path's "?" became ${became}.`,
    )
    if (name !== given) {
      const message = `The query parameter ${quote(given)} became ${name}.`
      reportText(problems, 'info', 'name-changed', at, message)
    }
  }
  return [...found.values()]
}

const isExpression = (value: string): boolean => /^\{[^{}]*\}$/.test(value)

const readPart = (name: string, value: string, declared: ReadonlySet<string>): PathQuery => {
  if (!/[{}]/.test(value)) return { name, value }
  // In `?id={id}` the braces stand for the parameter's own value.
  const inside = isExpression(value) ? nameInside(value, declared) : undefined
  return inside !== undefined && declared.has(inside) ? { name, expression: inside } : { name }
}

/** Path parameters that stand in the path's query become the query parameters that they are, unless those are declared. */
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
    added.push({ ...source, name, in: 'query', required: true })
    if (placeholders.has(source.name)) continue
    moved.add(source)
    const message = `The path parameter ${quote(source.name)} stands in the path's query, so it became the query parameter ${quote(name)}.`
    reportText(problems, 'info', 'path-query', source.at, message)
  }
  return [...parameters.filter(parameter => !moved.has(parameter)), ...added]
}
