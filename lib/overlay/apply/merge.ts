import type { DiagnosticEntry } from '../../diagnostics/catalogue.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { overlayConflict, overlayIgnored } from '../../diagnostics/kinds/overlays.ts'
import { diagnostic, report } from '../../diagnostics/report.ts'
import { child, displayPointer, type Located } from '../../json/location.ts'
import { getOwn, isMapping, kindOf, type Mapping } from '../../json/mapping.ts'
import type { Overlay } from '../file/overlay.ts'
import { type Copies, withAppended, withChildren } from './composed.ts'

/** State of the action that is applied. */
export type Applying = {
  readonly version: Overlay['version']
  readonly at: Located['at']
  readonly copies: Copies
  /** Warnings. */
  readonly problems: Diagnostic[]
  /** First reason why the action can't be applied. */
  conflict?: Diagnostic
}

/** Records the reason why the action can't be applied, if it is the first one. */
export function refuse(applying: Applying, entry: (where: string) => DiagnosticEntry): void {
  applying.conflict ??= diagnostic(entry(displayPointer(applying.at)), applying.at)
}

/** Kind of a value that decides how it is merged. */
export function shapeOf(value: unknown): 'object' | 'array' | 'primitive' {
  return isMapping(value) ? 'object' : Array.isArray(value) ? 'array' : 'primitive'
}

/**
 * Updates a selected value: merges an object, appends to an array, replaces a primitive value.
 * @see https://spec.openapis.org/overlay/v1.1.0.html#action-object
 */
export function updateTarget(applying: Applying, target: Located, update: Located): Located {
  if (Array.isArray(target.value) && !Array.isArray(update.value))
    return withAppended({ value: target.value, at: target.at }, [update], applying.copies)
  return merge(applying, target, update)
}

/** Merges two values of the same shape, recursively; records a conflict otherwise. */
const merge = (applying: Applying, target: Located, update: Located): Located => {
  const { value, at } = target
  const added = update.value
  if (isMapping(value) && isMapping(added))
    return mergeObjects(applying, { value, at }, { value: added, at: update.at })
  if (Array.isArray(value) && Array.isArray(added)) {
    const items = added.map((item: unknown, i) => ({ value: item, at: child(update.at, i) }))
    return items.length === 0 ? target : withAppended({ value, at }, items, applying.copies)
  }
  if (shapeOf(value) === 'primitive' && shapeOf(added) === 'primitive') return update
  const place = displayPointer(at)
  // An example of 1.0 has fields without a value, which that version does not explain.
  if (applying.version === '1.0' && added === null)
    report(applying.problems, overlayIgnored.null(place, kindOf(value)), update.at)
  else refuse(applying, where => overlayConflict.incompatible(where, place, kindOf(value), kindOf(added)))
  return target
}

const mergeObjects = (applying: Applying, target: Located<Mapping>, update: Located<Mapping>): Located => {
  const replaced = new Map<string, Located>()
  for (const key of Object.keys(update.value)) {
    const next = { value: getOwn(update.value, key), at: child(update.at, key) }
    if (!Object.hasOwn(target.value, key)) {
      replaced.set(key, next)
      continue
    }
    const before = { value: getOwn(target.value, key), at: child(target.at, key) }
    const merged = merge(applying, before, next)
    if (merged !== before) replaced.set(key, merged)
  }
  return replaced.size === 0 ? target : withChildren(target, replaced, applying.copies)
}
