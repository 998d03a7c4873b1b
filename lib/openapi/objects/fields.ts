import { reportText } from '../../diagnostics/report.ts'
import { child, type Located } from '../../json/location.ts'
import { asText, getOwn, isMapping, kindOf, type Mapping } from '../../json/mapping.ts'
import { TEXT_FIELDS } from '../references/external-references.ts'
import type { Context } from './context.ts'

/** A field that is a text; undefined where it is absent or none, which is told. (Null says nothing, so nothing is lost.) */
export function textAt(context: Context, { value, at }: Located<Mapping>, key: string): string | undefined {
  const field = getOwn(value, key)
  const text = asText(field)
  if (text !== undefined || field === undefined || field === null || isTold(key, field)) return text
  const message = `"${key}" should be a text, but it is ${kindOf(field)}; it was left out.`
  reportText(context.problems, 'warning', 'malformed', child(at, key), message)
  return undefined
}

/** A reference that is still in the place of a text led to none, which was told when the files were read. */
const isTold = (key: string, field: unknown): boolean =>
  TEXT_FIELDS.includes(key) && isMapping(field) && typeof getOwn(field, '$ref') === 'string'

/** A field that is true or false; undefined where it is absent or neither. One that is written as text is read as meant. */
export function flagAt(context: Context, { value, at }: Located<Mapping>, key: string): boolean | undefined {
  const flag = getOwn(value, key)
  if (flag === undefined || typeof flag === 'boolean') return flag
  if (flag === 'true' || flag === 'false') {
    reportText(context.problems, 'info', 'keyword-coerced', child(at, key), `"${key}" was read as a boolean.`)
    return flag === 'true'
  }
  const message = `"${key}" should be true or false, but it is ${kindOf(flag)}; it was left out.`
  reportText(context.problems, 'warning', 'malformed', child(at, key), message)
  return undefined
}

/** Names as they stand, those that are spelt exactly first, so that of several spellings that mean one thing they count. */
export function exactFirst(names: readonly string[], isExact: (name: string) => boolean): readonly string[] {
  return names.every(isExact) ? names : [...names.filter(isExact), ...names.filter(name => !isExact(name))]
}
