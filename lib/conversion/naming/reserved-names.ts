import { type Located, type Location, pointerOf, root } from '../../json/location.ts'
import type { Files, Resolver } from '../../openapi/references/resolver.ts'
import { type Alias, type Component, findAliases, listComponents } from './components.ts'
import { findReferred, type Referred } from './find-references.ts'
import { getsHash, legalDefinitionName, legalStem } from './legal-name.ts'
import { countNames } from './operation-names.ts'
import { countPlaces } from './place-names.ts'
import { createLibraryCheck, fileStem, ownName } from './schema-files.ts'
import { readSharedBodies, type SharedBodies } from './shared-bodies.ts'
import { makeUnique } from './unique-names.ts'

/** Names reserved by the document's components, and the name that each component gets. */
export type ReservedNames = {
  /** Pointers of the root document's components by name; these components keep their names. */
  readonly owners: ReadonlyMap<string, string>
  /** Preferred names, by pointer, of schemas with their own name in another file. */
  readonly names: ReadonlyMap<string, string>
  /** Names with a file's name or a hash, by pointer, of schemas whose preferred name is already used. */
  readonly changed: ReadonlyMap<string, string>
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
  const shared = readSharedBodies(document, resolver, bodies)
  return {
    owners,
    names,
    ...settleClaims({ owners, names, files, schemas, bodies: shared }),
    aliases: new Map(aliases.map(({ pointer, target }) => [pointer, target])),
    bodies: shared,
  }
}

/** Lists the aliases whose target is not itself a component. */
const listAliases = (components: readonly Component[], resolver: Resolver): Alias[] => {
  const listed = new Set(components.map(({ pointer }) => pointer))
  return findAliases(components, resolver).filter(({ target }) => !listed.has(pointerOf(target.at)))
}

type Claims = Pick<ReservedNames, 'owners' | 'names' | 'bodies'> & Pick<Referred, 'schemas'> & { readonly files: Files }

/**
 * Keeps the legal names of the root document's components. Any other schema with a duplicate name gets its file's name in
 * front, or a hash of its location if that is a duplicate, too.
 */
const settleClaims = (claims: Claims): Pick<ReservedNames, 'changed' | 'taken'> => {
  const { owners, names } = claims
  const wishes = new Map<string, string>()
  for (const [name, pointer] of owners) wishes.set(pointer, name)
  for (const [pointer, name] of names) if (!wishes.has(pointer)) wishes.set(pointer, name)
  const legal = new Map(Array.from(wishes, ([pointer, name]) => [pointer, legalDefinitionName(name)]))
  const wanted = countNames([...legal.values()])
  const clashing = [...wishes].filter(
    ([pointer]) => wanted.get(legal.get(pointer) ?? '') !== 1 && owners.get(legal.get(pointer) ?? '') !== pointer,
  )
  const kept = new Set(wanted.keys())
  if (clashing.length === 0) return { changed: new Map(), taken: kept }
  const qualified = qualify(claims, clashing, kept)
  const taken = kept.union(new Set(qualified.values()))
  const left = clashing.filter(([pointer]) => !qualified.has(pointer))
  const hashed = makeUnique(new Map(left.map(([pointer, name]) => [pointer, legalStem(name)])), taken)
  return { changed: new Map([...qualified, ...hashed]), taken: taken.union(new Set(hashed.values())) }
}

/** Returns the names with the file's name in front, by pointer: `pets_Item`; only those that nothing else has. */
const qualify = (
  { files, schemas, bodies }: Claims,
  clashing: readonly (readonly [string, string])[],
  kept: ReadonlySet<string>,
): Map<string, string> => {
  const wishes = new Map<string, string>()
  for (const [pointer, name] of clashing) {
    const at = schemas.get(pointer)?.at
    // The name of a whole file is the file's name.
    if (at?.parent === undefined) continue
    const wish = `${fileStem(at.file)}_${name}`
    const isLibrarySchema = at.parent.parent === undefined
    const isPlace = countPlaces(files.get(at.file), name) > (isLibrarySchema ? 1 : 0)
    const legal = legalDefinitionName(wish)
    if (!isPlace && !getsHash(wish) && !kept.has(legal) && !bodies.counts.has(legal)) wishes.set(pointer, legal)
  }
  const wanted = countNames([...wishes.values()])
  return new Map([...wishes].filter(([, name]) => wanted.get(name) === 1))
}

/** Returns the preferred name of a schema with its own name; undefined for other schemas. `key` is its pointer. */
export function reservedName(at: Location, key: string, { names, owners }: ReservedNames): string | undefined {
  const name = String(at.key)
  return owners.get(name) === key ? name : names.get(key)
}

/** Returns the final name of a schema with its own name. */
export function nameComponent(wish: string, key: string, { changed }: ReservedNames): string {
  return changed.get(key) ?? legalDefinitionName(wish)
}
