import type { DiagnosticEntry } from '../../diagnostics/catalogue.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { overlayInvalid, overlayLimit } from '../../diagnostics/kinds/overlays.ts'
import { diagnostic } from '../../diagnostics/report.ts'
import { canonical } from '../../json/canonical.ts'
import { child, displayPointer, type Location, root } from '../../json/location.ts'
import { getOwn, isMapping, kindOf, type Mapping } from '../../json/mapping.ts'
import type { Overlay } from './overlay.ts'

/** Most actions of an overlay; a generated one can have many. */
const MAX_ACTIONS = 10_000

type Version = Overlay['version']
/** Fields of an object: their type, and the version of the specification that has them first. */
type Fields = Readonly<Record<string, { readonly type?: keyof typeof TYPES; readonly since?: Version }>>

const TYPES = {
  string: { name: 'a string', has: (value: unknown) => typeof value === 'string' },
  boolean: { name: 'a boolean', has: (value: unknown) => typeof value === 'boolean' },
  object: { name: 'an object', has: isMapping },
  array: { name: 'an array', has: Array.isArray },
} as const

const OVERLAY: Fields = {
  overlay: { type: 'string' },
  info: { type: 'object' },
  extends: { type: 'string' },
  actions: { type: 'array' },
}
const INFO: Fields = {
  title: { type: 'string' },
  version: { type: 'string' },
  description: { type: 'string', since: '1.1' },
}
const ACTION: Fields = {
  target: { type: 'string' },
  description: { type: 'string' },
  update: {},
  copy: { type: 'string', since: '1.1' },
  remove: { type: 'boolean' },
}

/**
 * Checks the types and fields of an overlay; not its paths.
 * @param written root of the file, with the types as written
 * @returns the version, or the first problem
 * @see https://spec.openapis.org/overlay/v1.1.0.html#overlay-object
 */
export function checkOverlay(written: unknown, file: string): Version | Diagnostic {
  const at = root(file)
  if (!isMapping(written))
    return invalid(at, where => overlayInvalid.type(where, 'an overlay', 'an object', kindOf(written)))
  const version = readVersion(written, at)
  if (typeof version !== 'string') return version
  return (
    checkObject(written, at, { fields: OVERLAY, required: ['overlay', 'info', 'actions'], version }) ??
    checkObject(getOwn(written, 'info'), child(at, 'info'), {
      fields: INFO,
      required: ['title', 'version'],
      version,
    }) ??
    checkActions(getOwn(written, 'actions'), child(at, 'actions'), version) ??
    version
  )
}

const readVersion = (overlay: Mapping, at: Location): Version | Diagnostic => {
  const value = getOwn(overlay, 'overlay')
  if (value === undefined) return invalid(at, where => overlayInvalid.required(where, 'overlay'))
  const place = child(at, 'overlay')
  if (typeof value !== 'string') return wrongType(place, 'overlay', 'a string', value)
  const [, version] = /^(1\.[01])\.\d+$/.exec(value) ?? []
  return version === '1.0' || version === '1.1'
    ? version
    : invalid(place, where => overlayInvalid.version(where, value))
}

type Expected = { readonly fields: Fields; readonly required: readonly string[]; readonly version: Version }

const checkObject = (value: unknown, at: Location, expected: Expected): Diagnostic | undefined => {
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

const checkActions = (actions: unknown, at: Location, version: Version): Diagnostic | undefined => {
  if (!Array.isArray(actions)) return undefined
  if (actions.length === 0) return invalid(at, overlayInvalid.noActions)
  if (actions.length > MAX_ACTIONS) return invalid(at, where => overlayLimit.actions(where, MAX_ACTIONS))
  const seen = new Map<string, number>()
  for (const [i, action] of actions.entries()) {
    const place = child(at, i)
    if (!isMapping(action)) return wrongType(place, 'an action', 'an object', action)
    const problem = checkObject(action, place, { fields: ACTION, required: ['target'], version })
    if (problem !== undefined) return problem
    const key = canonical(action)
    const first = seen.get(key)
    if (first !== undefined) return invalid(place, where => overlayInvalid.duplicate(where, first))
    seen.set(key, i)
  }
  return undefined
}

const wrongType = (at: Location, name: string, expected: string, value: unknown): Diagnostic =>
  invalid(at, where => overlayInvalid.type(where, name, expected, kindOf(value)))

/** Creates a diagnostic whose message has its location, since the reason of a failed import is the message alone. */
const invalid = (at: Location, entry: (where: string) => DiagnosticEntry): Diagnostic =>
  diagnostic(entry(displayPointer(at)), at)
