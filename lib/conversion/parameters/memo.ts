import type { Diagnostic } from '../../diagnostics/diagnostic.ts'

/** Results for things that operations share, with the diagnostics of each. */
export type Memo<Key, Made> = Map<Key, { readonly made: Made; readonly problems: readonly Diagnostic[] }>

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
 * Computes a result once for all operations if it has no diagnostics; else for each of them, since diagnostics have its
 * locations.
 */
export function memoUnlessReported<Key, Made, Context extends { readonly problems: Diagnostic[] }>(
  known: Memo<Key, Made>,
  key: Key,
  context: Context,
  make: (context: Context) => Made,
): Made {
  const found = known.get(key)
  if (found === undefined) return memo(known, key, context, make)
  return found.problems.length === 0 ? found.made : make(context)
}

const watched = <Made, Context extends { readonly problems: Diagnostic[] }>(
  context: Context,
  make: (context: Context) => Made,
): { readonly made: Made; readonly problems: readonly Diagnostic[] } => {
  const problems: Diagnostic[] = []
  return { made: make({ ...context, problems }), problems }
}
