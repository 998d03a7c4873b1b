import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { pathExpression } from '../../diagnostics/kinds/paths.ts'
import { report } from '../../diagnostics/report.ts'
import type { Operation } from '../../openapi/objects/model.ts'

/** Expression with more than a name in it, and the name of the path parameter that it is. */
type Expression = { readonly text: string; readonly declared: string; readonly name: string }

/**
 * Replaces expressions with a pattern or a modifier, such as `{id:[0-9]+}` or `{id?}`, by the path parameter of the name in
 * them. The parameter keeps its declaration, and gets the whole expression for its description.
 * @see https://spec.openapis.org/oas/v3.2.0.html#path-templating
 */
export function readExpressions(problems: Diagnostic[], operation: Operation): Operation {
  const { path, parameters, at } = operation
  if (!MODIFIED.test(path)) return operation
  const found = findExpressions(path, new Set(parameters.filter(isInPath).map(({ name }) => name)))
  if (found.length === 0) return operation
  for (const { text, name } of found) report(problems, pathExpression.parameter(text, name), at)
  const byName = new Map(found.map(expression => [expression.declared, expression]))
  return {
    ...operation,
    path: found.reduce((changed, { text, name }) => changed.replaceAll(text, `{${name}}`), path),
    parameters: parameters.map(parameter => {
      const expression = isInPath(parameter) ? byName.get(parameter.name) : undefined
      return expression === undefined ? parameter : { ...parameter, name: expression.name, expression: expression.text }
    }),
  }
}

const isInPath = ({ in: location }: { readonly in: string }): boolean => location === 'path'

/** Expression that may be more than a name; almost no path has one. */
const MODIFIED = /\{[^{}]*[:+*?=(<[]/

/** Name, and the beginning of a pattern or modifier. Some frameworks have the modifier in front. */
const NAME = /^[+*]*\s*([\w.-]+)\s*(?=$|[:+*?=(<[])/

const findExpressions = (path: string, declared: ReadonlySet<string>): Expression[] => {
  const expressions = listExpressions(path)
  const insides = new Set(expressions.map(inside => inside.trim()))
  const found = new Map<string, Expression>()
  for (const inside of new Set(expressions)) {
    const name = NAME.exec(inside)?.[1]
    if (name === undefined || name === inside.trim() || insides.has(name) || found.has(name)) continue
    const wanted = declared.has(inside) ? inside : name
    // A declaration of the whole expression is used if none has the name alone.
    if (!declared.has(wanted) || (wanted === inside && (declared.has(name) || !inside.includes(':')))) continue
    found.set(name, { text: `{${inside}}`, declared: wanted, name })
  }
  return [...found.values()]
}

/** Returns the insides of expressions, which may have pairs of braces in a pattern. */
const listExpressions = (path: string): string[] => {
  const found: string[] = []
  let depth = 0
  let start = 0
  for (const { 0: brace, index } of path.matchAll(/[{}]/g)) {
    if (brace === '{') {
      if (depth === 0) start = index + 1
      depth++
    } else if (depth > 0) {
      depth--
      if (depth === 0) found.push(path.slice(start, index))
    }
  }
  return found
}
