import { child, type Located } from '../../json/location.ts'
import { getOwn, type Mapping } from '../../json/mapping.ts'
import type { Selection } from '../path/select.ts'
import { type Copies, withChildren } from './composed.ts'

/** Change of a selected value; undefined removes it. */
export type Change = (node: Located) => Located | undefined

/**
 * Changes the selected values of a document, outer ones first. Copies the objects and arrays on the way to them, each
 * once; the rest is shared with the document, which is not changed.
 */
export function rewrite(node: Located, selection: Selection, change: Change, copies: Copies): Located | undefined {
  const changed = selection.isSelected ? change(node) : node
  if (changed === undefined || selection.children.size === 0) return changed
  const { value } = changed
  if (typeof value !== 'object' || value === null) return changed
  const replaced = new Map<string | number, Located | undefined>()
  for (const [key, inner] of selection.children) {
    const before = memberOf({ value, at: changed.at }, key)
    const after = rewrite(before, inner, change, copies)
    if (after !== before) replaced.set(key, after)
  }
  return replaced.size === 0 ? changed : withChildren({ value, at: changed.at }, replaced, copies)
}

/** Lists the selected values of a document. */
export function* selectedValues(node: Located, { isSelected, children }: Selection): Generator<Located> {
  if (isSelected) yield node
  const { value, at } = node
  if (typeof value !== 'object' || value === null) return
  for (const [key, inner] of children) yield* selectedValues(memberOf({ value, at }, key), inner)
}

const memberOf = ({ value, at }: Located<object>, key: string | number): Located => ({
  value: Array.isArray(value) ? value[Number(key)] : getOwn(value as Mapping, String(key)),
  at: child(at, key),
})
