import { kindOf } from '../../json/mapping.ts'
import { quote } from '../../json/quote.ts'
import { error, info, kind, warning } from '../kind.ts'

const pending = { meaning: 'x.', remedy: 'x.' }
export const tooManyValues = kind('too-many-values', pending, {
  file: error((limit: number) => `The file expands to more than ${limit} values (MAX_NODES); split it or remove aliases.`),
})
export const parameterRepeated = kind('parameter-repeated', pending, {
  duplicate: warning((key: string) => `Duplicate parameter ${key}; the first one is used.`),
  secondBody: warning((name: string) => `Duplicate body parameter ${quote(name)}; the first one is used.`),
})
export const schemaMalformed = kind('schema-malformed', pending, {
  notASchema: warning(
    (value: unknown) => `Expected a schema (object or boolean), got ${kindOf(value)}; any value is accepted.`,
  ),
})
export const keywordCoerced = kind('keyword-coerced', pending, {
  value: info(
    (keyword: string, expected: string, value: unknown) =>
      `"${keyword}" must be ${expected}, got ${kindOf(value)}; converted.`,
  ),
  single: info((field: string) => `"${field}" must be an array, got a single value; read as an array of it.`),
  status: info((key: string, status: string | number) => `${quote(key)} is read as status ${status}.`),
})
