import { eventsToAst, load, loadAll, parseEvents, YAMLException } from 'js-yaml'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { escapeToken } from '../../json/location.ts'
import { duplicateKey, lineAndColumn } from './json.ts'
import type { Limits } from './limits.ts'
import { COMPLEX_KEY, findComplexKey } from './yaml-complex-key.ts'
import { toValue, YAML_SCHEMA } from './yaml-schema.ts'

/** `limit` where the text is YAML, but past a limit. */
export type YamlError = {
  readonly limit?: 'depth' | 'aliases' | 'merges' | 'merge-list'
  /** A key is no text, so that the text is YAML, but nothing that JSON could say. */
  readonly complexKey?: true
  readonly message: string
  readonly line?: number
  readonly column?: number
}
export type YamlResult =
  | { readonly value: unknown; readonly problems: readonly Diagnostic[] }
  | { readonly error: YamlError }

export type YamlLimits = Pick<Limits, 'depth' | 'aliases' | 'merges'>

/** Parses YAML; repeated keys, tabs in the indentation and further documents are put right where the meaning is clear. */
export function parseYaml(text: string, file: string, limits: YamlLimits): YamlResult {
  const options = {
    schema: YAML_SCHEMA,
    maxDepth: limits.depth,
    maxAliases: limits.aliases,
    maxTotalMergeKeys: limits.merges,
  }
  const problems: Diagnostic[] = []
  let source = text
  let json = false
  let first = false
  let tabbed = false
  const indented = new Set<number>()
  // Each remedy is tried for the fault that it is made for alone, and no text is parsed without end.
  for (;;) {
    try {
      const value = first ? loadAll(source, { ...options, json })[0] : load(source, { ...options, json })
      return { value: toValue(value), problems }
    } catch (error) {
      const reason = error instanceof YAMLException ? error.reason : ''
      if (!json && reason.startsWith('duplicated mapping key')) {
        json = true
        findDuplicateKeys(source, file, limits, problems)
      } else if (!tabbed && reason.startsWith('tab characters')) {
        tabbed = true
        source = source.replaceAll(/^[ \t]*\t[ \t]*/gm, indent => indent.replaceAll('\t', '  '))
        problems.push(tabs(file))
      } else if (!first && reason.startsWith('expected a single document')) {
        first = true
        problems.push(furtherDocuments(file))
      } else if (
        reason === 'deficient indentation' &&
        indented.size < MAX_INDENTED &&
        (indented.size + 1) * source.length < MAX_REREAD
      ) {
        if (indented.size === 0) problems.push(deficientIndentation(file))
        const line = (error as YAMLException).mark?.line ?? 0
        // A line that was indented already has another fault.
        if (indented.has(line)) return { error: describe(error, indented) }
        indented.add(line)
        source = indentLine(source, line)
      } else {
        const described = describe(error, indented)
        return { error: reason === COMPLEX_KEY ? complexKey(described, source, limits) : described }
      }
    }
  }
}

/** How far such a line is moved: deeper than anything that a person indents. */
const INDENT = 80
/** Lines of quoted texts and flow collections that may stand too far left; more is no slip. */
const MAX_INDENTED = 100
/** Each such line is another reading of the text; this many characters are read again within seconds. */
const MAX_REREAD = 40_000_000

/** White space at the start of such a line has no meaning (YAML 1.2 sections 6.5 and 7.4), so more of it changes nothing. */
const indentLine = (text: string, line: number): string => {
  const lines = text.split('\n')
  lines[line] = `${' '.repeat(INDENT)}${lines[line]}`
  return lines.join('\n')
}

const deficientIndentation = (file: string): Diagnostic => ({
  severity: 'warning',
  code: 'yaml-indentation',
  message: 'A quoted text or a bracket goes on in a line that is not indented enough; it was read as if it were.',
  pointer: `${file}#`,
})

/** What the parser says, with the place as the file has it. */
const describe = (error: unknown, indented: ReadonlySet<number>): YamlError => {
  if (!(error instanceof YAMLException)) return { message: error instanceof Error ? error.message : String(error) }
  const { reason, mark } = error
  if (reason.startsWith('nesting exceeded')) return { limit: 'depth', message: reason }
  if (reason.startsWith('aliases exceeded')) return { limit: 'aliases', message: reason }
  if (reason.startsWith('merge keys exceeded')) return { limit: 'merges', message: reason }
  return mark === undefined || mark === null
    ? { message: reason }
    : {
        ...(reason === 'abnormal merge sequence size' && { limit: 'merge-list' }),
        message: reason,
        line: mark.line + 1,
        column: mark.column + 1 - (indented.has(mark.line) ? INDENT : 0),
      }
}

/** js-yaml tells where an alias stands as a key, but puts a key that is a list or a mapping itself at the start. */
const complexKey = (error: YamlError, source: string, limits: Pick<Limits, 'depth'>): YamlError => {
  const position = error.line === 1 && error.column === 1 ? findComplexKey(source, limits) : undefined
  return { ...error, ...(position !== undefined && lineAndColumn(source, position)), complexKey: true }
}

const tabs = (file: string): Diagnostic => ({
  severity: 'warning',
  code: 'yaml-tabs',
  message: 'Lines are indented with tabs, which YAML forbids; each tab was read as two spaces.',
  pointer: `${file}#`,
})

const furtherDocuments = (file: string): Diagnostic => ({
  severity: 'warning',
  code: 'yaml-documents',
  message: 'The file holds several YAML documents; only the first was read.',
  pointer: `${file}#`,
})

type Ast = ReturnType<typeof eventsToAst>[number]['contents']

const MERGE = 'tag:yaml.org,2002:merge'

const findDuplicateKeys = (text: string, file: string, { depth }: YamlLimits, found: Diagnostic[]): void => {
  const anchored = new Map<string, string>()
  const visit = (node: Ast, path: string): void => {
    if (node?.kind === 'scalar') {
      if (node.anchor !== undefined) anchored.set(node.anchor, node.value)
    } else if (node?.kind === 'sequence') {
      for (const [index, item] of node.items.entries()) visit(item, `${path}/${index}`)
    } else if (node?.kind === 'mapping') {
      const names = new Set<string>()
      for (const { key, value } of node.items) {
        visit(key, path)
        const name = key.kind === 'scalar' ? key.value : key.kind === 'alias' ? (anchored.get(key.anchor) ?? '') : ''
        const here = `${path}/${escapeToken(name)}`
        // Several merge keys all count.
        const merges = key.kind === 'scalar' && key.tag === MERGE
        if (!merges && names.has(name)) found.push(duplicateKey(name, `${file}#${here}`))
        names.add(name)
        visit(value, here)
      }
    }
  }
  const events = parseEvents(text, { maxDepth: depth })
  for (const document of eventsToAst(events, { source: text, schema: YAML_SCHEMA })) visit(document.contents, '')
}
