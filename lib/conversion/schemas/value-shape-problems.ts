import { reportText } from '../../diagnostics/report.ts'
import { child, type Located } from '../../json/location.ts'
import { getOwn, type Mapping } from '../../json/mapping.ts'
import { quote } from '../../json/quote.ts'
import type { Context } from '../../openapi/objects/context.ts'
import { BARE_NULL, hasBareNull, jsonTypes } from './json-type.ts'
import { readKeyword, reportVersion } from './keyword-values.ts'

const LISTS = ['allOf', 'anyOf', 'oneOf']

/** Tells what is wrong with the keywords that a parameter is made of, in the words in which a definition would. */
export function reportShapeProblems(context: Context, { value, at }: Located<Mapping>): void {
  const { problems, dialect } = context
  const malformed = (key: string, message: string): void =>
    reportText(problems, 'warning', 'keyword-malformed', child(at, key), message)
  const $ref = getOwn(value, '$ref')
  if ($ref !== undefined && typeof $ref !== 'string') malformed('$ref', 'A "$ref" has to be a text; it was left out.')
  const type = getOwn(value, 'type')
  if (type === 'file' && dialect !== '2.0') reportVersion(context, 'the type "file"', 'OpenAPI 2.0', child(at, 'type'))
  if (jsonTypes(type) !== undefined) {
    if (hasBareNull(type)) reportText(problems, 'info', 'keyword-coerced', child(at, 'type'), BARE_NULL)
  } else if (type !== undefined && type !== 'file') {
    const message = `JSON Schema has no type ${quote(type)}; any type is allowed.`
    reportText(problems, 'warning', 'type-unknown', child(at, 'type'), message)
  }
  for (const key of LISTS) {
    const list = getOwn(value, key)
    if (list !== undefined && !isFilledList(list))
      malformed(key, `"${key}" has to be a list with at least one schema; it was left out.`)
  }
  const allowed = getOwn(value, 'enum')
  if (allowed !== undefined && !isFilledList(allowed)) readKeyword(context, 'enum', allowed, at, {})
  for (const key of ['format', 'description']) {
    const text = getOwn(value, key)
    if (text !== undefined && typeof text !== 'string') readKeyword(context, key, text, at, {})
  }
}

const isFilledList = (value: unknown): boolean => Array.isArray(value) && value.length > 0
