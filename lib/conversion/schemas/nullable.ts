import { nullableComposition, nullableEnum } from '../../diagnostics/kinds/schemas.ts'
import { report } from '../../diagnostics/report.ts'
import type { Location } from '../../json/location.ts'
import { getOwn, type Mapping } from '../../json/mapping.ts'
import type { Dialect } from '../../openapi/objects/version.ts'
import type { Schema, Translation } from './translation.ts'

/** Keywords that may reject null without a `type`. */
const REFUSING = ['$ref', 'allOf', 'anyOf', 'oneOf', 'not', 'if']

/**
 * Returns true for a schema with `nullable`, or with `x-nullable`, its extension for 2.0.
 * @see https://spec.openapis.org/oas/v3.0.4.html#schema-object
 */
export function isNullable(dialect: Dialect, schema: Mapping): boolean {
  const stated = getOwn(schema, 'nullable')
  if (typeof stated === 'boolean') return stated
  return (dialect === '2.0' || dialect === '3.0') && getOwn(schema, 'x-nullable') === true
}

/**
 * Adds null to the accepted values of a schema.
 * @see https://spec.openapis.org/oas/v3.0.4.html#schema-object
 */
export function makeNullable(translation: Translation, out: Schema, at: Location): Schema {
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
  if (Array.isArray(out.enum) && !out.enum.includes(null)) {
    out.enum = [...out.enum, null]
    report(translation.problems, nullableEnum.accepted(), at)
  }
  if (!REFUSING.some(keyword => out[keyword] !== undefined)) return out
  report(translation.problems, nullableComposition.accepted(), at)
  const whole: Schema = {}
  move(['title', 'description', 'default'], out, whole)
  whole.anyOf = [out, { type: 'null' }]
  move(['readOnly', 'writeOnly', 'deprecated'], out, whole)
  return whole
}

/** Moves annotations to the outer schema: they apply to null, too. */
const move = (keywords: readonly string[], from: Schema, to: Schema): void => {
  for (const keyword of keywords) {
    if (from[keyword] === undefined) continue
    to[keyword] = from[keyword]
    delete from[keyword]
  }
}
