import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { nameChanged } from '../../diagnostics/kinds/operations.ts'
import { pathDots, pathFragment, pathLiteralBraces, pathSlash } from '../../diagnostics/kinds/paths.ts'
import { report } from '../../diagnostics/report.ts'
import type { Location } from '../../json/location.ts'
import { countNames } from '../naming/operation-names.ts'
import { makeUnique } from '../naming/unique-names.ts'
import { type PathQuery, readQuery } from './path-query.ts'
import { literalPath, splitPath, splitTemplate } from './path-template.ts'

/** Path of a document, converted for the platform. */
export type ActionPath = {
  /** `/users/{{ param.id }}` */
  readonly template: string
  /** Placeholder names on the platform, by name in the template. */
  readonly placeholders: ReadonlyMap<string, string>
  /** Parameters of the path's own query part, such as `?action=list`. */
  readonly query: readonly PathQuery[]
}

/**
 * Identifier that the platform's templates can read. A path parameter's name is never sent to the vendor, so it can change.
 * @see https://pkg.go.dev/text/template#hdr-Arguments
 */
const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/

/** Replaces other characters than those of an identifier. */
const placeholderName = (name: string): string =>
  name
    .trim()
    .replaceAll(/[^A-Za-z0-9_]+/g, '_')
    .replace(/^(?=\d)/, '_')

/** Returns a unique placeholder for each name of a template. Legal names are kept, independent of their order. */
export function namePlaceholders(names: readonly string[]): Map<string, string> {
  if (names.every(name => IDENTIFIER.test(name))) return new Map(names.map(name => [name, name]))
  const placeholders = new Map(
    names.map(name => [name, placeholderName(name)] as const).filter(([, wish]) => wish !== ''),
  )
  const counts = countNames([...placeholders.values()])
  const clashing = [...placeholders].filter(([name, wish]) => wish !== name && counts.get(wish) !== 1)
  for (const [name, unique] of makeUnique(new Map(clashing), new Set(counts.keys()))) placeholders.set(name, unique)
  return placeholders
}

/**
 * Paths that leave the base URL if a client resolves them instead of appending them.
 * @see https://www.rfc-editor.org/rfc/rfc3986#section-5.2
 */
const RISKS = [
  { pattern: /(^|[/\\])(\.|%2e){1,2}([/\\]|$)/i, problem: 'dots' },
  { pattern: /^\/\//, problem: 'slashes' },
  { pattern: /\\/, problem: 'backslash' },
] as const

/**
 * Converts a path: `{name}` becomes a placeholder, any other brace is literal.
 * @see https://spec.openapis.org/oas/v3.1.1.html#path-templating
 */
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
