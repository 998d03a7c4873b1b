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
import { parseExactly } from '../../json/parse-json.ts'
import { decode } from './decode.ts'
import { countMembers, findDuplicateKeys, lineAndColumn } from './json.ts'
import { skipComments, withoutComments } from './json-comments.ts'
import { describeJsonError, type JsonError } from './json-error.ts'
import { type Limits, measure } from './limits.ts'
import { settleScalars } from './settle-scalars.ts'
import type { UnsettledValues } from './unsettled-values.ts'
import { parseYaml } from './yaml.ts'
import type { YamlError } from './yaml-events.ts'

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
      readonly problems: readonly Diagnostic[]
    }
  | { readonly ok: false; readonly problem: Diagnostic }

/**
 * Parses the bytes of a file as JSON or YAML, detected by content, within limits.
 * @param file name in the pointers of diagnostics
 */
export function parse(bytes: Uint8Array, file: string, limits: Limits): Parsed {
  const fail = (entry: DiagnosticEntry): Parsed => ({ ok: false, problem: diagnostic(entry, `${file}#`) })
  if (bytes.length > limits.bytes) return fail(tooLarge.file(bytes.length, limits.bytes))
  const { text, problems } = decode(bytes, file)
  if (text.trim() === '') return fail(empty.noContent())

  const syntax = parseText(text, file, limits)
  if (!syntax.ok) return fail(syntax.problem)
  const { json, problems: found } = syntax.value
  const format = json === undefined ? 'yaml' : 'json'
  const { value: parsed, unsettled } =
    json === undefined
      ? settleScalars(syntax.value.value, file, limits.depth)
      : { value: syntax.value.value, unsettled: [] }

  const size = measure(parsed, limits)
  if (size.depth > limits.depth) return fail(tooDeep.exceeded(limits.depth))
  if (size.nodes > limits.nodes) return fail(tooManyValues.file(limits.nodes))
  const hasDuplicates = json !== undefined && countMembers(json) !== size.members
  const duplicates = hasDuplicates ? findDuplicateKeys(json, file) : []
  const value = (json === undefined ? undefined : parseExactly(json)) ?? parsed
  return { ok: true, value, format, unsettled, problems: [...problems, ...found, ...duplicates] }
}

/** Parsed text; `json` is the text that JSON.parse accepted, undefined for YAML. */
type Syntax = { readonly value: unknown; readonly json?: string; readonly problems: readonly Diagnostic[] }

/** Parses JSON first if the text begins like JSON, which is many times faster; then YAML. */
const parseText = (text: string, file: string, limits: Limits): Result<Syntax, DiagnosticEntry> => {
  let jsonError: JsonError | undefined
  if (/^[[{"]/.test(text.charAt(skipComments(text)))) {
    try {
      return { ok: true, value: { value: JSON.parse(text), json: text, problems: [] } }
    } catch (error) {
      const commented = parseCommented(text, file) ?? { ok: false, problem: { error, text } }
      if (commented.ok) return commented
      if (!isMeantAsYaml(text)) jsonError = describeJsonError(commented.problem.error, commented.problem.text)
    }
  }
  const yaml = parseYaml(text, file, limits)
  if (!yaml.ok) return { ok: false, problem: refusal(yaml.problem, jsonError, limits) }
  const { value, problems } = yaml.value
  return {
    ok: true,
    value: { value, problems: jsonError === undefined ? problems : [readAsYaml(jsonError, file), ...problems] },
  }
}

/** Returns the error of a text that is neither JSON nor YAML, or exceeds a limit. */
const refusal = (yaml: YamlError, json: JsonError | undefined, limits: Limits): DiagnosticEntry => {
  const { limit, complexKey, message, line, column } = yaml
  if (limit === 'depth') return tooDeep.exceeded(limits.depth)
  if (limit === 'aliases') return tooManyAliases.exceeded(limits.aliases)
  if (limit === 'merges') return tooManyMergedKeys.exceeded(limits.merges)
  if (limit === 'merge-list') return tooManyMergedKeys.sources(line ?? 1, column ?? 1)
  if (json !== undefined) return notJson.syntax(json.reason, json.line, json.column)
  return complexKey ? notYaml.complexKey(line, column) : notYaml.syntax(message, line, column)
}

/** Parses JSON without its comments and trailing commas; undefined if there are none. */
const parseCommented = (text: string, file: string): Result<Syntax, JsonFault> | undefined => {
  const stripped = withoutComments(text)
  if (stripped === undefined) return undefined
  try {
    const value: unknown = JSON.parse(stripped.text)
    const { line } = lineAndColumn(text, stripped.first)
    const problems = [diagnostic(jsonComments.ignored(line), `${file}#`)]
    return { ok: true, value: { value, json: stripped.text, problems } }
  } catch (error) {
    return { ok: false, problem: { error, text: stripped.text } }
  }
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
