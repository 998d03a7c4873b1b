import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { pathExpression, pathQuery } from '../../diagnostics/kinds/paths.ts'
import { report } from '../../diagnostics/report.ts'
import type { Operation } from '../../openapi/objects/model.ts'

/** Expression in another form than `{name}`, and the name of the path parameter that it is. */
type Expression = {
  readonly text: string
  readonly declared: string
  readonly name: string
  /** True if only the letters of the name differ in upper and lower case. */
  readonly isSpelling?: true
}

/**
 * Replaces expressions with a pattern or a modifier, such as `{id:[0-9]+}` or `{id?}`, in the form of a framework (`:id`,
 * `<int:id>`), or in capitals, by the path parameter of the name in them. The parameter keeps its declaration, and gets the
 * whole expression for its description.
 * @see https://spec.openapis.org/oas/v3.2.0.html#path-templating
 */
export function readExpressions(problems: Diagnostic[], outer: Operation): Operation {
  const operation = outer.path.includes('{?') || outer.path.includes('{&') ? readQueryExpansion(problems, outer) : outer
  const { path, parameters, at } = operation
  const declared = new Set(parameters.filter(isInPath).map(({ name }) => name))
  if (declared.size === 0) return operation
  const found = [...(MODIFIED.test(path) ? findExpressions(path, declared) : [])]
  const used = new Set([...listExpressions(path).map(inside => inside.trim()), ...found.map(({ name }) => name)])
  const unused = declared.difference(used)
  if (unused.size > 0) found.push(...findSegments(path, unused), ...findSpellings(path, declared, unused))
  if (found.length === 0) return operation
  for (const { text, name } of found) report(problems, pathExpression.parameter(text, name), at)
  const byName = new Map(found.map(expression => [expression.declared, expression]))
  return {
    ...operation,
    path: found.reduce(replaceExpression, path),
    parameters: parameters.map(parameter => {
      const expression = isInPath(parameter) ? byName.get(parameter.name) : undefined
      if (expression === undefined || expression.isSpelling) return parameter
      return { ...parameter, name: expression.name, expression: expression.text, alike: undefined }
    }),
  }
}

const isInPath = ({ in: location }: { readonly in: string }): boolean => location === 'path'

/** Replaces an expression; one without braces is a whole segment. */
const replaceExpression = (path: string, { text, name }: Expression): string =>
  text.startsWith('{')
    ? path.replaceAll(text, `{${name}}`)
    : path.replaceAll(SEGMENT, segment => (segment === text ? `{${name}}` : segment))

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

/** Segment in the form of a framework: `:id` or `<int:id>`. */
const SEGMENT = /(?<=\/)(?::([\w-]+)|<(?:[\w()=, ]+:)?([\w-]+)>)(?=\/|$)/g

const findSegments = (path: string, unused: ReadonlySet<string>): Expression[] =>
  Array.from(path.matchAll(SEGMENT), ([text, name = '', bracketed = name]) => ({ text, declared: bracketed })).flatMap(
    ({ text, declared }) => (unused.has(declared) ? [{ text, declared, name: declared }] : []),
  )

/** Returns the undeclared names in a path that differ from one declared, unused name in upper and lower case only. */
const findSpellings = (path: string, declared: ReadonlySet<string>, unused: ReadonlySet<string>): Expression[] =>
  [...new Set(listExpressions(path))].flatMap((inside): Expression[] => {
    const written = inside.trim().toLowerCase()
    if (declared.has(inside) || declared.has(inside.trim())) return []
    const [name, ...others] = [...unused].filter(one => one.toLowerCase() === written)
    return name === undefined || others.length > 0
      ? []
      : [{ text: `{${inside}}`, declared: name, name, isSpelling: true }]
  })

/** Expression of several query parameters, such as `{?page,size}`. */
const QUERY_EXPANSION = /\{[?&]([\w.,*[\]-]+)\}/g

/**
 * Removes the expansions of query parameters from a path, and adds the parameters that are not declared.
 * @see https://www.rfc-editor.org/rfc/rfc6570#section-3.2.8
 */
const readQueryExpansion = (problems: Diagnostic[], operation: Operation): Operation => {
  const { path, parameters, at } = operation
  const expansions = [...path.matchAll(QUERY_EXPANSION)]
  if (expansions.length === 0) return operation
  const names = expansions.flatMap(([, list = '']) => list.split(',').map(name => name.replace(/\*$/, '')))
  const declared = new Set(parameters.filter(({ in: location }) => location === 'query').map(({ name }) => name))
  for (const [text] of expansions) report(problems, pathQuery.parameter(text), at)
  const added = [...new Set(names)].filter(name => name !== '' && !declared.has(name))
  return {
    ...operation,
    path: path.replaceAll(QUERY_EXPANSION, ''),
    parameters: [
      ...parameters,
      ...added.map(name => ({
        ...{ name, in: 'query', required: false, deprecated: false, style: 'form', explode: true },
        at,
      })),
    ],
  }
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
