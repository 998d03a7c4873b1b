import { overlayInvalid } from '../../diagnostics/kinds/overlays.ts'
import { diagnostic } from '../../diagnostics/report.ts'
import type { Result } from '../../diagnostics/result.ts'
import { child, displayPointer, type Location, root } from '../../json/location.ts'
import { asMapping, getOwn, isMapping, type Mapping } from '../../json/mapping.ts'
import type { Compile, Query } from '../path/json-path.ts'
import { checkOverlay } from './check-overlay.ts'
import type { Action, Overlay, OverlayFile } from './overlay.ts'

/** Reads an overlay; the problem is the first one, with its location in the message. */
export function readOverlay({ name, written, value }: OverlayFile, compile: Compile): Result<Overlay> {
  const version = checkOverlay(written, name)
  if (typeof version !== 'string') return { ok: false, problem: version }
  const overlay = asMapping(value) ?? {}
  const list = getOwn(overlay, 'actions')
  const at = child(root(name), 'actions')
  const actions: Action[] = []
  for (const [i, action] of (Array.isArray(list) ? list : []).entries()) {
    if (!isMapping(action)) continue
    const read = readAction(action, child(at, i), compile)
    if (!read.ok) return read
    actions.push(read.value)
  }
  const target = getOwn(overlay, 'extends')
  return { ok: true, value: { name, version, actions, ...(typeof target === 'string' && { extends: target }) } }
}

const readAction = (action: Mapping, at: Location, compile: Compile): Result<Action> => {
  const target = readPath(action, 'target', at, compile)
  if (!target.ok) return target
  const common = {
    at,
    target: target.value,
    path: String(getOwn(action, 'target')),
    remove: getOwn(action, 'remove') === true,
    ...(Object.hasOwn(action, 'update') && { update: { value: getOwn(action, 'update'), at: child(at, 'update') } }),
  }
  if (!Object.hasOwn(action, 'copy')) return { ok: true, value: common }
  const copy = readPath(action, 'copy', at, compile)
  return copy.ok ? { ok: true, value: { ...common, copy: copy.value } } : copy
}

const readPath = (action: Mapping, field: string, parent: Location, compile: Compile): Result<Query> => {
  const path = String(getOwn(action, field))
  const compiled = compile(path)
  if (compiled.ok) return compiled
  const at = child(parent, field)
  return { ok: false, problem: diagnostic(overlayInvalid.path(displayPointer(at), path, compiled.problem), at) }
}
