import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { nameChanged } from '../../diagnostics/kinds/operations.ts'
import { pathDots, pathFragment, pathLiteralBraces, pathSlash } from '../../diagnostics/kinds/paths.ts'
import { report } from '../../diagnostics/report.ts'
import type { Location } from '../../json/location.ts'
import { countNames } from '../naming/operation-names.ts'
import { makeUnique } from '../naming/unique-names.ts'
import { type PathQuery, readQuery } from './path-query.ts'
import { literalPath, splitPath, splitTemplate } from './path-template.ts'

/** A path of a document, taken apart for the platform. */
export type ActionPath = {
  /** `/users/{{ param.id }}` */
  readonly template: string
  /** Names in the template, each once, as the platform's placeholders have them. */
  readonly placeholders: ReadonlyMap<string, string>
  /** What the path's own query part says: `?action=list`. */
  readonly query: readonly PathQuery[]
}

/** Braces, white space and quotes would end a placeholder early. */
const placeholderName = (name: string): string =>
  name
    .trim()
    .toWellFormed()
    .replaceAll(/[\s\p{Cc}{}"'`|]+/gu, '_')

/** Such a name stays as it is, which almost all do. */
const PLAIN = /^[\w.:-]+$/

/** Names of a template → placeholders, each its own; a name that is legal stays, in whatever order they stand. */
const namePlaceholders = (names: readonly string[]): Map<string, string> => {
  if (names.every(name => PLAIN.test(name))) return new Map(names.map(name => [name, name]))
  const placeholders = new Map(
    names.map(name => [name, placeholderName(name)] as const).filter(([, wish]) => wish !== ''),
  )
  const counts = countNames([...placeholders.values()])
  const clashing = [...placeholders].filter(([name, wish]) => wish !== name && counts.get(wish) !== 1)
  for (const [name, unique] of makeUnique(new Map(clashing), new Set(counts.keys()))) placeholders.set(name, unique)
  return placeholders
}

/** What leads elsewhere where a path is resolved instead of appended: RFC 3986 section 5.2, and what clients make of it. */
const RISKS = [
  { pattern: /(^|[/\\])(\.|%2e){1,2}([/\\]|$)/i, problem: 'dots' },
  { pattern: /^\/\//, problem: 'slashes' },
  { pattern: /\\/, problem: 'backslash' },
] as const

/** Paths Object, path templating: `{name}` becomes a placeholder; every other brace is taken literally. */
export function convertPath(
  path: string,
  declared: ReadonlySet<string>,
  at: Location,
  problems: Diagnostic[],
): ActionPath {
  const { bare, query, fragment } = splitPath(path)
  if (fragment !== undefined) report(problems, pathFragment.removed(fragment), at)
  const parts = splitTemplate(bare, declared)
  const placeholders = namePlaceholders(parts.flatMap(part => (typeof part === 'string' ? [] : [part.name])))
  for (const [name, placeholder] of placeholders) {
    if (placeholder === name.trim()) continue
    const problem = placeholderName(name) === name.trim() ? 'duplicate' : 'illegal'
    report(problems, nameChanged[problem]('Path parameter', name, placeholder), at)
  }
  let literalBraces = false
  const literal = (text: string): string => {
    if (/[{}]/.test(text)) literalBraces = true
    return literalPath(text)
  }
  const template = parts
    .map(part => {
      if (typeof part === 'string') return literal(part)
      const placeholder = placeholders.get(part.name)
      return placeholder === undefined ? literal(`{${part.name}}`) : `{{ param.${placeholder} }}`
    })
    .join('')
  if (literalBraces) report(problems, pathLiteralBraces.path(), at)
  const risk = RISKS.find(({ pattern }) => pattern.test(bare))
  if (risk !== undefined) report(problems, pathDots[risk.problem](), at)
  if (!template.startsWith('/')) report(problems, pathSlash.added(template), at)
  return {
    template: template.startsWith('/') ? template : `/${template}`,
    placeholders,
    query: query === undefined ? [] : readQuery(query, declared, at, problems),
  }
}
