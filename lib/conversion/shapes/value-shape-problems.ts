import { keywordCoerced, keywordMalformed, typeUnknown } from '../../diagnostics/kinds/schemas.ts'
import { report } from '../../diagnostics/report.ts'
import { child, type Located } from '../../json/location.ts'
import { getOwn, type Mapping } from '../../json/mapping.ts'
import type { Context } from '../../openapi/objects/context.ts'
import { reportSchemaDialect } from '../../openapi/objects/schema-dialect.ts'
import { readTypeName } from '../../openapi/objects/type-name.ts'
import { hasBareNull, jsonTypes } from '../schemas/json-type.ts'
import { readKeyword, reportSpelling, reportVersion } from '../schemas/keyword-values.ts'
import { reportUnknownKeywords } from '../schemas/translate-schema.ts'
import { limitsOf } from './value-limits.ts'

const ARRAYS = ['allOf', 'anyOf', 'oneOf']

/** Reports problems of the keywords that a parameter uses, with the messages of definitions. */
export function reportShapeProblems(context: Context, { value, at }: Located<Mapping>): void {
  const { problems, dialect } = context
  const malformed = (key: string, expected: string, actual: unknown): void =>
    report(problems, keywordMalformed.expected(key, expected, actual), child(at, key))
  const $ref = getOwn(value, '$ref')
  if ($ref !== undefined && typeof $ref !== 'string') malformed('$ref', 'a string', $ref)
  const type = getOwn(value, 'type')
  const isFile = readTypeName(type) === 'file'
  reportSpelling(context, type, child(at, 'type'))
  if (isFile && dialect !== '2.0') reportVersion(context, 'the type "file"', 'OpenAPI 2.0', child(at, 'type'))
  if (jsonTypes(type) !== undefined) {
    if (hasBareNull(type)) report(problems, keywordCoerced.bareNull(), child(at, 'type'))
  } else if (type !== undefined && !isFile) {
    report(problems, typeUnknown.accepted(type), child(at, 'type'))
  }
  for (const key of ARRAYS) {
    const members = getOwn(value, key)
    if (members !== undefined && !isFilledArray(members)) malformed(key, 'a non-empty array of schemas', members)
  }
  const allowed = getOwn(value, 'enum')
  if (allowed !== undefined && !isFilledArray(allowed)) readKeyword(context, { name: 'enum', value: allowed, at }, {})
  for (const key of ['format', 'description']) {
    const text = getOwn(value, key)
    if (text !== undefined && typeof text !== 'string') readKeyword(context, { name: key, value: text, at }, {})
  }
  limitsOf({ value, at }, problems)
  reportSchemaDialect(context, { keyword: '$schema', uri: getOwn(value, '$schema'), at: child(at, '$schema') })
  // A parameter of 2.0 is its own schema; its fields are checked as those of a parameter.
  if (getOwn(value, 'in') === undefined) reportUnknownKeywords(context, { value, at })
}

const isFilledArray = (value: unknown): boolean => Array.isArray(value) && value.length > 0
