/** A path key, taken apart at the first `?` and `#` that stand outside of template expressions. */
export type PathParts = { readonly bare: string; readonly query?: string; readonly fragment?: string }

/** An expression may hold any character but braces, `?` and `#` too. Paths Object, path templating (ABNF of 3.2). */
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

/** `{{name}}` is a placeholder only where a path parameter has that name; else its braces are literal. */
export function splitTemplate(path: string, declared: ReadonlySet<string>): (string | { name: string })[] {
  return path.split(/(\{\{[^{}]*\}\}|\{[^{}]*\})/).map((part, i) => {
    if (i % 2 === 0) return part
    const name = nameInside(part, declared)
    return part.startsWith('{{') && !declared.has(name) ? part : { name }
  })
}

/** The name in an expression; white space around it counts only where a path parameter is declared so. */
export function nameInside(expression: string, declared: ReadonlySet<string>): string {
  const inside = expression.replaceAll(/^\{+|\}+$/g, '')
  return declared.has(inside) ? inside : inside.trim()
}

/** Text of a path that stays as it is, which is almost all. */
const PLAIN = /^[!-z|~]*$/

/** Text of a path that is no placeholder: braces, white space and control characters percent-encoded. */
export function literalPath(text: string): string {
  return PLAIN.test(text)
    ? text
    : text
        .toWellFormed()
        .replaceAll('{', '%7B')
        .replaceAll('}', '%7D')
        .replaceAll(/[\s\p{Cc}]/gu, encodeURIComponent)
}
