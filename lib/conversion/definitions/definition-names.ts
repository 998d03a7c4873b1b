import { getsHash, legalDefinitionName, legalStem } from '../naming/legal-name.ts'
import { suffixStem } from '../naming/media-type-suffix.ts'
import { countNames, limitLength, withHash } from '../naming/operation-names.ts'
import type { ReservedNames } from '../naming/reserved-names.ts'
import { makeUnique } from '../naming/unique-names.ts'
import { MAX_NAME } from '../text.ts'
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
  const hashed = makeUnique(new Map(clashing.map(([draft]) => [draft.key, unhashed(draft)])), kept)
  for (const [draft, name] of wishes) draft.label.name = hashed.get(draft.key) ?? name
}

const wishOf = (draft: Draft): string => {
  const { base, suffix } = draft.wish
  const name = stemOf(base)
  if (suffix === undefined) return name
  const isCut = name.length + suffix.length >= MAX_NAME
  // One hash decides instead of two; the end of a longer name, with its hash, is cut off anyway.
  const hasTwo = isHashed(base) && name.length < MAX_NAME - 1 && (isCut || suffix !== suffixStem(draft.accept ?? []))
  return hasTwo ? withHash(unhashed(draft), draft.key) : limitLength(`${name}_${suffix}`)
}

/** Returns true if a base's name ends in a hash already. */
const isHashed = (base: string | Draft): boolean =>
  typeof base === 'string'
    ? getsHash(base)
    : base.label.name === ''
      ? isHashed(base.wish.base)
      : base.label.name !== unhashed(base)

/** Returns the wanted name without any hash. */
const unhashed = ({ wish: { base, suffix }, accept }: Draft): string => {
  const name = typeof base === 'string' ? legalStem(base) : unhashed(base)
  return suffix === undefined ? name : `${name}_${suffixStem(accept ?? [])}`
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
