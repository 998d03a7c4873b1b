import { sha256 } from '../hash.ts'
import type { Files } from '../openapi/reference.ts'
import { asMapping, own } from '../openapi/value.ts'
import { type Draft, fileStem } from './definitions.ts'
import { limitLength } from './name.ts'

/** A name that the platform allows for a definition. */
export const legalDefinitionName = (name: string): string => {
  const legal = name.replaceAll(/[^a-zA-Z0-9_-]+/g, '_')
  return limitLength(/[a-zA-Z0-9]/.test(legal) ? legal : `Schema_${sha256(name).slice(0, 8)}`)
}

/** How many schemas of a document ask for each legal name. */
export type Claims = ReadonlyMap<string, number>

/** Every schema with a name of its own, reached or not, so that a filter renames nothing. Components Object. */
export const claimNames = (files: Files, rootFile: string): Claims => {
  const counts = new Map<string, number>()
  const claim = (name: string): void => {
    const legal = legalDefinitionName(name)
    counts.set(legal, (counts.get(legal) ?? 0) + 1)
  }
  for (const [file, value] of files) {
    if (file !== rootFile) claim(fileStem(file))
    const document = asMapping(value)
    const components = asMapping(document && own(document, 'components'))
    const schemas = asMapping(components && own(components, 'schemas'))
    const definitions = asMapping(document && own(document, 'definitions'))
    for (const name of Object.keys({ ...schemas, ...definitions })) claim(name)
  }
  return counts
}

/**
 * Settles the names of definitions. A component of the root document keeps its own; whatever else wants a name that
 * several want gets a suffix from the place it stands at. The order of things never matters.
 */
export const nameDefinitions = (drafts: readonly Draft[], claims: Claims, rootFile: string): Map<Draft, string> => {
  const names = new Map<Draft, string>()
  for (const draft of drafts) {
    if (draft.kind !== 'component') continue
    const name = wish(draft)
    const free = claims.get(name) === 1 || (draft.wish === name && draft.at.file === rootFile)
    names.set(draft, free ? name : withSuffix(name, draft.key))
  }
  const derived = drafts.filter(({ kind }) => kind === 'derived')
  const wishes = new Map(derived.map(draft => [draft, resolveWish(draft, names)]))
  const wanted = count([...wishes.values()])
  const taken = new Set([...names.values(), ...claims.keys()])
  for (const [draft, name] of wishes)
    names.set(draft, taken.has(name) || (wanted.get(name) ?? 0) > 1 ? withSuffix(name, draft.key) : name)
  return names
}

const wish = (draft: Draft): string => (typeof draft.wish === 'string' ? legalDefinitionName(draft.wish) : '')

const resolveWish = (draft: Draft, names: ReadonlyMap<Draft, string>): string => {
  if (typeof draft.wish === 'string') return legalDefinitionName(draft.wish)
  const { base, suffix } = draft.wish
  return limitLength(`${names.get(base) ?? resolveWish(base, names)}_${suffix}`)
}

const withSuffix = (name: string, key: string): string => `${limitLength(name, 110)}_${sha256(key).slice(0, 8)}`

const count = (names: readonly string[]): Map<string, number> => {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return counts
}
