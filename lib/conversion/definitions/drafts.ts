import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { canonical } from '../../json/canonical.ts'
import { type Located, type Location, pointerOf, root, tokens } from '../../json/location.ts'
import type { Context } from '../../openapi/objects/context.ts'
import type { MediaType } from '../../openapi/objects/model.ts'
import { mediaTypesOf } from '../../openapi/objects/swagger.ts'
import type { Resolver } from '../../openapi/references/resolver.ts'
import { isReference } from '../../openapi/references/walk.ts'
import { bodyKey, bodyOwner, type Owner, ownedName, roleOf } from '../naming/body-owner.ts'
import { legalDefinitionName } from '../naming/legal-name.ts'
import { setSuffix } from '../naming/media-type-suffix.ts'
import type { NameInOperation, PlaceWish } from '../naming/operation-places.ts'
import { isLossy } from '../naming/place-names.ts'
import { nameComponent, type ReservedNames, reservedName } from '../naming/reserved-names.ts'
import { fileStem, isComponent, nameOfPlace } from '../naming/schema-files.ts'
import { hasUsedSiblings } from '../schemas/kept-siblings.ts'
import { JSON_ONLY } from './base-media-types.ts'
import { comparableSchema } from './comparable-schema.ts'

/** Definition before its translation. */
export type Draft = {
  readonly key: string
  /** `component`: a schema with its own name. A `derived` one gets a hash if its name is reserved. */
  readonly kind: 'component' | 'derived'
  /** Parts of the wanted name: a name or another definition, and a suffix. */
  readonly wish: { readonly base: string | Draft; readonly suffix?: string }
  /** Media types; absent for a schema that others refer to, which has those of the document. */
  readonly accept?: readonly string[]
  /** Set if another part of the document may want the name. */
  readonly contested?: boolean
  /** Schema to translate; absent if any value is accepted. */
  readonly schema?: Located | undefined
  /** Definition that this one only refers to. */
  readonly base?: Draft
  readonly at: Location
  /** Name, shared with all links. Set at once for a component; for others when all wanted names are known. */
  readonly label: { name: string }
}

export type Drafts = {
  /** All drafts so far; grows during translation. */
  readonly all: readonly Draft[]
  /** Returns the definition for the target of a `$ref` at a location. */
  readonly forReference: (ref: string, from: Location) => Draft | { readonly problem: Diagnostic }
  /** Returns a definition for each schema of a body, for the media types that share it. */
  readonly forContent: (content: readonly MediaType[], owner: Owner) => Draft[]
}

export function createDrafts(context: Context, reserved: ReservedNames, nameInOperation: NameInOperation): Drafts {
  const { dialect, resolver } = context
  const rootFile = context.document.at.file
  const usual = { Request: usualMediaTypes(context, 'consumes'), Response: usualMediaTypes(context, 'produces') }
  const all: Draft[] = []
  const byKey = new Map<string, Draft>()
  const byTarget = new Map<Located, Draft>()

  const draft = (key: string, make: () => Omit<Draft, 'key' | 'label'>): Draft => {
    const known = byKey.get(key)
    if (known !== undefined) return known
    const parts = make()
    const { kind, wish } = parts
    const name = kind === 'component' && typeof wish.base === 'string' ? nameComponent(wish.base, key, reserved) : ''
    const made = { key, ...parts, label: { name } }
    byKey.set(key, made)
    all.push(made)
    return made
  }

  const forReference: Drafts['forReference'] = (ref, from) => {
    const resolution = resolver.target(ref, from)
    if (!resolution.ok) return { problem: resolution.problem }
    const { value: target } = resolution
    const known = byTarget.get(target)
    if (known !== undefined) return known
    const pointer = pointerOf(target.at)
    const schema = reserved.aliases.get(pointer) ?? target
    const key = schema === target ? pointer : pointerOf(schema.at)
    const found = draft(key, () => {
      const { at } = schema
      const name = reservedName(at, key, reserved)
      const common = { schema, at }
      if (name !== undefined) return { kind: 'component', wish: { base: name }, ...common }
      const { base, contested } = nameInOperation(at) ?? placeName(at)
      return { kind: 'derived', wish: { base }, contested, ...common }
    })
    byTarget.set(target, found)
    return found
  }

  /** Returns a name from the keys of a location, after the file's name in another file. */
  const placeName = (at: Location): PlaceWish => {
    const path = tokens(at)
    const base =
      at.file === rootFile || isComponent(path)
        ? nameOfPlace(path, at.file)
        : [reserved.names.get(pointerOf(root(at.file))) ?? fileStem(at.file), ...path].join('_')
    return { base, contested: isLossy(base) }
  }

  /** Returns the definition of a schema that is only a reference. */
  const referred = (schema: Located | undefined): Draft | undefined => {
    if (schema === undefined || !isReference(schema.value)) return undefined
    if (hasUsedSiblings(dialect, schema.value)) return undefined
    const found = forReference(schema.value.$ref, schema.at)
    return 'problem' in found ? undefined : found
  }

  const forContent: Drafts['forContent'] = (content, owner) => {
    const groups = splitXml(content).flatMap(part => groupBySchema(resolver, part, referred))
    return groups.map(({ base, members }) => {
      const accept = members.map(({ name }) => name)
      const [first] = members
      const at = first?.at as Location
      if (base !== undefined) {
        if (accept.length === 1 && accept[0] === JSON_ONLY[0]) return base
        return draft(`${base.key} ${accept.join(' ')}`, () => ({
          kind: 'derived',
          wish: { base, suffix: setSuffix(accept) },
          accept,
          base,
          at,
        }))
      }
      const shared = bodyOwner(at, rootFile, owner.role, reserved.bodies)
      const schema = first?.schema
      // A shared component has one definition; an operation's own body has one for each action that it becomes.
      const key = `${shared === undefined ? `${owner.name} ${owner.role}` : bodyKey(at, owner.role)} ${accept.join(' ')}`
      return draft(key, () => {
        const name = ownedName(shared ?? owner)
        const plain =
          shared === undefined || tellsMediaType(at)
            ? groups.length === 1 || accept.includes('application/json')
            : textOf(accept) === usual[roleOf(owner)]
        const wish = { base: name, ...(!plain && { suffix: setSuffix(accept) }) }
        const { counts, componentCounts } = reserved.bodies
        const wanted = (shared?.isComponent ? componentCounts : counts).get(legalDefinitionName(name)) ?? 0
        // An operation's own body steps aside for shared ones; of the actions' names, a `$` may have made two one.
        const contested = shared === undefined ? wanted > 0 || owner.name.includes('$') : wanted > 1
        return { kind: 'derived', wish, contested, accept, schema, at }
      })
    })
  }

  return { all, forReference, forContent }
}

/**
 * Returns the document's own media types. In 2.0 a shared body has the media types of each operation that uses it, so a
 * definition for each set of them; that of the document's own set, apart from XML, has the name without a suffix.
 */
const usualMediaTypes = (context: Context, field: 'consumes' | 'produces'): string => {
  const named = context.dialect === '2.0' ? mediaTypesOf({ ...context, problems: [] }, context.document, field) : []
  const types = named.length > 0 ? named : JSON_ONLY
  const others = types.filter(name => !isXml(name))
  return textOf(others.length > 0 ? others : types)
}

const textOf = (mediaTypes: readonly string[]): string => mediaTypes.toSorted().join(' ')

/** @see https://www.rfc-editor.org/rfc/rfc7303#section-4.2 */
const isXml = (mediaType: string): boolean => /[+/]xml$/i.test(mediaType.split(';', 1)[0]?.trim() ?? '')

/** Separates media types of XML, whose definitions some platforms refuse: the others must not be refused with them. */
const splitXml = (content: readonly MediaType[]): (readonly MediaType[])[] => {
  const ofXml = content.filter(({ name }) => isXml(name))
  if (ofXml.length === 0 || ofXml.length === content.length) return [content]
  return [content.filter(({ name }) => !isXml(name)), ofXml]
}

const tellsMediaType = ({ parent }: Location): boolean => parent?.key === 'content'

const jsonFirst = ({ name: a }: MediaType, { name: b }: MediaType): number =>
  Number(b === 'application/json') - Number(a === 'application/json') || (a < b ? -1 : 1)

/** Media types that share a schema, `application/json` first. */
type Group = { readonly base: Draft | undefined; readonly members: MediaType[] }

const groupBySchema = (
  resolver: Resolver,
  content: readonly MediaType[],
  referred: (schema: Located | undefined) => Draft | undefined,
): Group[] => {
  const [first] = content
  // In 2.0, all media types share one.
  if (content.every(({ schema }) => schema === first?.schema))
    return [{ base: referred(first?.schema), members: content.toSorted(jsonFirst) }]
  const groups = new Map<unknown, Group>()
  for (const media of content.toSorted(jsonFirst)) {
    const base = referred(media.schema)
    const shared = base ?? media.schema?.value
    const group = groups.get(shared)
    if (group === undefined) groups.set(shared, { base, members: [media] })
    else group.members.push(media)
  }
  return joinEqual(resolver, [...groups.values()])
}

/** Joins equal inline schemas; compares them only if there are several. */
const joinEqual = (resolver: Resolver, groups: Group[]): Group[] => {
  if (groups.filter(({ base }) => base === undefined).length < 2) return groups
  const files = new Set(groups.map(({ members: [first] }) => first?.schema?.at.file))
  const schemaText = (schema: Located): string =>
    canonical(files.size > 1 ? comparableSchema(resolver, schema) : schema.value)
  const joined = Map.groupBy(groups, ({ base, members: [first] }) =>
    base === undefined && first?.schema !== undefined ? schemaText(first.schema) : (base ?? first),
  )
  return Array.from(joined.values(), ([first, ...others]) => ({
    base: first?.base,
    members: [first, ...others].flatMap(group => group?.members ?? []).sort(jsonFirst),
  }))
}
