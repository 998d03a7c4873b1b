import type { DiagnosticEntry } from '../../diagnostics/catalogue.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { overlayInvalid } from '../../diagnostics/kinds/overlays.ts'
import { diagnostic } from '../../diagnostics/report.ts'
import { child, displayPointer, type Location } from '../../json/location.ts'
import { isMapping, kindOf } from '../../json/mapping.ts'

/** Versions of the Overlay Specification, the oldest first. */
export const VERSIONS = ['1.0', '1.1', '1.2'] as const
export type Version = (typeof VERSIONS)[number]

/** Fields of an object: their type, and the version of the specification that has them first. */
export type Fields = Readonly<Record<string, { readonly type?: keyof typeof TYPES; readonly since?: Version }>>

const TYPES = {
  string: { name: 'a string', has: (value: unknown) => typeof value === 'string' },
  boolean: { name: 'a boolean', has: (value: unknown) => typeof value === 'boolean' },
  object: { name: 'an object', has: isMapping },
  array: { name: 'an array', has: Array.isArray },
} as const

type Expected = { readonly fields: Fields; readonly required: readonly string[]; readonly version: Version }

/** Checks the fields of an object and their types. @returns the first problem */
export function checkObject(value: unknown, at: Location, expected: Expected): Diagnostic | undefined {
  if (!isMapping(value)) return wrongType(at, String(at.key), 'an object', value)
  const { fields, required, version } = expected
  for (const field of required)
    if (!Object.hasOwn(value, field)) return invalid(at, where => overlayInvalid.required(where, field))
  for (const [field, member] of Object.entries(value)) {
    const known = Object.hasOwn(fields, field) ? fields[field] : undefined
    if (known === undefined && field.startsWith('x-')) continue
    if (known === undefined) return invalid(at, where => overlayInvalid.unknown(where, field))
    const { type, since = '1.0' } = known
    if (since > version) return invalid(at, where => overlayInvalid.newer(where, field, since))
    if (type !== undefined && !TYPES[type].has(member))
      return wrongType(child(at, field), field, TYPES[type].name, member)
  }
  return undefined
}

/** Returns the problem of a value with another type than expected. */
export function wrongType(at: Location, name: string, expected: string, value: unknown): Diagnostic {
  return invalid(at, where => overlayInvalid.type(where, name, expected, kindOf(value)))
}

/** Creates a diagnostic whose message has its location, since the reason of a failed import is the message alone. */
export function invalid(at: Location, entry: (where: string) => DiagnosticEntry): Diagnostic {
  return diagnostic(entry(displayPointer(at)), at)
}
