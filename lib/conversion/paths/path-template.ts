/** Path key, split at the first `?` and `#` outside template expressions. */
export type PathParts = { readonly bare: string; readonly query?: string; readonly fragment?: string }

/**
 * Template expression, which may have any characters but braces, or the end of the path.
 * @see https://spec.openapis.org/oas/v3.2.0.html#path-templating
 */
const EXPRESSION_OR_END = /\{[^{}]*\}|[?#]/g

export function splitPath(path: string): PathParts {
  if (!path.includes('?') && !path.includes('#')) return { bare: path }
  let query: number | undefined
  const upTo = (end: number): PathParts =>
    query === undefined
      ? { bare: path.slice(0, end) }
      : { bare: path.slice(0, query), query: path.slice(query + 1, end) }
  for (const { 0: found, index } of path.matchAll(EXPRESSION_OR_END)) {
    if (found === '#') return { ...upTo(index), fragment: path.slice(index + 1) }
    if (found === '?') query ??= index
  }
  return upTo(path.length)
}

/** Splits a path into literals and names. `{{name}}` is an expression only if a path parameter has that name. */
export function splitTemplate(path: string, declared: ReadonlySet<string>): (string | { name: string })[] {
  return path.split(/(\{\{[^{}]*\}\}|\{[^{}]*\})/).map((part, i) => {
    if (i % 2 === 0) return part
    const name = nameInside(part, declared)
    return part.startsWith('{{') && !declared.has(name) ? part : { name }
  })
}

/** Returns the name in an expression, trimmed unless a path parameter is declared with the white space. */
export function nameInside(expression: string, declared: ReadonlySet<string>): string {
  const inside = expression.replaceAll(/^\{+|\}+$/g, '')
  return declared.has(inside) ? inside : inside.trim()
}

/** Literal of a path that is kept unchanged; almost all are. */
const PLAIN = /^[!-z|~]*$/

/** Percent-encodes braces, white space and control characters in a literal of a path. */
export function literalPath(text: string): string {
  return PLAIN.test(text)
    ? text
    : text
        .toWellFormed()
        .replaceAll('{', '%7B')
        .replaceAll('}', '%7D')
        .replaceAll(/[\s\p{Cc}]/gu, encodeURIComponent)
}
