import type { NameProblem } from '../../diagnostics/kinds/operations.ts'
import { sha256 } from '../../util/hash.ts'
import { MAX_NAME } from '../text.ts'

/** Input of an operation's name. */
export type Identity = { readonly operationId?: string; readonly method: string; readonly path: string }

const capitalise = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)

/** Returns a name from method and path: `GetUsersByIdRepos` for `GET /users/{id}/repos`. */
export function nameFromPath({ method, path }: Identity): string {
  const words = path.split(/(\{[^{}]*\})/).flatMap(part => {
    const inside = /^\{(.*)\}$/.exec(part)?.[1]
    const pieces = (inside ?? part).split(/[^a-zA-Z0-9]+/).filter(Boolean)
    return inside === undefined ? pieces : pieces.length > 0 ? ['By', ...pieces] : []
  })
  const name = [method.toLowerCase(), ...words].map(capitalise).join('')
  return name.replaceAll(/[^a-zA-Z0-9_\-$]+/g, '_') || 'Operation'
}

/** Shortens a name to `limit` characters; a shortened name ends in a hash of the whole name. */
export function limitLength(name: string, limit: number = MAX_NAME): string {
  return name.length <= limit ? name : `${name.slice(0, limit - 9)}_${sha256(name).slice(0, 8)}`
}

/** Returns a name with a hash of the key, shortened to the longest legal name. */
export function withHash(name: string, key: string): string {
  return `${name.slice(0, MAX_NAME - 9)}_${sha256(key).slice(0, 8)}`
}

/** Replaces the characters that the names of actions and triggers can't have. */
const legalActionName = (name: string): string => name.trim().replaceAll(/[^a-zA-Z0-9_\-$]+/g, '_')

/** Returns a legal name; undefined if nothing of the given one is left. */
export function legalPartOf(name: string): string | undefined {
  const legal = legalActionName(name)
  return /[a-zA-Z0-9$]/.test(legal) ? legal : undefined
}

/** Returns why an operation has another name than its `operationId`, or an event than its key. */
export function actionNameProblem(operationId: string): NameProblem {
  const legal = legalActionName(operationId)
  if (legal !== operationId.trim() || legalPartOf(operationId) === undefined) return 'illegal'
  return legal.length > MAX_NAME ? 'tooLong' : 'duplicate'
}

/** Returns the preferred name of an operation, from its own input only. */
export function wantedName(identity: Identity): string {
  return limitLength(legalPartOf(identity.operationId ?? '') ?? nameFromPath(identity))
}

/**
 * Returns unique names for all operations of a document, in their order. Operations that prefer the same name get a suffix
 * from their own method and path: a name never depends on the order, or on an operation that prefers another name.
 */
export function nameOperations(identities: readonly Identity[]): string[] {
  return settleWishes(
    identities.map(identity => ({
      name: wantedName(identity),
      suffix: () => nameFromPath(identity),
      key: `${identity.method} ${identity.path}`,
    })),
  )
}

/** Preferred name, its suffix if others prefer the same name, and a unique key for a hash. */
export type Wish = { readonly name: string; readonly suffix: () => string; readonly key: string }

/** Returns unique names that depend on each wish, and on those that prefer the same name. */
export function settleWishes(wishes: readonly Wish[]): string[] {
  const counts = countNames(wishes.map(({ name }) => name))
  const suffixed = wishes.map(({ name, suffix }) =>
    counts.get(name) === 1 ? name : limitLength(`${name}_${suffix()}`),
  )
  return settleNames(suffixed, wishes)
}

/** Adds a hash to every name that is still duplicate and has a suffix; another hash if the result is duplicate too. */
const settleNames = (names: readonly string[], wishes: readonly Wish[]): string[] => {
  let settled = [...names]
  for (let round = 0; ; round++) {
    const counts = countNames(settled)
    const clashing = new Set(
      wishes.flatMap((wish, i) => ((counts.get(settled[i] ?? '') ?? 0) > 1 && settled[i] !== wish.name ? [i] : [])),
    )
    if (clashing.size === 0) return settled
    settled = wishes.map(({ key }, i) =>
      clashing.has(i) ? withHash(names[i] ?? '', round === 0 ? key : `${key} ${round}`) : (settled[i] ?? ''),
    )
  }
}

/** Counts the occurrences of each name. */
export function countNames(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return counts
}
