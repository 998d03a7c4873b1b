import { constructFromEvents, eventsToAst, parseEvents, YAMLException } from 'js-yaml'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { duplicateKey, yamlDocuments } from '../../diagnostics/kinds/file.ts'
import { diagnostic } from '../../diagnostics/report.ts'
import type { Result } from '../../diagnostics/result.ts'
import { escapeToken } from '../../json/location.ts'
import { lineAndColumn } from './json.ts'
import type { Limits } from './limits.ts'
import { COMPLEX_KEY, findComplexKey } from './yaml-complex-key.ts'
import { describe, readEvents, type YamlError, type YamlEvents } from './yaml-events.ts'
import { YAML_SCHEMA } from './yaml-schema.ts'
import { removeTags } from './yaml-tags.ts'

/** Value of a YAML text, with the diagnostics of corrected errors. */
export type Yaml = { readonly value: unknown; readonly problems: readonly Diagnostic[] }

/** Limits that apply to YAML. */
export type YamlLimits = Pick<Limits, 'depth' | 'aliases' | 'merges'>

/**
 * Parses YAML. Corrects errors whose meaning is clear: duplicate keys, tabs as indentation, missing indentation, further
 * documents, tags. Scalars whose text differs from their value become `WrittenScalar`.
 * @see https://yaml.org/spec/1.2.2/
 */
export function parseYaml(text: string, file: string, limits: YamlLimits): Result<Yaml, YamlError> {
  const problems: Diagnostic[] = []
  const read = readEvents(text, file, limits, problems)
  if (!read.ok) return read
  const { source, parsed, events } = read.value
  const tags = removeTags(source, events, file)
  for (let json = false; ; json = true) {
    try {
      const documents = constructFromEvents(events, {
        source,
        schema: YAML_SCHEMA,
        json,
        maxAliases: limits.aliases,
        maxTotalMergeKeys: limits.merges,
      })
      if (documents.length === 0)
        return { ok: false, problem: { message: 'expected a document, but the input is empty' } }
      if (documents.length > 1) problems.push(diagnostic(yamlDocuments.firstRead(), `${file}#`))
      return { ok: true, value: { value: documents[0], problems: [...problems, ...tags] } }
    } catch (error) {
      const reason = error instanceof YAMLException ? error.reason : ''
      if (!json && reason.startsWith('duplicated mapping key')) {
        findDuplicateKeys({ source, parsed }, file, limits, problems)
        continue
      }
      const described = describe(error, read.value.indented)
      return { ok: false, problem: reason === COMPLEX_KEY ? complexKey(described, parsed, limits) : described }
    }
  }
}

/** Adds the position of a key that is a collection: js-yaml has it for aliases only, and else names the start. */
const complexKey = (error: YamlError, source: string, limits: Pick<Limits, 'depth'>): YamlError => {
  const position = error.line === 1 && error.column === 1 ? findComplexKey(source, limits) : undefined
  return { ...error, ...(position !== undefined && lineAndColumn(source, position)), complexKey: true }
}

type Ast = ReturnType<typeof eventsToAst>[number]['contents']

const MERGE = 'tag:yaml.org,2002:merge'

const findDuplicateKeys = (
  { source, parsed }: Pick<YamlEvents, 'source' | 'parsed'>,
  file: string,
  { depth }: YamlLimits,
  found: Diagnostic[],
): void => {
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
  const events = parseEvents(parsed, { maxDepth: depth })
  for (const document of eventsToAst(events, { source, schema: YAML_SCHEMA })) visit(document.contents, '')
}
