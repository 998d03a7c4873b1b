import { eventsToAst, load, loadAll, parseEvents, YAMLException } from 'js-yaml'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { duplicateKey, yamlDocuments, yamlIndentation, yamlTabs } from '../../diagnostics/kinds/file.ts'
import { diagnostic } from '../../diagnostics/report.ts'
import type { Result } from '../../diagnostics/result.ts'
import { escapeToken } from '../../json/location.ts'
import { lineAndColumn } from './json.ts'
import type { Limits } from './limits.ts'
import { COMPLEX_KEY, findComplexKey } from './yaml-complex-key.ts'
import { toValue, YAML_SCHEMA } from './yaml-schema.ts'

/** Reason why a text can't be parsed as YAML; `limit` if it is YAML but exceeds that limit. Line and column count from 1. */
export type YamlError = {
  readonly limit?: 'depth' | 'aliases' | 'merges' | 'merge-list'
  /** Set if a key is a collection, which is valid YAML but has no equivalent in JSON. */
  readonly complexKey?: true
  readonly message: string
  readonly line?: number
  readonly column?: number
}
/** Value of a YAML text, with the diagnostics of corrected errors. */
export type Yaml = { readonly value: unknown; readonly problems: readonly Diagnostic[] }

/** Limits that apply to YAML. */
export type YamlLimits = Pick<Limits, 'depth' | 'aliases' | 'merges'>

/**
 * Parses YAML. Corrects errors whose meaning is clear: duplicate keys, tabs as indentation, missing indentation, further documents.
 * @see https://yaml.org/spec/1.2.2/
 */
export function parseYaml(text: string, file: string, limits: YamlLimits): Result<Yaml, YamlError> {
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
  // Each correction is applied only for its own error, and only once, so that the loop ends.
  for (;;) {
    try {
      const value = first ? loadAll(source, { ...options, json })[0] : load(source, { ...options, json })
      return { ok: true, value: { value: toValue(value), problems } }
    } catch (error) {
      const reason = error instanceof YAMLException ? error.reason : ''
      if (!json && reason.startsWith('duplicated mapping key')) {
        json = true
        findDuplicateKeys(source, file, limits, problems)
      } else if (!tabbed && reason.startsWith('tab characters')) {
        tabbed = true
        source = source.replaceAll(/^[ \t]*\t[ \t]*/gm, indent => indent.replaceAll('\t', '  '))
        problems.push(diagnostic(yamlTabs.replaced(), `${file}#`))
      } else if (!first && reason.startsWith('expected a single document')) {
        first = true
        problems.push(diagnostic(yamlDocuments.firstRead(), `${file}#`))
      } else if (
        reason === 'deficient indentation' &&
        indented.size < MAX_INDENTED &&
        (indented.size + 1) * source.length < MAX_REREAD
      ) {
        if (indented.size === 0) problems.push(diagnostic(yamlIndentation.indented(), `${file}#`))
        const line = (error as YAMLException).mark?.line ?? 0
        // A line that is indented already has another error.
        if (indented.has(line)) return { ok: false, problem: describe(error, indented) }
        indented.add(line)
        source = indentLine(source, line)
      } else {
        const described = describe(error, indented)
        return { ok: false, problem: reason === COMPLEX_KEY ? complexKey(described, source, limits) : described }
      }
    }
  }
}

/** Added indentation: more than any person uses. */
const INDENT = 80
/** Lines of quoted strings and flow collections that are corrected; more are not a mistake. */
const MAX_INDENTED = 100
/** Characters that are parsed again, since every corrected line parses the text once more; takes a few seconds. */
const MAX_REREAD = 40_000_000

/**
 * Indents one line. White space at its start has no meaning, so this does not change the value.
 * @see https://yaml.org/spec/1.2.2/#65-line-folding
 */
const indentLine = (text: string, line: number): string => {
  const lines = text.split('\n')
  lines[line] = `${' '.repeat(INDENT)}${lines[line]}`
  return lines.join('\n')
}

/** Describes an error of the parser, with its position in the file. */
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

/** Adds the position of a key that is a collection: js-yaml has it for aliases only, and else names the start. */
const complexKey = (error: YamlError, source: string, limits: Pick<Limits, 'depth'>): YamlError => {
  const position = error.line === 1 && error.column === 1 ? findComplexKey(source, limits) : undefined
  return { ...error, ...(position !== undefined && lineAndColumn(source, position)), complexKey: true }
}

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
        // Several merge keys are allowed, and all are used.
        const merges = key.kind === 'scalar' && key.tag === MERGE
        if (!merges && names.has(name)) found.push(diagnostic(duplicateKey.lastUsed(name), `${file}#${here}`))
        names.add(name)
        visit(value, here)
      }
    }
  }
  const events = parseEvents(text, { maxDepth: depth })
  for (const document of eventsToAst(events, { source: text, schema: YAML_SCHEMA })) visit(document.contents, '')
}
