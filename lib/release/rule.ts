/** Kinds of changes, the worst first. */
export const KINDS = ['breaking', 'compatible', 'annotation'] as const

/** Effect of a change on a workflow that uses the item. */
export type Kind = (typeof KINDS)[number]

/** Direction of data, as the workflow sees it. */
export type Direction = 'sent' | 'received'

/** Rule that classifies one change. The code is a promise to programs; messages may change. */
export type Rule = {
  readonly code: string
  /** One kind for each direction, or one for a change that has no direction. */
  readonly kind: Kind | Readonly<Record<Direction, Kind>>
  readonly meaning: string
}

/** Change that a rule found. */
export type Reason = {
  /** Code of the rule. */
  readonly rule: string
  readonly kind: Kind
  /** One sentence. */
  readonly message: string
  /** Absent for a change without a direction. */
  readonly direction?: Direction
  /** Pointers to the changed part in both documents; absent on the side that does not have it. */
  readonly before?: string
  readonly after?: string
}

export type Places = { readonly before?: string | undefined; readonly after?: string | undefined }

/** Creates a rule for a change that restricts the accepted values: it breaks what is sent. */
export function narrowing(code: string, meaning: string): Rule {
  return { code, kind: { sent: 'breaking', received: 'compatible' }, meaning }
}

/** Creates a rule for a change that accepts more values: it breaks what is received. */
export function widening(code: string, meaning: string): Rule {
  return { code, kind: { sent: 'compatible', received: 'breaking' }, meaning }
}

/** Creates a rule for a change that has the same kind in both directions. */
export function bothWays(code: string, kind: Kind, meaning: string): Rule {
  return { code, kind: { sent: kind, received: kind }, meaning }
}

/** Creates a rule for a change without a direction. */
export function undirected(code: string, kind: Kind, meaning: string): Rule {
  return { code, kind, meaning }
}

/** Applies a rule to a change of data that is sent or received. */
export function reasonFor(
  { code, kind }: Rule,
  direction: Direction,
  message: string,
  { before, after }: Places,
): Reason {
  return {
    rule: code,
    kind: typeof kind === 'string' ? kind : kind[direction],
    message,
    ...(typeof kind !== 'string' && { direction }),
    ...(before !== undefined && { before }),
    ...(after !== undefined && { after }),
  }
}

const RANK: Readonly<Record<Kind, number>> = { annotation: 0, compatible: 1, breaking: 2 }

/** Compares two kinds for sorting: breaking first. */
export function byKind(a: Kind, b: Kind): number {
  return RANK[b] - RANK[a]
}

/** Returns the worst of several kinds; undefined if there are none. */
export function worst(kinds: Iterable<Kind | undefined>): Kind | undefined {
  let found: Kind | undefined
  for (const kind of kinds) if (kind !== undefined && (found === undefined || RANK[kind] > RANK[found])) found = kind
  return found
}
