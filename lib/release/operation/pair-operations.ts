import type { ReleaseOperation } from '../release.ts'

type Operations = ReadonlyMap<string, ReleaseOperation>

/**
 * Returns the names in the old release by those in the new one: the same name, or else the same method and path. The names
 * of path parameters do not matter, but an equal path comes first.
 */
export function pairOperations(before: Operations, after: Operations): Map<string, string> {
  const pairs = new Map<string, string>()
  for (const name of after.keys()) if (before.has(name)) pairs.set(name, name)
  const gone = new Map([...before].filter(([name]) => !after.has(name)))
  for (const keyOf of [exactKey, anonymousKey]) {
    const byPlace = Map.groupBy(gone.keys(), name => keyOf(gone.get(name)))
    for (const [name, operation] of after) {
      if (pairs.has(name)) continue
      const from = byPlace.get(keyOf(operation))?.find(candidate => gone.has(candidate))
      if (from === undefined) continue
      pairs.set(name, from)
      gone.delete(from)
    }
  }
  return pairs
}

type Place = { readonly method: string; readonly path: string }

const exactKey = (place?: Place): string => `${place?.method} ${place?.path}`
const anonymousKey = (place?: Place): string => `${place?.method} ${anonymousPath(place?.path ?? '')}`

const PARAMETER = /\{[^{}]*\}/g

/** Returns a path without the names of its parameters. */
export function anonymousPath(path: string): string {
  return path.replaceAll(PARAMETER, '{}')
}

/** Returns the new names of path parameters that were renamed, by their former names. */
export function renamedPathParameters(before: string, after: string): Map<string, string> {
  if (before === after || anonymousPath(before) !== anonymousPath(after)) return new Map()
  const [a, b] = [before, after].map(path => path.match(PARAMETER)?.map(name => name.slice(1, -1)) ?? [])
  return new Map((a ?? []).flatMap((name, i) => (b?.[i] === undefined || b[i] === name ? [] : [[name, b[i]]])))
}
