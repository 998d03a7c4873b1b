import type { Release } from './release.ts'

/** Pairs of definitions that are the same one in both releases. */
export type DefinitionPairs = {
  /** Returns the name in the new release; undefined if it was removed. */
  readonly afterOf: (before: string) => string | undefined
  readonly beforeOf: (after: string) => string | undefined
  /** Returns true for a pair; also pairs a definition that was removed with a new one in its place. */
  readonly isPair: (before: string, after: string) => boolean
}

type Definitions = Release['definitions']

/** Pairs definitions by name, then by location. Others are paired when a reference to one is replaced by the other. */
export function pairDefinitions(before: Definitions, after: Definitions): DefinitionPairs {
  const later = new Map<string, string>()
  const earlier = new Map<string, string>()
  const pair = (from: string, to: string): void => {
    later.set(from, to)
    earlier.set(to, from)
  }
  for (const name of before.keys()) if (after.has(name)) pair(name, name)
  const gone = byPlace(before, later)
  const created = byPlace(after, earlier)
  for (const [pointer, [from, ...others]] of gone) {
    const [to, ...more] = created.get(pointer) ?? []
    if (from !== undefined && to !== undefined && others.length + more.length === 0) pair(from, to)
  }
  return {
    afterOf: name => later.get(name),
    beforeOf: name => earlier.get(name),
    isPair: (from, to) => {
      const known = later.get(from)
      if (known !== undefined || earlier.has(to)) return known === to
      if (!before.has(from) || !after.has(to)) return false
      pair(from, to)
      return true
    },
  }
}

/** Names of definitions without a pair by their locations. */
const byPlace = (definitions: Definitions, paired: ReadonlyMap<string, string>): Map<string, string[]> => {
  const places = new Map<string, string[]>()
  for (const [name, { pointer }] of definitions) {
    if (pointer === undefined || paired.has(name)) continue
    const names = places.get(pointer)
    if (names === undefined) places.set(pointer, [name])
    else names.push(name)
  }
  return places
}
