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

/** Computes a result once for all operations, and reports its diagnostics to each of them. */
export function memo<Key, Made, Context extends { readonly problems: Diagnostic[] }>(
  known: Memo<Key, Made>,
  key: Key,
  context: Context,
  make: (context: Context) => Made,
): Made {
  const found = known.get(key) ?? watched(context, make)
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
  if (found === undefined) {
    const made = watched(context, make)
    known.set(key, { ...made, place: at })
    context.problems.push(...made.problems)
    return made.made
  }
  const problems = found.problems.length === 0 ? [] : movedTo(at, found)
  if (problems === undefined || context.problems.length + problems.length > MAX_DIAGNOSTICS) return make(context)
  context.problems.push(...problems)
  return found.made
}

const movedTo = (at: Location, { problems, place }: Found<unknown>): Diagnostic[] | undefined => {
  if (place === undefined) return undefined
  const [from, to] = [displayPointer(place), displayPointer(at)]
  const moved = problems.flatMap(problem =>
    problem.pointer === from || problem.pointer.startsWith(`${from}/`)
      ? [{ ...problem, pointer: to + problem.pointer.slice(from.length) }]
      : [],
  )
  return moved.length === problems.length ? moved : undefined
}

const watched = <Made, Context extends { readonly problems: Diagnostic[] }>(
  context: Context,
  make: (context: Context) => Made,
): Found<Made> => {
  const problems: Diagnostic[] = []
  return { made: make({ ...context, problems }), problems }
}
