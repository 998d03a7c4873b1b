import type { Diagnostic } from '../diagnostic.ts'
import { sha256 } from '../hash.ts'
import { report } from '../openapi/context.ts'
import type { Place } from '../openapi/place.ts'
import { quote } from '../openapi/quote.ts'
import { literalPath } from './literal-path.ts'

/** A path of a document, taken apart for the platform. */
export type ActionPath = {
  /** `/users/{{ param.id }}` */
  readonly template: string
  /** Names in the template, each once, as the platform's placeholders have them. */
  readonly placeholders: ReadonlyMap<string, string>
  /** What the path's own query part fixes: `?action=list`. */
  readonly fixedQuery: readonly { readonly name: string; readonly value?: string }[]
}

/** Braces, white space and quotes would end a placeholder early. */
const placeholderName = (name: string): string =>
  name
    .trim()
    .toWellFormed()
    .replaceAll(/[\s\p{Cc}{}"'`|]+/gu, '_')

/** Paths Object, path templating: `{name}` becomes a placeholder; every other brace is taken literally. */
export const convertPath = (
  path: string,
  declared: ReadonlySet<string>,
  at: Place,
  problems: Diagnostic[],
): ActionPath => {
  const [beforeFragment = '', ...fragment] = path.split('#')
  if (fragment.length > 0)
    report(
      problems,
      'warning',
      'path-fragment',
      at,
      `The part "#${fragment.join('#')}" is never sent to a server; it was left out of the path.`,
    )
  const query = beforeFragment.indexOf('?')
  const bare = query === -1 ? beforeFragment : beforeFragment.slice(0, query)
  const placeholders = new Map<string, string>()
  const taken = new Set<string>()
  let literalBraces = false
  const literal = (text: string): string => {
    if (/[{}]/.test(text)) literalBraces = true
    return literalPath(text)
  }
  const template = splitTemplate(bare, declared)
    .map(part => {
      if (typeof part === 'string') return literal(part)
      const name = placeholderName(part.name)
      if (name === '') return literal(`{${part.name}}`)
      if (!placeholders.has(part.name)) {
        const unique = taken.has(name) ? `${name}_${sha256(part.name).slice(0, 6)}` : name
        placeholders.set(part.name, unique)
        taken.add(unique)
        if (unique !== part.name.trim())
          report(problems, 'info', 'name-changed', at, `The path parameter ${quote(part.name)} became ${unique}.`)
      }
      return `{{ param.${placeholders.get(part.name)} }}`
    })
    .join('')
  if (literalBraces)
    report(
      problems,
      'warning',
      'path-literal-braces',
      at,
      'Literal braces in the path were percent-encoded, so that they are no placeholder.',
    )
  if (/(^|\/)\.{1,2}(\/|$)/.test(bare))
    report(
      problems,
      'warning',
      'path-dots',
      at,
      'A segment "." or ".." of the path may lead out of the base URL where it is resolved; it was kept.',
    )
  if (!template.startsWith('/'))
    report(problems, 'info', 'path-slash', at, 'A path begins with a slash; one was put in front of it.')
  return {
    template: template.startsWith('/') ? template : `/${template}`,
    placeholders,
    fixedQuery: query === -1 ? [] : readQuery(beforeFragment.slice(query + 1), at, problems),
  }
}

/** `{{name}}` is a placeholder only where a path parameter has that name; else its braces are literal. */
const splitTemplate = (path: string, declared: ReadonlySet<string>): (string | { name: string })[] =>
  path.split(/(\{\{[^{}]*\}\}|\{[^{}]*\})/).map((part, i) => {
    if (i % 2 === 0) return part
    const inside = part.replaceAll(/^\{+|\}+$/g, '')
    const name = declared.has(inside) ? inside : inside.trim()
    return part.startsWith('{{') && !declared.has(name) ? part : { name }
  })

const readQuery = (query: string, at: Place, problems: Diagnostic[]): ActionPath['fixedQuery'] => {
  const pairs = [...new URLSearchParams(query)].filter(([name]) => name !== '')
  return pairs.map(([name, value]) => {
    // In `?id={id}` the braces stand for the parameter's own value.
    const fixed = !/[{}]/.test(value)
    const what = fixed ? `a query parameter with the default ${quote(value)}` : 'a query parameter'
    report(problems, 'info', 'path-query', at, `The part "${name}=${value}" behind the path's "?" became ${what}.`)
    return fixed ? { name, value } : { name }
  })
}
