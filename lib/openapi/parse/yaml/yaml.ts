import { constructFromEvents, EVENT_ID, YAMLException } from 'js-yaml'
import type { Diagnostic } from '../../../diagnostics/diagnostic.ts'
import { yamlDocuments } from '../../../diagnostics/kinds/file.ts'
import { diagnostic } from '../../../diagnostics/report.ts'
import type { Result } from '../../../diagnostics/result.ts'
import { lineAndColumn } from '../json/json.ts'
import type { Limits } from '../limits.ts'
import { COMPLEX_KEY, findComplexKey } from './complex-key.ts'
import { findYamlDuplicates } from './duplicates.ts'
import { describe, readEvents, type YamlError } from './events.ts'
import { YAML_SCHEMA } from './schema.ts'
import { memoryLeft, memoryOfEvents } from './size.ts'
import type { YamlEvent } from './slips.ts'
import { removeTags } from './tags.ts'

/** Value of a YAML text, with the diagnostics of corrected errors. */
export type Yaml = {
  readonly value: unknown
  /** Upper bound of the bytes of memory that the value takes, without strings, which are parts of the text. */
  readonly memory: number
  /** True if an object or array can be at several places of the value. */
  readonly hasAliases: boolean
  readonly problems: readonly Diagnostic[]
}

/** Limits that apply to YAML. */
export type YamlLimits = Pick<Limits, 'depth' | 'aliases' | 'merges' | 'memory'>

/**
 * Parses YAML. Corrects errors whose meaning is clear: duplicate keys, tabs as indentation, missing indentation, further
 * documents, tags. Scalars whose text differs from their value become `WrittenScalar`.
 * @see https://yaml.org/spec/1.2.2/
 */
export function parseYaml(text: string, file: string, limits: YamlLimits): Result<Yaml, YamlError> {
  const problems: Diagnostic[] = []
  const memory = memoryLeft(text, limits.memory)
  const read = readEvents(text, file, { ...limits, memory }, problems)
  if (!read.ok) return read
  const { source, parsed, events } = read.value
  const { making, made } = memoryOfEvents(events, source)
  if (making > memory) return { ok: false, problem: { limit: 'memory', message: 'too many nodes' } }
  const hasAliases = events.some(event => event.type === EVENT_ID.ALIAS)
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
      for (const problem of tags) problems.push(problem)
      return { ok: true, value: { value: documents[0], memory: made, hasAliases, problems } }
    } catch (error) {
      const reason = error instanceof YAMLException ? error.reason : ''
      if (!json && reason.startsWith('duplicated mapping key')) {
        // One at a time: push(...found) has a limit of arguments.
        for (const problem of findYamlDuplicates(source, events, file)) problems.push(problem)
        continue
      }
      const described = describe(error, read.value.indented)
      return { ok: false, problem: reason === COMPLEX_KEY ? complexKey(described, parsed, events) : described }
    }
  }
}

/** Adds the position of a key that is a collection: js-yaml has it for aliases only, and else names the start. */
const complexKey = (error: YamlError, source: string, events: readonly YamlEvent[]): YamlError => {
  const position = error.line === 1 && error.column === 1 ? findComplexKey(events) : undefined
  return { ...error, ...(position !== undefined && lineAndColumn(source, position)), complexKey: true }
}
