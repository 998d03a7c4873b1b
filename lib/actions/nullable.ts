import { report } from '../openapi/context.ts'
import type { Place } from '../openapi/place.ts'
import type { Schema, Translation } from './schema.ts'

/** Keywords that would refuse null on their own, without a `type` beside them. */
const REFUSING = ['$ref', 'allOf', 'anyOf', 'oneOf', 'not', 'if']

/** Schema Object of 3.0, `nullable`: null is one more value, in the words of 2020-12. */
export const makeNullable = (translation: Translation, out: Schema, at: Place): Schema => {
  const { type } = out
  if (type !== undefined) {
    const types = (Array.isArray(type) ? type : [type]) as string[]
    out.type = types.includes('null') ? type : [...types, 'null']
  }
  if (out.const !== undefined && out.const !== null) {
    // The one value and null are two.
    out.enum = [out.const]
    delete out.const
  }
  if (Array.isArray(out.enum) && !out.enum.includes(null)) out.enum = [...out.enum, null]
  if (!REFUSING.some(keyword => out[keyword] !== undefined)) return out
  report(
    translation.problems,
    'info',
    'nullable-composition',
    at,
    'OpenAPI gives "nullable" no effect on what "$ref", "allOf" and the like refuse; null was allowed, as is meant.',
  )
  return { anyOf: [out, { type: 'null' }] }
}
