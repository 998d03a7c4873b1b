import { escapeToken, type Located, type Location, pointerOf, root, tokens } from '../../json/location.ts'
import { isMapping } from '../../json/mapping.ts'
import { normaliseMediaType } from '../../openapi/objects/media-type.ts'
import type { Endpoint } from '../../openapi/objects/path-item.ts'
import type { Resolver } from '../../openapi/references/resolver.ts'
import { MAX_NAME } from '../text.ts'
import { ownedName } from './body-owner.ts'
import { setSuffix, suffixStem } from './media-type-suffix.ts'
import { countPlaces, isLossy, type Key, valueAt } from './place-names.ts'

/** Wanted name of a location, and true if another part of the document may want it, too. */
export type PlaceWish = { readonly base: string; readonly contested: boolean }

/** Returns the wanted name of a location inside of an operation; undefined for any other location. */
export type NameInOperation = (at: Location) => PlaceWish | undefined

type Owner = { readonly name: string; readonly operation: Located }

/**
 * Creates the names of locations inside of operations: `GetPets_Response_200_properties_b`. Considers all operations, so
 * that a filter does not change names.
 * @param names names of the endpoints' actions, in their order
 */
export function createNameInOperation(
  resolver: Resolver,
  endpoints: readonly Endpoint[],
  names: readonly string[],
): NameInOperation {
  const actions = new Set(names)
  let owners: ReadonlyMap<string, Owner> | undefined
  return at => {
    // Few documents refer to a part of an operation.
    owners ??= findOwners(resolver, endpoints, names)
    const found = findOwner(at, owners)
    if (found === undefined || found.path.length === 0) return undefined
    const { name, operation, path } = found
    const { start, words, below, isRepeated } = partsOf(operation.value, path)
    const base = [...(words.length > 0 ? [ownedName({ name, role: words.join('_') })] : [plain(name)]), ...below].join(
      '_',
    )
    const isAmbiguous = countPlaces(valueAt(operation.value, start), below.join('_')) > 1
    const contested =
      isRepeated || isAmbiguous || name.includes('$') || isLossy(base) || base.length > MAX_NAME || isOthers(base, name)
    return { base, contested }
  }

  /** Returns true if a name also begins like one of another action. */
  function isOthers(base: string, name: string): boolean {
    return [...base.matchAll(/_(?:Request|Response_)/g)].some(({ index }) => {
      const stem = base.slice(0, index)
      return stem !== name && actions.has(stem)
    })
  }
}

const plain = (name: string): string => name.replaceAll('$', '_')

/** Returns the operations by pointer; not those that are the target of several endpoints, which have several names. */
const findOwners = (
  resolver: Resolver,
  endpoints: readonly Endpoint[],
  names: readonly string[],
): ReadonlyMap<string, Owner> => {
  const found = endpoints.flatMap(({ node }, i) => {
    const end = resolver.follow(node)
    return end.ok ? [{ name: names[i] ?? '', operation: end.value }] : []
  })
  const byPointer = Map.groupBy(found, ({ operation }) => pointerOf(operation.at))
  return new Map(
    [...byPointer].flatMap(([pointer, [owner, ...others]]) =>
      owner === undefined || others.length > 0 ? [] : [[pointer, owner] as const],
    ),
  )
}

const findOwner = (
  at: Location,
  owners: ReadonlyMap<string, Owner>,
): (Owner & { readonly path: readonly Key[] }) | undefined => {
  const keys = tokens(at)
  let pointer = pointerOf(root(at.file))
  for (const [i, key] of keys.entries()) {
    const owner = owners.get(pointer)
    if (owner !== undefined) return { ...owner, path: keys.slice(i) }
    pointer += `/${escapeToken(key)}`
  }
  return undefined
}

type Parts = {
  /** Keys from the operation to the value that `below` begins in. */
  readonly start: readonly Key[]
  /** Role of the body, and the word of its media type if there are several. */
  readonly words: readonly string[]
  readonly below: readonly Key[]
  /** True if another media type of the body has the same word. */
  readonly isRepeated: boolean
}

/** Divides the path in an operation. The name omits keys that every body has. */
const partsOf = (operation: unknown, path: readonly Key[]): Parts => {
  const isRequest = path[0] === 'requestBody'
  const isResponse = path[0] === 'responses' && path.length > 1
  if (!isRequest && !isResponse) return { start: [], words: [], below: path, isRepeated: false }
  const role = isRequest ? 'Request' : `Response_${path[1]}`
  let at = isRequest ? 1 : 2
  let type: MediaTypeWord = { words: [], isRepeated: false }
  if (path[at] === 'content' && path.length > at + 1) {
    type = mediaTypeWord(valueAt(operation, path.slice(0, at + 1)), String(path[at + 1]))
    at += 2
  }
  // The schema itself keeps the key: the name without it is that of the body's own definition.
  if (path[at] === 'schema' && path.length > at + 1) at += 1
  const { words, isRepeated } = type
  return { start: path.slice(0, at), words: [role, ...words], below: path.slice(at), isRepeated }
}

type MediaTypeWord = Pick<Parts, 'words' | 'isRepeated'>

/** Returns no word for JSON and for the only media type. */
const mediaTypeWord = (content: unknown, key: string): MediaTypeWord => {
  const others = isMapping(content) ? Object.keys(content).filter(other => other !== key) : []
  const word = wordOf(key)
  if (others.length === 0 || word === JSON_WORD)
    return { words: [], isRepeated: others.some(other => wordOf(other) === word) }
  const isRepeated = others.some(other => wordOf(other) === word) || word !== setSuffix([nameOf(key)])
  return { words: [word], isRepeated }
}

const nameOf = (key: string): string => normaliseMediaType(key) ?? key
const wordOf = (key: string): string => suffixStem([nameOf(key)])
const JSON_WORD = wordOf('application/json')
