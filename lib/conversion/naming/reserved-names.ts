import { type Located, type Location, pointerOf, root } from '../../json/location.ts'
import type { Files, Resolver } from '../../openapi/references/resolver.ts'
import { type Alias, type Component, findAliases, listComponents } from './components.ts'
import { findReferred, type Referred } from './find-references.ts'
import { legalDefinitionName } from './legal-name.ts'
import { countNames } from './operation-names.ts'
import { createLibraryCheck, ownName } from './schema-files.ts'
import { readSharedBodies, type SharedBodies } from './shared-bodies.ts'
import { makeUnique } from './unique-names.ts'

/** What a document's own names make of the names that definitions can have. */
export type ReservedNames = {
  /** The pointers of the root document's components by name: whoever else wants it, the name is theirs. */
  readonly owners: ReadonlyMap<string, string>
  /** The names that other schemas ask for, by pointer: those with a name of their own in another file. */
  readonly names: ReadonlyMap<string, string>
  /** The names that schemas get instead of one that somebody else has, by pointer. */
  readonly hashed: ReadonlyMap<string, string>
  /** The names that all of them have in the end. */
  readonly taken: ReadonlySet<string>
  /** Components, by pointer, that are nothing but a reference to a schema in another file, and so are that schema. */
  readonly aliases: ReadonlyMap<string, Located>
  readonly bodies: SharedBodies
}

const NOTHING_REFERRED: Referred = { schemas: new Map(), bodies: [] }

/** Every schema with a name of its own, reached or not, so that a filter renames nothing. Components Object. */
export function reserveNames(files: Files, rootFile: string, resolver: Resolver): ReservedNames {
  const owners = new Map<string, string>()
  const names = new Map<string, string>()
  const document = { value: files.get(rootFile), at: root(rootFile) }
  const components = listComponents(document, resolver)
  for (const { name, pointer } of components) {
    // 2.0's and 3.x's home of schemas may both be there.
    const twin = owners.get(name)
    if (twin !== undefined) names.set(twin, name)
    owners.set(name, pointer)
  }
  const severalFiles = files.size > 1
  const aliases = severalFiles ? listAliases(components, resolver) : []
  for (const { name, target } of aliases) {
    owners.set(name, pointerOf(target.at))
    names.set(pointerOf(target.at), name)
  }
  const isLibraryFile = createLibraryCheck(files)
  const { schemas, bodies } = severalFiles ? findReferred(files, rootFile, resolver) : NOTHING_REFERRED
  for (const [pointer, { at }] of schemas) {
    const known = names.has(pointer) || owners.get(String(at.key)) === pointer
    const name = known ? undefined : ownName(at, isLibraryFile)
    if (name !== undefined) names.set(pointer, name)
  }
  return {
    owners,
    names,
    ...settleClaims(owners, names),
    aliases: new Map(aliases.map(({ pointer, target }) => [pointer, target])),
    bodies: readSharedBodies(document, resolver, bodies),
  }
}

/** What is a component where it stands has its own name there. */
const listAliases = (components: readonly Component[], resolver: Resolver): Alias[] => {
  const listed = new Set(components.map(({ pointer }) => pointer))
  return findAliases(components, resolver).filter(({ target }) => !listed.has(pointerOf(target.at)))
}

/**
 * A component of the root document whose name is legal keeps it; whoever else wants one that several want gets a hash of
 * the place it stands at, and another one where even that name is somebody's.
 */
const settleClaims = (
  owners: ReadonlyMap<string, string>,
  names: ReadonlyMap<string, string>,
): Pick<ReservedNames, 'hashed' | 'taken'> => {
  const wishes = new Map<string, string>()
  for (const [name, pointer] of owners) wishes.set(pointer, legalDefinitionName(name))
  for (const [pointer, name] of names) if (!wishes.has(pointer)) wishes.set(pointer, legalDefinitionName(name))
  const wanted = countNames([...wishes.values()])
  const clashing = [...wishes].filter(([pointer, name]) => wanted.get(name) !== 1 && owners.get(name) !== pointer)
  const kept = new Set(wanted.keys())
  const hashed = makeUnique(new Map(clashing), kept)
  return { hashed, taken: hashed.size === 0 ? kept : kept.union(new Set(hashed.values())) }
}

/** The name that a component of the root document, or another schema with a name of its own, asks for; `key` is its pointer. */
export function reservedName(at: Location, key: string, { names, owners }: ReservedNames): string | undefined {
  const name = String(at.key)
  return owners.get(name) === key ? name : names.get(key)
}

/** The name that it gets, told by its key and the claims alone. */
export function nameComponent(wish: string, key: string, { hashed }: ReservedNames): string {
  return hashed.get(key) ?? legalDefinitionName(wish)
}
