import { report } from '../diagnostics/report.ts'
import { child, type Located } from '../json/location.ts'
import { kindOf, type Mapping, own } from '../json/mapping.ts'
import type { Context } from './context.ts'

/** A field that is true or false; undefined where it is absent or neither. One that is written as text is read as meant. */
export const flagAt = (context: Context, { value, at }: Located<Mapping>, key: string): boolean | undefined => {
  const flag = own(value, key)
  if (flag === undefined || typeof flag === 'boolean') return flag
  if (flag === 'true' || flag === 'false') {
    report(context.problems, 'info', 'keyword-coerced', child(at, key), `"${key}" was read as a boolean.`)
    return flag === 'true'
  }
  const message = `"${key}" should be true or false, but it is ${kindOf(flag)}; it was left out.`
  report(context.problems, 'warning', 'malformed', child(at, key), message)
  return undefined
}
