import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { overlayInvalid } from '../../diagnostics/kinds/overlays.ts'
import { child, type Location, root, unescapeToken } from '../../json/location.ts'
import { asMapping, getOwn, type Mapping } from '../../json/mapping.ts'
import { decodeFragment } from '../../openapi/references/uri.ts'
import { checkObject, type Fields, invalid, type Version } from './check-object.ts'

const PREFIX = '#/components/actions/'

/** Fields of an action that a reusable action can have too. */
export const ACTION_FIELDS: Fields = {
  description: { type: 'string' },
  update: {},
  copy: { type: 'string', since: '1.1' },
  remove: { type: 'boolean' },
}
const COMPONENTS: Fields = { actions: { type: 'object' } }
const REUSABLE: Fields = { description: { type: 'string' }, fields: { type: 'object' } }

/**
 * Checks the reusable actions of an overlay.
 * @returns the first problem
 * @see https://spec.openapis.org/overlay/v1.2.0.html#components-object
 */
export function checkComponents(components: unknown, at: Location, version: Version): Diagnostic | undefined {
  if (components === undefined) return undefined
  const problem = checkObject(components, at, { fields: COMPONENTS, required: [], version })
  if (problem !== undefined) return problem
  const actions = child(at, 'actions')
  for (const [name, reusable] of Object.entries(asMapping(getOwn(asMapping(components) ?? {}, 'actions')) ?? {})) {
    const place = child(actions, name)
    const found = checkObject(reusable, place, { fields: REUSABLE, required: [], version })
    if (found !== undefined) return found
    const inner = checkFields(getOwn(asMapping(reusable) ?? {}, 'fields'), child(place, 'fields'), version)
    if (inner !== undefined) return inner
  }
  return undefined
}

const checkFields = (fields: unknown, at: Location, version: Version): Diagnostic | undefined => {
  if (fields === undefined) return undefined
  if (Object.hasOwn(asMapping(fields) ?? {}, 'target')) return invalid(at, overlayInvalid.reusableTarget)
  return checkObject(fields, at, { fields: ACTION_FIELDS, required: [], version })
}

/** Fields of a reusable action, and their location. */
export type Reusable = { readonly fields: Mapping; readonly at: Location }

/** Finds the reusable action that a `$ref` names in a checked overlay, or one that is being checked. */
export function findReusable(overlay: Mapping, ref: string, file = ''): Reusable | undefined {
  const token = ref.startsWith(PREFIX) ? ref.slice(PREFIX.length) : ''
  if (token === '' || token.includes('/')) return undefined
  const name = unescapeToken(decodeFragment(token))
  const actions = asMapping(getOwn(asMapping(getOwn(overlay, 'components')) ?? {}, 'actions'))
  const reusable = actions && asMapping(getOwn(actions, name))
  if (reusable === undefined) return undefined
  const at = child(child(child(child(root(file), 'components'), 'actions'), name), 'fields')
  return { fields: asMapping(getOwn(reusable, 'fields')) ?? {}, at }
}
