import { escapeToken } from '../../json/location.ts'
import type { DefinitionPairs } from '../definition-pairs.ts'
import type { Direction, Rule } from '../rule.ts'

/** Schema of one release and its pointer. */
export type Side = { readonly schema: unknown; readonly at: string }

/** Returns the schema of a definition. */
export type Lookup = ((name: string) => Side | undefined) & {
  /** False if no definition of the release has `readOnly` or `writeOnly`. */
  readonly hasFlags: boolean
}

/** Comparison of two schemas in one direction. */
export type Comparison = {
  readonly direction: Direction
  readonly pairs: DefinitionPairs
  readonly before: Lookup
  readonly after: Lookup
  /** Reports a change at two pointers. */
  readonly report: (rule: Rule, message: string, before?: string, after?: string) => void
  /** Compares two inner schemas later. */
  readonly visit: (before: Side, after: Side) => void
}

/** Returns an inner schema with its pointer. */
export function inner(schema: unknown, at: string, ...keys: readonly (string | number)[]): Side {
  let pointer = at
  for (const key of keys) pointer += `/${escapeToken(key)}`
  return { schema, at: pointer }
}
