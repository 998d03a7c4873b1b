import * as v from 'valibot'
import { escapeToken } from '../json/location.ts'
import { isHttpsUrl, OptionsInput } from '../request/import-options.ts'
import { Id, Target, VersionName } from '../request/target.ts'
import { isFetched } from '../store/keys.ts'
import { describeIssue } from '../util/describe-issue.ts'
import { type InvalidField, Problem } from './response.ts'

export const ImportInput = v.strictObject({
  target: Target,
  source: v.pipe(
    v.strictObject({
      key: v.optional(v.pipe(v.string(), v.maxLength(1024, 'must be at most 1024 characters'))),
      url: v.optional(
        v.pipe(
          v.string(),
          v.maxLength(2048, 'must be at most 2048 characters'),
          v.check(isHttpsUrl, 'must be an https URL without credentials or fragment'),
        ),
      ),
    }),
    v.check(({ key, url }) => (key === undefined) !== (url === undefined), 'must have either "key" or "url"'),
  ),
  options: v.optional(OptionsInput, {}),
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

/** Returns the schema of an upload. @param maxBytes size limit of the file */
export function uploadInput(maxBytes: number) {
  return v.strictObject({
    target: Target,
    filename: v.pipe(
      v.string(),
      v.maxLength(256, 'must be at most 256 characters'),
      v.regex(FILE, 'must be a file name or a path of letters, digits, ".", "_" and "-"'),
      v.check(file => !isFetched(file), 'must not be in the folder "fetched", which is reserved'),
    ),
    size: v.pipe(
      v.number(),
      v.integer('must be a whole number of bytes'),
      v.minValue(1, 'must be at least 1'),
      v.maxValue(maxBytes, `must be at most ${maxBytes} (MAX_DOCUMENT_BYTES)`),
    ),
    contentType: v.picklist(CONTENT_TYPES, `must be one of ${CONTENT_TYPES.join(', ')}`),
  })
}

export const HistoryInput = v.strictObject({
  organisationId: v.optional(Id),
  connectorId: Id,
  version: v.optional(VersionName),
  next: v.optional(v.pipe(v.string(), v.maxLength(256, 'must be the "next" of an earlier page'))),
})

export const ConnectorsInput = v.strictObject({
  organisationId: v.optional(Id),
  // A version can have 128 characters of several bytes, in base64 in JSON.
  next: v.optional(v.pipe(v.string(), v.maxLength(2048, 'must be the "next" of an earlier page'))),
})

export const OverviewInput = v.strictObject({ organisationId: v.optional(Id) })

export const CheckInput = v.strictObject({ version: v.optional(VersionName) })

export const IdempotencyKey = v.optional(
  v.pipe(v.string(), v.regex(/^[\x20-\x7e]{1,128}$/, 'must be 1 to 128 ASCII characters')),
)

/**
 * Parses an input of a request.
 * @param root begins the pointers of errors: '' for the body, `?` for the query, or the name of a header or a path parameter
 * @throws Problem 422 with all errors
 */
export function parseInput<Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
  root = '',
): v.InferOutput<Schema> {
  // An object schema of valibot accepts an array.
  if (Array.isArray(value)) throw invalid([{ pointer: root, detail: 'must be an object, got an array' }])
  const result = v.safeParse(schema, value)
  if (result.success) return result.output
  throw invalid(result.issues.map(issue => ({ pointer: root + pointerOf(issue, root), detail: describeIssue(issue) })))
}

/** Returns the 422 problem for these errors. */
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
