import { legalDefinitionName } from '../naming/legal-name.ts'
import { countNames, limitLength } from '../naming/operation-names.ts'
import type { ReservedNames } from '../naming/reserved-names.ts'
import { makeUnique } from '../naming/unique-names.ts'
import type { Draft } from './drafts.ts'

/** Sets the names of all derived definitions; one whose name is reserved or duplicate gets a hash. Independent of their order. */
export function nameDerived(drafts: readonly Draft[], { taken }: ReservedNames): void {
  const derived = drafts.filter(({ kind }) => kind === 'derived')
  const wishes = new Map(derived.map(draft => [draft, wishOf(draft)]))
  const contested = new Set(derived.filter(draft => isContested(draft, taken)))
  const wanted = countNames([...wishes].flatMap(([draft, name]) => (contested.has(draft) ? [] : [name])))
  const clashing = [...wishes].filter(
    ([draft, name]) => taken.has(name) || contested.has(draft) || (wanted.get(name) ?? 0) > 1,
  )
  const kept = clashing.length === 0 ? taken : taken.union(new Set(wishes.values()))
  const hashed = makeUnique(new Map(clashing.map(([{ key }, name]) => [key, name])), kept)
  for (const [draft, name] of wishes) draft.label.name = hashed.get(draft.key) ?? name
}

const wishOf = ({ wish: { base, suffix } }: Draft): string => {
  const name = stemOf(base)
  return suffix === undefined ? name : limitLength(`${name}_${suffix}`)
}

const stemOf = (base: string | Draft): string =>
  typeof base === 'string' ? legalDefinitionName(base) : base.label.name || wishOf(base)

/**
 * Returns true if another part of the document may want the name. Considers the whole document, not only imported
 * operations, so that a filter does not change names.
 */
const isContested = ({ contested, wish: { base, suffix } }: Draft, taken: ReadonlySet<string>): boolean => {
  if (contested === true) return true
  if (suffix === undefined) return false
  const stem = stemOf(base)
  // A name that begins with a component's name may be that component's for other media types.
  if (typeof base === 'string') return taken.has(stem)
  return (base.label.name === '' && isContested(base, taken)) || hasLongerStem(stem, suffix, taken)
}

/** `Pet` for JSON and XML and `Pet_json` for XML would both be `Pet_json_xml`; the longer stem gets it. */
const hasLongerStem = (stem: string, suffix: string, taken: ReadonlySet<string>): boolean => {
  const words = suffix.split('_')
  return words.some((_, i) => i > 0 && taken.has(`${stem}_${words.slice(0, i).join('_')}`))
}
