import type { Diagnostic } from '../../diagnostics/diagnostic.ts'

/** What was made of things that operations share, by thing, and what was told of each then. */
export type Memo<Key, Made> = Map<Key, { readonly made: Made; readonly problems: readonly Diagnostic[] }>

/** Makes something once for all operations, and tells each of them what is wrong with it. */
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

const watched = <Made, Context extends { readonly problems: Diagnostic[] }>(
  context: Context,
  make: (context: Context) => Made,
): { readonly made: Made; readonly problems: readonly Diagnostic[] } => {
  const problems: Diagnostic[] = []
  return { made: make({ ...context, problems }), problems }
}
