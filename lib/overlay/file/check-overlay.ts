import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { overlayInvalid, overlayLimit } from '../../diagnostics/kinds/overlays.ts'
import { canonical } from '../../json/canonical.ts'
import { child, type Location, root } from '../../json/location.ts'
import { getOwn, isMapping, kindOf, type Mapping } from '../../json/mapping.ts'
import { checkObject, type Fields, invalid, VERSIONS, type Version, wrongType } from './check-object.ts'
import { ACTION_FIELDS, checkComponents, findReusable } from './reusable.ts'

/** Most actions of an overlay; a generated one can have many. */
const MAX_ACTIONS = 10_000

const OVERLAY: Fields = {
  overlay: { type: 'string' },
  $self: { type: 'string', since: '1.2' },
  info: { type: 'object' },
  extends: { type: 'string' },
  actions: { type: 'array' },
  components: { type: 'object', since: '1.2' },
}
const INFO: Fields = {
  title: { type: 'string' },
  version: { type: 'string' },
  description: { type: 'string', since: '1.1' },
}
const ACTION: Fields = {
  ...ACTION_FIELDS,
  target: { type: 'string' },
  $ref: { type: 'string', since: '1.2' },
}

/**
 * Checks the types and fields of an overlay; not its paths.
 * @param written root of the file, with the types as written
 * @returns the version, or the first problem
 * @see https://spec.openapis.org/overlay/v1.2.0.html#overlay-object
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
    checkDocumentUris(written, at, version) ??
    checkComponents(getOwn(written, 'components'), child(at, 'components'), version) ??
    checkActions(written, at, version) ??
    version
  )
}

const readVersion = (overlay: Mapping, at: Location): Version | Diagnostic => {
  const value = getOwn(overlay, 'overlay')
  if (value === undefined) return invalid(at, where => overlayInvalid.required(where, 'overlay'))
  const place = child(at, 'overlay')
  if (typeof value !== 'string') return wrongType(place, 'overlay', 'a string', value)
  const [, minor] = /^(\d+\.\d+)\.\d+$/.exec(value) ?? []
  return VERSIONS.find(version => version === minor) ?? invalid(place, where => overlayInvalid.version(where, value))
}

/** URIs of whole documents; only 1.2 has a rule about their fragments. */
const checkDocumentUris = (overlay: Mapping, at: Location, version: Version): Diagnostic | undefined => {
  const field = ['$self', 'extends'].find(name => String(getOwn(overlay, name)).includes('#'))
  if (version < '1.2' || field === undefined) return undefined
  return invalid(child(at, field), where => overlayInvalid.fragment(where, field))
}

const checkActions = (overlay: Mapping, parent: Location, version: Version): Diagnostic | undefined => {
  const [actions, at] = [getOwn(overlay, 'actions'), child(parent, 'actions')]
  if (!Array.isArray(actions)) return undefined
  if (actions.length === 0) return invalid(at, overlayInvalid.noActions)
  if (actions.length > MAX_ACTIONS) return invalid(at, where => overlayLimit.actions(where, MAX_ACTIONS))
  const seen = new Map<string, number>()
  for (const [i, action] of actions.entries()) {
    const place = child(at, i)
    if (!isMapping(action)) return wrongType(place, 'an action', 'an object', action)
    const problem = checkObject(action, place, { fields: ACTION, required: ['target'], version })
    if (problem !== undefined) return problem
    const ref = getOwn(action, '$ref')
    if (typeof ref === 'string' && findReusable(overlay, ref) === undefined)
      return invalid(child(place, '$ref'), where => overlayInvalid.reference(where, ref))
    const key = canonical(action)
    const first = seen.get(key)
    if (first !== undefined) return invalid(place, where => overlayInvalid.duplicate(where, first))
    seen.set(key, i)
  }
  return undefined
}
