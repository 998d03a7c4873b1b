import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { decode } from './decode.ts'
import { countMembers, findDuplicateKeys, lineAndColumn } from './json.ts'
import { skipComments, withoutComments } from './json-comments.ts'
import { describeJsonError, type JsonError } from './json-error.ts'
import { type Limits, measure } from './limits.ts'
import { parseYaml } from './yaml.ts'

export type Format = 'json' | 'yaml'

/** One file, parsed; or why it can't be read. */
export type Parsed =
  | { readonly ok: true; readonly value: unknown; readonly format: Format; readonly problems: readonly Diagnostic[] }
  | { readonly ok: false; readonly problem: Diagnostic }

/** Parses a file's bytes as JSON or YAML, told by content, within limits. `file` is the name that pointers start with. */
export function parse(bytes: Uint8Array, file: string, limits: Limits): Parsed {
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
  const { value, json } = syntax
  const repeated = json !== undefined && countMembers(json) !== size.members
  const duplicates = repeated ? findDuplicateKeys(json, file) : []
  const format = json === undefined ? 'yaml' : 'json'
  return { ok: true, value, format, problems: [...problems, ...syntax.problems, ...duplicates] }
}

/** `json` is the text that JSON.parse took; YAML has none. */
type Syntax =
  | { readonly value: unknown; readonly json?: string; readonly problems: readonly Diagnostic[] }
  | { readonly code: string; readonly message: string }

/** JSON is tried first wherever the text begins as JSON does: it is many times as fast, and YAML reads what is left. */
const parseText = (text: string, file: string, limits: Limits): Syntax => {
  let jsonError: JsonError | undefined
  if (/^[[{"]/.test(text.charAt(skipComments(text)))) {
    try {
      return { value: JSON.parse(text), json: text, problems: [] }
    } catch (error) {
      const commented = parseCommented(text, file) ?? { error, text }
      if ('json' in commented) return commented
      if (!isMeantAsYaml(text)) jsonError = describeJsonError(commented.error, commented.text)
    }
  }
  const yaml = parseYaml(text, file, limits)
  if (!('error' in yaml)) {
    const problems = jsonError === undefined ? yaml.problems : [notQuiteJson(jsonError, file), ...yaml.problems]
    return { value: yaml.value, problems }
  }
  const { limit, complexKey, message, line, column } = yaml.error
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
  if (complexKey && jsonError === undefined)
    return {
      code: 'not-yaml',
      message: `A key of the file is a list or a mapping, as {{ name }} is without quotes, where only a text can be one${place}. Correct it and upload it again.`,
    }
  return jsonError === undefined
    ? {
        code: 'not-yaml',
        message: `The file is neither JSON nor valid YAML: ${message}${place}. Correct it and upload it again.`,
      }
    : {
        code: 'not-json',
        message: `The file is not valid JSON: ${jsonError.what}${jsonError.place}. Correct it and upload it again.`,
      }
}

/** JSON where comments and commas too many are the only fault, or else the fault beside them; undefined without any. */
const parseCommented = (text: string, file: string): (Syntax & { json: string }) | JsonFault | undefined => {
  const stripped = withoutComments(text)
  if (stripped === undefined) return undefined
  try {
    const value: unknown = JSON.parse(stripped.text)
    return { value, json: stripped.text, problems: [comments(lineAndColumn(text, stripped.first).line, file)] }
  } catch (error) {
    return { error, text: stripped.text }
  }
}

/** What JSON.parse threw for a text. */
type JsonFault = { readonly error: unknown; readonly text: string }

/**
 * Whether what begins like JSON is YAML: a mapping whose first key is quoted, or a flow mapping whose first key is not
 * in JSON's quotes. A comment of JavaScript, which YAML takes for a part of a key, shows that it is JSON's kin after all.
 */
const isMeantAsYaml = (text: string): boolean =>
  /^\s*"/.test(text) || (/^[[\s]*\{\s*[^\s"{}[\],:]/.test(text) && !/(?:^|\s)\/[/*]/.test(text))

const tooDeep = ({ depth }: Limits): string =>
  `Values are nested deeper than ${depth} levels (MAX_DEPTH), or an alias contains itself; flatten the document.`

const comments = (line: number, file: string): Diagnostic => ({
  severity: 'warning',
  code: 'json-comments',
  message: `JSON has no comments and no comma before a closing bracket; they were left out (the first in line ${line}).`,
  pointer: `${file}#`,
})

/** Names without quotes, say: YAML allows much that JSON does not, and may then mean something else. */
const notQuiteJson = ({ what, place }: JsonError, file: string): Diagnostic => ({
  severity: 'warning',
  code: 'json-as-yaml',
  message: `The file begins like JSON but is not valid as such (${what}${place}); it was read as YAML.`,
  pointer: `${file}#`,
})
