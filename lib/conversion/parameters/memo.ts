import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { MAX_DIAGNOSTICS } from '../../diagnostics/report.ts'
import { displayPointer, type Location } from '../../json/location.ts'

type Found<Made> = {
  readonly made: Made
  readonly problems: readonly Diagnostic[]
  /** First of the places with equal content. */
  readonly place?: Location
}

/** Results for things that operations share, with the diagnostics of each. */
export type Memo<Key, Made> = Map<Key, Found<Made>>

/**
 * Computes a result once for all operations, and reports its diagnostics to each of them.
 * @param place the place that the result is of, if there are others with equal content
 */
export function memo<Key, Made, Context extends { readonly problems: Diagnostic[] }>(
  known: Memo<Key, Made>,
  key: Key,
  context: Context,
  make: (context: Context) => Made,
  place?: Location,
): Made {
  const found = known.get(key) ?? { ...watched(context, make), ...(place && { place }) }
  known.set(key, found)
  for (const problem of found.problems) context.problems.push(problem)
  return found.made
}

/**
 * Computes a result once for all places with equal content, and moves its diagnostics to each of them. If one is at
 * another place, computes the result for each place.
 */
export function memoOfPlaces<Key, Made, Context extends { readonly problems: Diagnostic[] }>(
  known: Memo<Key, Made>,
  key: Key,
  { context, at }: { readonly context: Context; readonly at: Location },
  make: (context: Context) => Made,
): Made {
  const found = known.get(key)
  if (found === undefined) return memo(known, key, context, make, at)
  if (found.problems.length === 0) return found.made
  const problems = movedTo(at, found)
  if (problems === undefined || context.problems.length + problems.length > MAX_DIAGNOSTICS) return make(context)
  context.problems.push(...problems)
  return found.made
}

const movedTo = (at: Location, { problems, place }: Found<unknown>): Diagnostic[] | undefined => {
  if (place === undefined) return undefined
  const [from, to] = [displayPointer(place), displayPointer(at)]
  const isInside = ({ pointer }: Diagnostic): boolean => pointer === from || pointer.startsWith(`${from}/`)
  if (!problems.every(isInside)) return undefined
  return problems.map(problem => ({ ...problem, pointer: to + problem.pointer.slice(from.length) }))
}

const watched = <Made, Context extends { readonly problems: Diagnostic[] }>(
  context: Context,
  make: (context: Context) => Made,
): Found<Made> => {
  const problems: Diagnostic[] = []
  return { made: make({ ...context, problems }), problems }
}
