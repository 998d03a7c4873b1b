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

const legalActionName = (operationId: string): string => operationId.trim().replaceAll(/[^a-zA-Z0-9_\-$]+/g, '_')

/** Returns why an operation has another name than its `operationId`. */
export function actionNameProblem(operationId: string): NameProblem {
  const legal = legalActionName(operationId)
  if (legal !== operationId.trim() || !/[a-zA-Z0-9$]/.test(legal)) return 'illegal'
  return legal.length > MAX_NAME ? 'tooLong' : 'duplicate'
}

/** Returns the preferred name of an operation, from its own input only. */
export function wantedName(identity: Identity): string {
  const legal = legalActionName(identity.operationId ?? '')
  return limitLength(/[a-zA-Z0-9$]/.test(legal) ? legal : nameFromPath(identity))
}

/**
 * Returns unique names for all operations of a document, in their order. Operations that prefer the same name get a suffix
 * from their own method and path: a name never depends on the order, or on an operation that prefers another name.
 */
export function nameOperations(identities: readonly Identity[]): string[] {
  const wanted = identities.map(wantedName)
  const wishes = countNames(wanted)
  const suffixed = wanted.map((name, i) => {
    const identity = identities[i]
    return wishes.get(name) === 1 || identity === undefined ? name : limitLength(`${name}_${nameFromPath(identity)}`)
  })
  return settleNames(suffixed, identities, (name, i) => name === wanted[i])
}

/** Adds a hash to every name that is still duplicate and not kept; another hash if the result is duplicate too. */
const settleNames = (
  names: readonly string[],
  identities: readonly Identity[],
  isKept: (name: string, i: number) => boolean,
): string[] => {
  let settled = [...names]
  for (let round = 0; ; round++) {
    const counts = countNames(settled)
    const clashes = settled.flatMap((name, i) => ((counts.get(name) ?? 0) > 1 && !isKept(name, i) ? [i] : []))
    if (clashes.length === 0) return settled
    const clashing = new Set(clashes)
    settled = settled.map((name, i) =>
      clashing.has(i) ? withHash(names[i] ?? name, hashedPart(round, identities[i])) : name,
    )
  }
}

const hashedPart = (round: number, identity: Identity | undefined): string => {
  const own = `${identity?.method} ${identity?.path}`
  return round === 0 ? own : `${own} ${round}`
}

/** Counts the occurrences of each name. */
export function countNames(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return counts
}
