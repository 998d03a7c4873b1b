import { overlayInvalid } from '../../diagnostics/kinds/overlays.ts'
import { diagnostic } from '../../diagnostics/report.ts'
import type { Result } from '../../diagnostics/result.ts'
import { child, displayPointer, type Located, type Location, root } from '../../json/location.ts'
import { asMapping, getOwn, isMapping, type Mapping } from '../../json/mapping.ts'
import type { Compile, Query } from '../path/json-path.ts'
import { checkOverlay } from './check-overlay.ts'
import type { Action, Overlay, OverlayFile } from './overlay.ts'
import { findReusable } from './reusable.ts'

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
    const read = readAction(fieldsOf(overlay, action, { name, at: child(at, i) }), child(at, i), compile)
    if (!read.ok) return read
    actions.push(read.value)
  }
  const [target, self] = [getOwn(overlay, 'extends'), getOwn(overlay, '$self')]
  return {
    ok: true,
    value: {
      ...{ name, version, actions },
      ...(typeof target === 'string' && { extends: target }),
      ...(typeof self === 'string' && { self }),
    },
  }
}

/** Fields of an action with their locations; those of a reusable action are where it is written. */
type FieldsOf = (field: string) => Located | undefined

const fieldsOf = (overlay: Mapping, action: Mapping, { name, at }: { name: string; at: Location }): FieldsOf => {
  const ref = getOwn(action, '$ref')
  const reusable = typeof ref === 'string' ? findReusable(overlay, ref, name) : undefined
  return field => {
    if (Object.hasOwn(action, field)) return { value: getOwn(action, field), at: child(at, field) }
    if (reusable === undefined || !Object.hasOwn(reusable.fields, field)) return undefined
    return { value: getOwn(reusable.fields, field), at: child(reusable.at, field) }
  }
}

const readAction = (fields: FieldsOf, at: Location, compile: Compile): Result<Action> => {
  const [target, update, copy] = [fields('target'), fields('update'), fields('copy')]
  const path = String(target?.value)
  const compiled = compilePath(path, target?.at ?? at, compile)
  if (!compiled.ok) return compiled
  const remove = fields('remove')?.value === true
  const common = { at, target: compiled.value, path, remove, ...(update && { update }) }
  if (copy === undefined) return { ok: true, value: common }
  const copied = compilePath(String(copy.value), copy.at, compile)
  return copied.ok ? { ok: true, value: { ...common, copy: copied.value } } : copied
}

const compilePath = (path: string, at: Location, compile: Compile): Result<Query> => {
  const compiled = compile(path)
  if (compiled.ok) return compiled
  return { ok: false, problem: diagnostic(overlayInvalid.path(displayPointer(at), path, compiled.problem), at) }
}
