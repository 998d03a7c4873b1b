import type { Result } from '../../diagnostics/result.ts'
import { OVER_BUDGET } from './budget.ts'

/** Keys from the root to a value. */
export type Keys = readonly (string | number)[]

/** Selected values of a document, as a tree of keys from the root. */
export type Selection = { isSelected: boolean; readonly children: Map<string | number, Selection> }

/** Selected values, and their number. */
export type Selected = { readonly selection: Selection; readonly count: number }

/** Reason why a search ended early: too many values, or too many steps. */
export type SearchLimit = 'selected' | 'work'

/** Collects the values that a search finds, each once. */
export function collect(found: Iterable<Keys>, most: number): Result<Selected, SearchLimit> {
  const selection = node()
  let count = 0
  try {
    for (const keys of found) {
      let at = selection
      for (const key of keys) at = childOf(at, key)
      if (at.isSelected) continue
      at.isSelected = true
      if (++count > most) return { ok: false, problem: 'selected' }
    }
  } catch (error) {
    // A RangeError: the library can't take that many values.
    if (error === OVER_BUDGET || error instanceof RangeError) return { ok: false, problem: 'work' }
    throw error
  }
  return { ok: true, value: { selection, count } }
}

const node = (): Selection => ({ isSelected: false, children: new Map() })

const childOf = ({ children }: Selection, key: string | number): Selection => {
  const known = children.get(key) ?? node()
  children.set(key, known)
  return known
}
