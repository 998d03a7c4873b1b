import { report } from '../diagnostics/report.ts'
import { child, type Located } from '../json/location.ts'
import { asText, isMapping, kindOf, type Mapping, own } from '../json/mapping.ts'
import type { Context } from './context.ts'
import { TEXT_FIELDS } from './external-references.ts'

/** A field that is a text; undefined where it is absent or none, which is told. (Null says nothing, so nothing is lost.) */
export const textAt = (context: Context, { value, at }: Located<Mapping>, key: string): string | undefined => {
  const field = own(value, key)
  const text = asText(field)
  if (text !== undefined || field === undefined || field === null || isTold(key, field)) return text
  const message = `"${key}" should be a text, but it is ${kindOf(field)}; it was left out.`
  report(context.problems, 'warning', 'malformed', child(at, key), message)
  return undefined
}

/** A reference that is still in the place of a text led to none, which was told when the files were read. */
const isTold = (key: string, field: unknown): boolean =>
  TEXT_FIELDS.includes(key) && isMapping(field) && typeof own(field, '$ref') === 'string'
