import { type Located, type Location, pointerOf, root } from '../../json/location.ts'
import type { Files, Resolver } from '../../openapi/references/resolver.ts'
import { type Alias, type Component, findAliases, listComponents } from './components.ts'
import { findReferred, type Referred } from './find-references.ts'
import { legalDefinitionName } from './legal-name.ts'
import { countNames } from './operation-names.ts'
import { createLibraryCheck, ownName } from './schema-files.ts'
import { readSharedBodies, type SharedBodies } from './shared-bodies.ts'
import { makeUnique } from './unique-names.ts'

/** Names reserved by the document's components, and the name that each component gets. */
export type ReservedNames = {
  /** Pointers of the root document's components by name; these components keep their names. */
  readonly owners: ReadonlyMap<string, string>
  /** Preferred names, by pointer, of schemas with their own name in another file. */
  readonly names: ReadonlyMap<string, string>
  /** Names with a hash, by pointer, of schemas whose preferred name is already used. */
  readonly hashed: ReadonlyMap<string, string>
  /** Final names of all of them. */
  readonly taken: ReadonlySet<string>
  /** Targets of components, by pointer, that are only a reference to a schema in another file. */
  readonly aliases: ReadonlyMap<string, Located>
  readonly bodies: SharedBodies
}

const NOTHING_REFERRED: Referred = { schemas: new Map(), bodies: [] }

/**
 * Reserves names for all schemas with their own name, used or not, so that a filter does not change names.
 * @see https://spec.openapis.org/oas/v3.1.1.html#components-object
 */
export function reserveNames(files: Files, rootFile: string, resolver: Resolver): ReservedNames {
  const owners = new Map<string, string>()
  const names = new Map<string, string>()
  const document = { value: files.get(rootFile), at: root(rootFile) }
  const components = listComponents(document, resolver)
  for (const { name, pointer } of components) {
    // A document may have both "definitions" of 2.0 and "components" of 3.x.
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

/** Lists the aliases whose target is not itself a component. */
const listAliases = (components: readonly Component[], resolver: Resolver): Alias[] => {
  const listed = new Set(components.map(({ pointer }) => pointer))
  return findAliases(components, resolver).filter(({ target }) => !listed.has(pointerOf(target.at)))
}

/**
 * Keeps the legal names of the root document's components; any other schema with a duplicate name gets a hash of its
 * location.
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

/** Returns the preferred name of a schema with its own name; undefined for other schemas. `key` is its pointer. */
export function reservedName(at: Location, key: string, { names, owners }: ReservedNames): string | undefined {
  const name = String(at.key)
  return owners.get(name) === key ? name : names.get(key)
}

/** Returns the final name of a schema with its own name. */
export function nameComponent(wish: string, key: string, { hashed }: ReservedNames): string {
  return hashed.get(key) ?? legalDefinitionName(wish)
}
