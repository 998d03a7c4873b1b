/** A code as the sources name it, and the severities that stand beside it there. A template stands for all its codes. */
export type UsedCode = { readonly text: string; readonly matches: RegExp; readonly severities: ReadonlySet<string> }

const NAME = /[a-z][a-z0-9]*(?:-[a-z0-9]+)*/.source
const CODE = new RegExp(`'(${NAME})'|\`((?:[a-z0-9-]|\\$\\{\\w+\\})+)\``, 'g')
const SEVERITIES = new Set(['info', 'warning', 'error'])
const SEVERITY = "(?:'(?<severity>info|warning|error)'|\\bseverity)"
const EXPRESSION = /(?<codes>(?:\$\{\w+\}|[^,;}\n])*)/.source

/** Where codes stand: in the property `code`, behind a severity among arguments, first in a call of `fail`. */
const PLACES: readonly RegExp[] = [
  new RegExp(`(?:severity: ${SEVERITY},\\s*)?\\bcode: ${EXPRESSION}`, 'g'),
  new RegExp(`${SEVERITY},\\s*(?!code:)${EXPRESSION}`, 'g'),
  new RegExp(`\\bfail\\(\\s*(?=')${EXPRESSION}`, 'g'),
]

/** Every diagnostic code that a source text can emit. */
export const diagnosticCodes = (source: string): UsedCode[] => {
  const found = new Map<string, Set<string>>()
  const add = (code: string, severity: string | undefined): void => {
    if (SEVERITIES.has(code)) return
    const severities = found.get(code) ?? new Set<string>()
    found.set(code, severity === undefined ? severities : severities.add(severity))
  }
  for (const place of PLACES)
    for (const { groups: { codes = '', severity } = {} } of source.matchAll(place))
      for (const [, literal, template] of codes.matchAll(CODE)) add(literal ?? template ?? '', severity)
  for (const [, table] of source.matchAll(/\bcode: keyof typeof (\w+)/g)) {
    const body = new RegExp(`const ${table} = \\{([\\s\\S]*?)\\n\\}`).exec(source)?.[1] ?? ''
    for (const [, key = ''] of body.matchAll(new RegExp(`^\\s*'?(${NAME})'?:`, 'gm'))) add(key, undefined)
  }
  return [...found].map(([text, severities]) => ({
    text,
    severities,
    matches: new RegExp(`^${text.replaceAll(/\$\{\w+\}/g, '[a-z0-9-]+')}$`),
  }))
}
