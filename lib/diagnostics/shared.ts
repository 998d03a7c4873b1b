import type { Diagnostic } from './diagnostic.ts'
import { furtherProblems } from './kinds/report.ts'

/** Kinds of items that have diagnostics, in the order of a message. */
const ITEM_KINDS = ['operation', 'trigger', 'definition'] as const

/** Action, trigger or definition with its diagnostics. */
export type Reported = {
  readonly kind: (typeof ITEM_KINDS)[number]
  readonly name: string
  readonly problems: readonly Diagnostic[]
}

/** Diagnostics of one cause: they differ in their location, or in the item that has them. */
type Group = {
  readonly first: Diagnostic
  readonly items: Set<Reported>
  readonly pointers: Map<string, Set<Reported>>
}

/** Number of places at which a message is still repeated. */
const MAX_PLACES = 3
/** Number of places and items that a diagnostic names; others are counted. */
const SHOWN = 3
/** Longest name and pointer in a message, in characters. */
const MAX_SHOWN = 150
/** Longest message before the places and items. */
const MAX_MESSAGE = 1_000

/**
 * Joins diagnostics with the same cause: with the same message at a location that several items share, or at more than
 * three locations. Errors are joined only at the same location. Returns those that each item keeps, and the joined ones.
 */
export function joinRepeated(items: readonly Reported[]): {
  readonly kept: readonly (readonly Diagnostic[])[]
  readonly joined: Diagnostic[]
} {
  const groups = new Map<string, Group>()
  for (const item of items) {
    for (const problem of item.problems) {
      const key = keyOf(problem)
      const group = groups.get(key) ?? { first: problem, items: new Set(), pointers: new Map() }
      groups.set(key, group)
      group.items.add(item)
      const users = group.pointers.get(problem.pointer) ?? new Set()
      group.pointers.set(problem.pointer, users.add(item))
    }
  }
  const repeated = [...groups].filter(([, group]) => isRepeated(group))
  if (repeated.length === 0) return { kept: items.map(({ problems }) => problems), joined: [] }
  const keys = new Set(repeated.map(([key]) => key))
  const kept = items.map(({ problems }) => problems.filter(problem => !keys.has(keyOf(problem))))
  return { kept, joined: repeated.map(([, group]) => join(group)) }
}

/** Returns the key of a cause: the location of an error is a part of it. */
const keyOf = ({ severity, code, message, pointer }: Diagnostic): string =>
  JSON.stringify([severity, code, message, ...(severity === 'error' ? [pointer] : [])])

/** Diagnostics past the limit of one item, and their number, belong to that item. */
const isRepeated = ({ first, items, pointers }: Group): boolean =>
  items.size > 1 &&
  first.message !== '' &&
  first.code !== furtherProblems.code &&
  (pointers.size > MAX_PLACES || [...pointers.values()].some(users => users.size > 1))

const join = ({ first, items, pointers }: Group): Diagnostic => {
  const places = [...pointers.keys()]
  const parts = [
    ...(places.length > 1 ? [`At ${places.length} places: ${listed(places)}.`] : []),
    ...ITEM_KINDS.flatMap(kind => {
      const names = [...items].filter(item => item.kind === kind).map(({ name }) => name)
      return names.length === 0
        ? []
        : [`Used by ${names.length} ${kind}${names.length === 1 ? '' : 's'}: ${listed(names)}.`]
    }),
  ]
  return { ...first, message: [cut(first.message, MAX_MESSAGE), ...parts].join(' ').toWellFormed() }
}

const listed = (names: readonly string[]): string =>
  [...names.slice(0, SHOWN).map(name => cut(name, MAX_SHOWN)), ...(names.length > SHOWN ? ['…'] : [])].join(', ')

const cut = (text: string, limit: number): string => (text.length > limit ? `${text.slice(0, limit - 1)}…` : text)
