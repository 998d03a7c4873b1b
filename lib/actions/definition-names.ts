import { sha256 } from '../hash.ts'
import { child, type Located, type Place, pointerOf, root } from '../openapi/place.ts'
import type { Files, Resolver } from '../openapi/reference.ts'
import { bodyOwner, ownedName } from './body-owner.ts'
import { findAliases, listComponents } from './components.ts'
import type { Draft } from './definitions.ts'
import { setSuffix } from './media-type-suffix.ts'
import { countNames, limitLength } from './name.ts'
import { createLibraryCheck, ownName } from './schema-files.ts'
import { type Body, findReferred } from './schema-references.ts'
import { sharedSections } from './shared-sections.ts'

/** What most names are like, which then stay as they are. */
const LEGAL = /^[a-zA-Z0-9][a-zA-Z0-9_-]*$/

/** A name that the platform allows for a definition. */
export const legalDefinitionName = (name: string): string => {
  if (LEGAL.test(name)) return limitLength(name)
  const legal = name.replaceAll(/[^a-zA-Z0-9_-]+/g, '_')
  return limitLength(/[a-zA-Z0-9]/.test(legal) ? legal : `Schema_${sha256(name).slice(0, 8)}`)
}

/** What a document's own names make of the names that definitions can have. */
export type Claims = {
  /** How many schemas ask for each legal name. */
  readonly counts: ReadonlyMap<string, number>
  /** The pointers of the root document's components by name: whoever else wants it, the name is theirs. */
  readonly owners: ReadonlyMap<string, string>
  /** The names that other schemas ask for, by pointer: those with a name of their own in another file. */
  readonly names: ReadonlyMap<string, string>
  /** Components, by pointer, that are nothing but a reference to a schema in another file, and so are that schema. */
  readonly aliases: ReadonlyMap<string, Located>
  /** What several shared bodies of different files are called after, which then all get a suffix. */
  readonly contested: ReadonlySet<string>
}

/** Every schema with a name of its own, reached or not, so that a filter renames nothing. Components Object. */
export const claimNames = (files: Files, rootFile: string, resolver: Resolver): Claims => {
  const counts = new Map<string, number>()
  const owners = new Map<string, string>()
  const names = new Map<string, string>()
  const claim = (name: string): void => {
    const legal = legalDefinitionName(name)
    counts.set(legal, (counts.get(legal) ?? 0) + 1)
  }
  const components = listComponents({ value: files.get(rootFile), at: root(rootFile) }, resolver)
  for (const { name, pointer } of components) {
    claim(name)
    // 2.0's and 3.x's home of schemas may both be there.
    const twin = owners.get(name)
    if (twin !== undefined) names.set(twin, name)
    owners.set(name, pointer)
  }
  if (files.size === 1) return { counts, owners, names, aliases: new Map(), contested: new Set() }
  const aliases = findAliases(components, resolver)
  for (const { name, target } of aliases) {
    owners.set(name, pointerOf(target.at))
    names.set(pointerOf(target.at), name)
  }
  const isLibraryFile = createLibraryCheck(files)
  const { schemas, bodies } = findReferred(files, rootFile, resolver)
  for (const [pointer, { at }] of schemas) {
    const known = names.has(pointer) || owners.get(String(at.key)) === pointer
    const name = known ? undefined : ownName(at, isLibraryFile)
    if (name === undefined) continue
    names.set(pointer, name)
    claim(name)
  }
  return {
    counts,
    owners,
    names,
    aliases: new Map(aliases.map(({ pointer, target }) => [pointer, target])),
    contested: contestedNames(bodies, rootFile, sharedSections(resolver, rootFile)),
  }
}

const contestedNames = (bodies: readonly Body[], rootFile: string, shared: ReadonlySet<string>): Set<string> => {
  const owners = bodies.flatMap(
    ({ at, role }) => bodyOwner(child(child(at, 'content'), ''), rootFile, role, shared) ?? [],
  )
  const wanted = countNames(owners.map(ownedName))
  return new Set([...wanted].flatMap(([name, count]) => (count > 1 ? [name] : [])))
}

/** The name that a component of the root document, or another schema with a name of its own, asks for; `key` is its pointer. */
export const claimedName = (at: Place, key: string, { names, owners }: Claims): string | undefined => {
  const name = String(at.key)
  return owners.get(name) === key ? name : names.get(key)
}

/**
 * The name of a schema with a name of its own, told by its key and the claims alone. A component of the root document
 * keeps its name; whoever else wants one that several want gets a suffix from the place it stands at.
 */
export const nameComponent = (wish: string, key: string, claims: Claims): string => {
  const name = legalDefinitionName(wish)
  const free = claims.counts.get(name) === 1 || claims.owners.get(name) === key
  return free ? name : withSuffix(name, key)
}

/** Settles the names of all other definitions, which step aside where a name is taken. Their order never matters. */
export const nameDerived = (drafts: readonly Draft[], claims: Claims): void => {
  const derived = drafts.filter(({ kind }) => kind === 'derived')
  const wishes = tellVariantsApart(new Map(derived.map(draft => [draft, resolveWish(draft)])))
  const wanted = countNames([...wishes.values()])
  const taken = new Set(claims.counts.keys())
  for (const { label } of drafts) if (label.name !== '') taken.add(label.name)
  for (const [draft, name] of wishes)
    draft.label.name =
      draft.contested || taken.has(name) || (wanted.get(name) ?? 0) > 1 ? withSuffix(name, draft.key) : name
}

/**
 * In 2.0 a shared response has the media types of whoever uses it, and so a definition for each set of them: the plain
 * name is that of JSON or else of the first by name, the others' tell their media types.
 */
const tellVariantsApart = (wishes: ReadonlyMap<Draft, string>): Map<Draft, string> => {
  const settled = new Map(wishes)
  const wanted = countNames([...wishes.values()])
  const contested = [...wishes].filter(([, name]) => (wanted.get(name) ?? 0) > 1)
  const groups = Map.groupBy(contested, ([draft, name]) => `${name} ${pointerOf(draft.at)}`)
  for (const group of groups.values()) {
    if (group.length === 1) continue
    const variants = group.map(([draft, name]) => ({ draft, name, suffix: setSuffix(draft.accept) }))
    const [, ...others] = variants.sort(
      (a, b) => Number(hasJson(b.draft)) - Number(hasJson(a.draft)) || (a.suffix < b.suffix ? -1 : 1),
    )
    for (const { draft, name, suffix } of others) settled.set(draft, limitLength(`${name}_${suffix}`))
  }
  return settled
}

const hasJson = ({ accept }: Draft): boolean => accept.includes('application/json')

const resolveWish = ({ wish }: Draft): string =>
  typeof wish === 'string'
    ? legalDefinitionName(wish)
    : limitLength(`${wish.base.label.name || resolveWish(wish.base)}_${wish.suffix}`)

const withSuffix = (name: string, key: string): string => `${limitLength(name, 110)}_${sha256(key).slice(0, 8)}`
