import type { DiagnosticEntry } from '../../diagnostics/catalogue.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import {
  empty,
  jsonAsYaml,
  jsonComments,
  notJson,
  notYaml,
  tooDeep,
  tooLarge,
  tooManyAliases,
  tooManyMergedKeys,
} from '../../diagnostics/kinds/file.ts'
import { tooManyValues } from '../../diagnostics/kinds/operations.ts'
import { diagnostic } from '../../diagnostics/report.ts'
import type { Result } from '../../diagnostics/result.ts'
import { markInexact, unmark } from '../../json/parse-json.ts'
import { type Decoded, decode } from './decode.ts'
import { skipComments, withoutComments } from './json/comments.ts'
import { describeJsonError, type JsonError } from './json/error.ts'
import { countMembers, findDuplicateKeys, lineAndColumn } from './json/json.ts'
import { exceedsMemory } from './json/size.ts'
import { type Limits, measure } from './limits.ts'
import { settleScalars } from './settle-scalars.ts'
import type { UnsettledValues } from './unsettled-values.ts'
import type { YamlError } from './yaml/events.ts'
import { parseYaml, type Yaml } from './yaml/yaml.ts'

/** Format that a file was parsed as. */
export type Format = 'json' | 'yaml'

/** Parsed file, or the reason why it can't be parsed. */
export type Parsed =
  | {
      readonly ok: true
      readonly value: unknown
      readonly format: Format
      /** Objects of a YAML file whose values may be strings by the type of another schema. */
      readonly unsettled: readonly UnsettledValues[]
      /** Estimate of the bytes of memory that the value takes. */
      readonly memory: number
      readonly problems: readonly Diagnostic[]
    }
  | { readonly ok: false; readonly problem: Diagnostic }

/**
 * Parses the bytes of a file as JSON or YAML, detected by content, within limits.
 * @param file name in the pointers of diagnostics
 */
export function parse(bytes: Uint8Array, file: string, limits: Limits): Parsed {
  const decoded = decodeWithin(bytes, file, limits)
  return decoded.ok ? parseDecoded(decoded.value, file, limits) : decoded
}

/** Decodes the bytes of a file within the limit of its size. After that, only the text is needed. */
export function decodeWithin(bytes: Uint8Array, file: string, limits: Limits): Result<Decoded> {
  if (bytes.length > limits.bytes)
    return { ok: false, problem: diagnostic(tooLarge.file(bytes.length, limits.bytes), `${file}#`) }
  return { ok: true, value: decode(bytes, file) }
}

/**
 * Parses the text of a file, as `parse` does with its bytes.
 * @param isData false to read numbers of YAML as strings where OpenAPI requires strings
 */
export function parseDecoded({ text, problems }: Decoded, file: string, limits: Limits, isData = false): Parsed {
  const fail = (entry: DiagnosticEntry): Parsed => ({ ok: false, problem: diagnostic(entry, `${file}#`) })
  if (text.trim() === '') return fail(empty.noContent())
  const syntax = parseText(text, file, limits)
  if (!syntax.ok) return fail(syntax.problem)
  const { json, yaml, problems: found } = syntax.value
  const { depth } = limits
  const { value: parsed, unsettled } =
    yaml === undefined
      ? { value: syntax.value.value, unsettled: [] }
      : settleScalars(syntax.value.value, file, { maxDepth: depth, hasAliases: yaml.hasAliases, isData })

  const size = measure(parsed, limits)
  if (size.depth > depth) return fail(tooDeep.exceeded(depth))
  if (size.nodes > limits.nodes) return fail(tooManyValues.file(limits.nodes))
  const hasDuplicates = json !== undefined && countMembers(json) !== size.members
  const duplicates = hasDuplicates ? findDuplicateKeys(json, file) : []
  const value = syntax.value.mark === undefined ? parsed : unmark(parsed, syntax.value.mark)
  const format = json === undefined ? 'yaml' : 'json'
  const memory = text.length + (yaml?.memory ?? size.nodes * VALUE_BYTES) + unsettled.length * UNSETTLED_BYTES
  if (unsettled.length > 0 && memory > limits.memory) return fail(tooMuchMemory(limits))
  return { ok: true, value, format, unsettled, memory, problems: [...problems, ...found, ...duplicates] }
}

/** Estimated bytes of a value of JSON. */
const VALUE_BYTES = 96
/** Estimated bytes to settle the values of an object by the schemas of the document. */
const UNSETTLED_BYTES = 2_000

/** Parsed text. */
type Syntax = {
  readonly value: unknown
  /** The text that JSON.parse accepted; undefined for YAML. */
  readonly json?: string
  /** Mark of the numbers in `value` that JavaScript can't hold, if there are some. */
  readonly mark?: string
  readonly yaml?: Pick<Yaml, 'memory' | 'hasAliases'>
  readonly problems: readonly Diagnostic[]
}

/** Parses JSON first if the text begins like JSON, which is many times faster; then YAML. */
const parseText = (text: string, file: string, limits: Limits): Result<Syntax, DiagnosticEntry> => {
  let jsonError: JsonError | undefined
  if (/^[[{"]/.test(text.charAt(skipComments(text)))) {
    if (!text.startsWith('"') && exceedsMemory(text, limits.memory))
      return { ok: false, problem: tooMuchMemory(limits) }
    const json = parseJson(text, limits)
    if (!json.ok && json.problem.error === TOO_MUCH_MEMORY) return { ok: false, problem: tooMuchMemory(limits) }
    if (json.ok) return { ok: true, value: { ...json.value, json: text, problems: [] } }
    const commented = parseCommented(text, file, limits) ?? { ok: false, problem: { ...json.problem, text } }
    if (commented.ok) return commented
    const { error } = commented.problem
    if (error === TOO_MUCH_MEMORY) return { ok: false, problem: tooMuchMemory(limits) }
    if (!isMeantAsYaml(text)) jsonError = describeJsonError(error, commented.problem.text)
  }
  const parsed = parseYaml(text, file, limits)
  if (!parsed.ok) return { ok: false, problem: refusal(parsed.problem, jsonError, limits) }
  const { value, problems, ...yaml } = parsed.value
  return {
    ok: true,
    value: { value, yaml, problems: jsonError === undefined ? problems : [readAsYaml(jsonError, file), ...problems] },
  }
}

const MEGABYTE = 1024 * 1024

const tooMuchMemory = ({ memory, functionMemory }: Limits): DiagnosticEntry =>
  tooManyValues.memory(Math.floor(memory / MEGABYTE), functionMemory)

/** Error of a JSON text whose numbers take too much memory. */
const TOO_MUCH_MEMORY = new Error('too many numbers')
/** Bytes of memory of a number that JavaScript can't hold, with its mark. */
const MARKED_BYTES = 500

/** Parses JSON; numbers that JavaScript can't hold become marked strings. */
const parseJson = (
  text: string,
  { memory }: Pick<Limits, 'memory'>,
): Result<Pick<Syntax, 'value' | 'mark'>, { error: unknown }> => {
  const marked = markInexact(text, memory / MARKED_BYTES)
  if (marked !== undefined && exceedsMemory(text, memory - marked.count * MARKED_BYTES))
    return { ok: false, problem: { error: TOO_MUCH_MEMORY } }
  const parsed = tryJson(marked?.text ?? text)
  if (marked === undefined) return parsed
  // Marks would shift the position of an error.
  return parsed.ok ? { ok: true, value: { ...parsed.value, mark: marked.mark } } : tryJson(text)
}

const tryJson = (text: string): Result<{ readonly value: unknown }, { error: unknown }> => {
  try {
    return { ok: true, value: { value: JSON.parse(text) } }
  } catch (error) {
    return { ok: false, problem: { error } }
  }
}

/** Returns the error of a text that is neither JSON nor YAML, or exceeds a limit. */
const refusal = (yaml: YamlError, json: JsonError | undefined, limits: Limits): DiagnosticEntry => {
  const { limit, complexKey, message, line, column } = yaml
  if (limit === 'depth') return tooDeep.exceeded(limits.depth)
  if (limit === 'aliases') return tooManyAliases.exceeded(limits.aliases)
  if (limit === 'merges') return tooManyMergedKeys.exceeded(limits.merges)
  if (limit === 'memory' && json === undefined) return tooMuchMemory(limits)
  if (limit === 'merge-list') return tooManyMergedKeys.sources(line ?? 1, column ?? 1)
  if (json !== undefined) return notJson.syntax(json.reason, json.line, json.column)
  return complexKey ? notYaml.complexKey(line, column) : notYaml.syntax(message, line, column)
}

/** Parses JSON without its comments and trailing commas; undefined if there are none. */
const parseCommented = (text: string, file: string, limits: Limits): Result<Syntax, JsonFault> | undefined => {
  const stripped = withoutComments(text)
  if (stripped === undefined) return undefined
  if (exceedsMemory(stripped.text, limits.memory)) return { ok: false, problem: { error: TOO_MUCH_MEMORY, text } }
  const json = parseJson(stripped.text, limits)
  if (!json.ok) return { ok: false, problem: { ...json.problem, text: stripped.text } }
  const { line } = lineAndColumn(text, stripped.first)
  const problems = [diagnostic(jsonComments.ignored(line), `${file}#`)]
  return { ok: true, value: { ...json.value, json: stripped.text, problems } }
}

/** Error that JSON.parse threw for a text. */
type JsonFault = { readonly error: unknown; readonly text: string }

/**
 * Returns true for YAML that begins like JSON: an object whose first key is quoted, or a flow mapping whose first key is
 * not quoted as in JSON. A JavaScript comment, which YAML reads as part of a key, shows that the text is JSON.
 */
const isMeantAsYaml = (text: string): boolean =>
  /^\s*"/.test(text) || (/^[[\s]*\{\s*[^\s"{}[\],:]/.test(text) && !/(?:^|\s)\/[/*]/.test(text))

/** YAML accepts more than JSON (such as keys without quotes), and can then give other values. */
const readAsYaml = ({ reason, line, column }: JsonError, file: string): Diagnostic =>
  diagnostic(jsonAsYaml.read(reason, line, column), `${file}#`)
