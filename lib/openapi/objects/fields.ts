import { malformed } from '../../diagnostics/kinds/objects.ts'
import { keywordCoerced } from '../../diagnostics/kinds/schemas.ts'
import { report } from '../../diagnostics/report.ts'
import { child, type Located } from '../../json/location.ts'
import { asText, getOwn, type Mapping } from '../../json/mapping.ts'
import { TEXT_FIELDS } from '../references/external-references.ts'
import { isReference } from '../references/walk.ts'
import type { Context } from './context.ts'

/** Returns a string field; undefined if it is absent or null, or of another type, which is reported. */
export function textAt(context: Context, { value, at }: Located<Mapping>, key: string): string | undefined {
  const field = getOwn(value, key)
  const text = asText(field)
  if (text !== undefined || field === undefined || field === null || isReported(key, field)) return text
  report(context.problems, malformed.fieldType(key, 'a string', field), child(at, key))
  return undefined
}

/** Returns true for a `$ref` in place of a string: it was reported when the files were read. */
const isReported = (key: string, field: unknown): boolean => TEXT_FIELDS.includes(key) && isReference(field)

/** Returns a boolean field; undefined if it is absent or of another type. `"true"` and `"False"` are converted. */
export function flagAt(context: Context, { value, at }: Located<Mapping>, key: string): boolean | undefined {
  const flag = getOwn(value, key)
  if (flag === undefined || typeof flag === 'boolean') return flag
  const word = typeof flag === 'string' ? flag.trim().toLowerCase() : ''
  if (word === 'true' || word === 'false') {
    report(context.problems, keywordCoerced.value(key, 'a boolean', flag), child(at, key))
    return word === 'true'
  }
  report(context.problems, malformed.fieldType(key, 'a boolean', flag), child(at, key))
  return undefined
}

/** Returns the word of the specification that a value is in another spelling, which is reported; any other value unchanged. */
export function wordAt(
  { problems }: Pick<Context, 'problems'>,
  { value, at }: Located,
  words: Iterable<string>,
): unknown {
  if (typeof value !== 'string') return value
  const written = value.trim().toLowerCase()
  const word = [...words].find(one => one.toLowerCase() === written)
  if (word === undefined || word === value) return value
  report(problems, keywordCoerced.spelling(value, word), at)
  return word
}

/** Moves exactly spelt names to the front, so that they are used before other spellings of the same name. */
export function exactFirst(names: readonly string[], isExact: (name: string) => boolean): readonly string[] {
  return names.every(isExact) ? names : [...names.filter(isExact), ...names.filter(name => !isExact(name))]
}
