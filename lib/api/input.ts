import * as v from 'valibot'
import { escapeToken } from '../json/location.ts'
import { GivenOptions, isHttpsUrl } from '../request/import-options.ts'
import { isFetched } from '../store/keys.ts'
import { type InvalidField, Problem } from './problem.ts'

/** An id as it stands in URLs and keys: no slash, and no # because the history's index joins two with it. */
const Id = v.pipe(
  v.string(),
  v.regex(/^(?!\.\.?$)[\w.:-]{1,128}$/, 'has to be 1 to 128 letters, digits, ".", "_", ":", "-"'),
)
/** No braces either: S3 would put a file's name into a key with "${filename}". */
const VersionName = v.pipe(
  v.string(),
  v.regex(/^(?!\.\.?$)[^/{}\p{Cc}]{1,128}$/u, 'has to be 1 to 128 characters without slashes and braces'),
)
const TargetInput = v.strictObject({ organisationId: Id, connectorId: Id, version: VersionName })

export const ImportInput = v.strictObject({
  target: TargetInput,
  source: v.pipe(
    v.strictObject({
      key: v.optional(v.pipe(v.string(), v.maxLength(1024, 'has to be at most 1024 characters'))),
      url: v.optional(
        v.pipe(
          v.string(),
          v.maxLength(2048, 'has to be at most 2048 characters'),
          v.check(isHttpsUrl, 'has to be an https URL without credentials or fragment'),
        ),
      ),
    }),
    v.check(({ key, url }) => (key === undefined) !== (url === undefined), 'has to have either "key" or "url"'),
  ),
  options: v.optional(GivenOptions, {}),
})

const FILE = /^(?:[\w-][\w.-]*\/){0,8}[\w-][\w.-]*$/

export const CONTENT_TYPES = [
  'application/json',
  'application/yaml',
  'application/x-yaml',
  'text/yaml',
  'application/vnd.oai.openapi',
  'application/vnd.oai.openapi+json',
  'application/gzip',
] as const

/** @param maxBytes the largest file that is taken */
export function uploadInput(maxBytes: number) {
  return v.strictObject({
    target: TargetInput,
    filename: v.pipe(
      v.string(),
      v.maxLength(256, 'has to be at most 256 characters'),
      v.regex(FILE, 'has to be a name of letters, digits, ".", "_" and "-", in folders or not'),
      v.check(file => !isFetched(file), 'has to be outside the folder "fetched", which is the importer\'s own'),
    ),
    size: v.pipe(
      v.number(),
      v.integer('has to be a whole number of bytes'),
      v.minValue(1, 'has to be at least 1'),
      v.maxValue(maxBytes, `has to be at most ${maxBytes} (MAX_DOCUMENT_BYTES)`),
    ),
    contentType: v.picklist(CONTENT_TYPES, `has to be one of ${CONTENT_TYPES.join(', ')}`),
  })
}

export const HistoryInput = v.strictObject({
  organisationId: v.optional(Id),
  connectorId: Id,
  version: v.optional(VersionName),
  next: v.optional(v.pipe(v.string(), v.maxLength(256, 'has to be the "next" of an earlier page'))),
})

export const IdempotencyKey = v.optional(
  v.pipe(v.string(), v.regex(/^[\x20-\x7e]{1,128}$/, 'has to be 1 to 128 ASCII characters')),
)

/** The input as a schema wants it; `root` begins the pointers, `?` for a query. @throws Problem 422 with all that is wrong */
export function parseInput<Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
  root = '',
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, value)
  if (result.success) return result.output
  throw invalid(result.issues.map(issue => ({ pointer: root + pointerOf(issue, root), detail: messageOf(issue) })))
}

export function invalid(errors: readonly InvalidField[]): Problem {
  return new Problem({
    status: 422,
    code: 'invalid-input',
    detail: errors.map(({ pointer, detail }) => `${pointer || 'The body'} ${detail}.`).join(' '),
    errors,
  })
}

const pointerOf = ({ path }: Pick<v.BaseIssue<unknown>, 'path'>, root: string): string => {
  const keys = (path ?? []).map(({ key }) => String(key))
  return root === '' ? keys.map(key => `/${escapeToken(key)}`).join('') : keys.join('.')
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'has to be a text',
  number: 'has to be a number',
  boolean: 'has to be true or false',
  array: 'has to be a list',
  non_empty: 'has to be not empty',
}

/** valibot's own messages repeat the value; these say what is wanted. */
const messageOf = (issue: v.BaseIssue<unknown>): string => {
  if (issue.type === 'strict_object') {
    if (issue.expected === 'never') return 'is not known'
    return issue.received === 'undefined' ? 'is missing' : 'has to be an object'
  }
  if (issue.kind === 'schema' && issue.received === 'undefined') return 'is missing'
  if (issue.message.startsWith('Invalid')) return TYPES[issue.type] ?? `has to be ${issue.expected}`
  return issue.message
}
