import type { Result } from '../../diagnostics/result.ts'
import { OVER_BUDGET } from './budget.ts'
import type { Query } from './json-path.ts'

/** Selected values of a document, as a tree of keys from the root. */
export type Selection = { isSelected: boolean; readonly children: Map<string | number, Selection> }

/** Reason why a selection ended early. */
export type SelectionLimit = 'selected' | 'work'

/** Selects the values of a document by a path, each once. `count` is their number. */
export function select(
  query: Query,
  document: unknown,
  most: number,
): Result<{ readonly selection: Selection; readonly count: number }, SelectionLimit> {
  const selection = node()
  let count = 0
  try {
    for (const keys of query(document)) {
      let at = selection
      for (const key of keys) at = childOf(at, key)
      if (at.isSelected) continue
      at.isSelected = true
      if (++count > most) return { ok: false, problem: 'selected' }
    }
  } catch (error) {
    if (error === OVER_BUDGET) return { ok: false, problem: 'work' }
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
