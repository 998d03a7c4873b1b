import type { Diagnostic } from '../diagnostic.ts'
import { decode } from './decode.ts'
import { type Limits, measure } from './limits.ts'
import { countMembers, findDuplicateKeys, lineAndColumn } from './parse-json.ts'
import { parseYaml } from './parse-yaml.ts'

export type Format = 'json' | 'yaml'

/** One file, parsed; or why it can't be read. */
export type Parsed =
  | { readonly ok: true; readonly value: unknown; readonly format: Format; readonly problems: readonly Diagnostic[] }
  | { readonly ok: false; readonly problem: Diagnostic }

/** Parses a file's bytes as JSON or YAML, told by content, within limits. `file` is the name that pointers start with. */
export const parse = (bytes: Uint8Array, file: string, limits: Limits): Parsed => {
  const fail = (code: string, message: string): Parsed => ({
    ok: false,
    problem: { severity: 'error', code, message, pointer: `${file}#` },
  })
  if (bytes.length > limits.bytes)
    return fail('too-large', `The file has ${bytes.length} bytes; the limit is ${limits.bytes} (MAX_DOCUMENT_BYTES).`)
  const { text, problems } = decode(bytes, file)
  if (text.trim() === '') return fail('empty', 'The file is empty; upload an OpenAPI document as JSON or YAML.')

  const syntax = parseText(text, file, limits)
  if ('message' in syntax) return fail(syntax.code, syntax.message)

  const size = measure(syntax.value, limits)
  if (size.depth > limits.depth) return fail('too-deep', tooDeep(limits))
  if (size.nodes > limits.nodes)
    return fail(
      'too-many-values',
      `The file expands to more than ${limits.nodes} values (MAX_NODES); split it or remove aliases.`,
    )
  const repeated = syntax.format === 'json' && countMembers(text) !== size.members
  const duplicates = repeated ? findDuplicateKeys(text, file) : []
  return { ok: true, ...syntax, problems: [...problems, ...syntax.problems, ...duplicates] }
}

type Syntax =
  | { readonly value: unknown; readonly format: Format; readonly problems: readonly Diagnostic[] }
  | { readonly code: string; readonly message: string }

/** JSON is tried first wherever the text begins as JSON does: it is many times as fast, and YAML reads what is left. */
const parseText = (text: string, file: string, limits: Limits): Syntax => {
  let jsonError: ReturnType<typeof describeJsonError> | undefined
  if (/^\s*[[{"]/.test(text)) {
    try {
      return { value: JSON.parse(text), format: 'json', problems: [] }
    } catch (error) {
      if (!isMeantAsYaml(text)) jsonError = describeJsonError(error, text)
    }
  }
  const yaml = parseYaml(text, file, limits)
  if (!('error' in yaml)) {
    const problems = jsonError === undefined ? yaml.problems : [notQuiteJson(jsonError, file), ...yaml.problems]
    return { value: yaml.value, format: 'yaml', problems }
  }
  const { limit, message, line, column } = yaml.error
  if (limit === 'depth') return { code: 'too-deep', message: tooDeep(limits) }
  if (limit === 'aliases')
    return {
      code: 'too-many-aliases',
      message: `The file has more than ${limits.aliases} YAML aliases (MAX_ALIASES); write out what they stand for.`,
    }
  if (limit === 'merges')
    return {
      code: 'too-many-merged-keys',
      message: `The merge keys (<<) of the file bring in more than ${limits.merges} keys (MAX_MERGED_KEYS); write out what they bring, or use references.`,
    }
  const place = line === undefined ? '' : `, line ${line}, column ${column}`
  if (limit === 'merge-list')
    return {
      code: 'too-many-merged-keys',
      message: `A merge key (<<) lists more than 100 mappings${place}; merge some of them into one that it names instead.`,
    }
  return jsonError === undefined
    ? {
        code: 'not-yaml',
        message: `The file is neither JSON nor valid YAML: ${message}${place}. Correct it and upload it again.`,
      }
    : {
        code: 'not-json',
        message: `The file is not valid JSON: ${jsonError.what}${jsonError.place ?? place}. Correct it and upload it again.`,
      }
}

/**
 * Whether what begins like JSON is YAML: a mapping whose first key is quoted, or a flow mapping whose first key is not
 * in JSON's quotes. A comment of JavaScript, which YAML takes for a part of a key, shows that it is JSON's kin after all.
 */
const isMeantAsYaml = (text: string): boolean =>
  /^\s*"/.test(text) || (/^[[\s]*\{\s*[^\s"{}[\],:]/.test(text) && !/(?:^|\s)\/[/*]/.test(text))

const tooDeep = ({ depth }: Limits): string =>
  `Values are nested deeper than ${depth} levels (MAX_DEPTH), or an alias contains itself; flatten the document.`

/** A trailing comma, say: YAML allows much that JSON does not, and may then mean something else. */
const notQuiteJson = ({ what, place = '' }: { what: string; place?: string }, file: string): Diagnostic => ({
  severity: 'warning',
  code: 'json-as-yaml',
  message: `The file begins like JSON but is not valid as such (${what}${place}); it was read as YAML.`,
  pointer: `${file}#`,
})

const describeJsonError = (error: unknown, text: string): { what: string; place?: string } => {
  const message = error instanceof Error ? error.message : String(error)
  const position = / at position (\d+)/.exec(message)?.[1]
  const what = message.replace(/ in JSON at position.*| after JSON at position.*| at position.*|, ".*$/s, '')
  if (position === undefined && !message.includes('end of JSON')) return { what }
  const { line, column } = lineAndColumn(text, position === undefined ? text.length : Number(position))
  return { what, place: `, line ${line}, column ${column}` }
}
