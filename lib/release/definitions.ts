import { parseExactly } from '../json/parse-json.ts'
import { dependencyOrder } from '../util/dependency-order.ts'
import { type DefinitionPairs, pairDefinitions } from './definition-pairs.ts'
import type { Release, ReleaseDefinition } from './release.ts'
import { bothWays, type Direction, type Kind, type Reason, type Rule, reasonFor, undirected, worst } from './rule.ts'
import { sameJson } from './same-json.ts'
import { compareSchemas } from './schema/compare-schemas.ts'
import type { Lookup, Side } from './schema/comparison.ts'
import { visibleReferences } from './schema/references.ts'

export const definitionRules = {
  added: undirected('definition-added', 'compatible', 'A definition is new.'),
  removed: undirected(
    'definition-removed',
    'compatible',
    'A definition was removed. Actions that used it have their own reasons.',
  ),
  renamed: undirected('definition-renamed', 'compatible', 'A definition has another name. It keeps its id.'),
  mediaTypes: undirected(
    'definition-media-types',
    'compatible',
    'A definition has other media types. Actions have their own reasons.',
  ),
  unused: undirected('definition-unused', 'compatible', 'A definition changed that no action or trigger refers to.'),
  rewritten: undirected(
    'definition-rewritten',
    'annotation',
    'A definition accepts the same values, and is written in another way.',
  ),
  undescribed: bothWays(
    'definition-unreadable',
    'breaking',
    "The schema of a definition can't be parsed: can't be decided what changed.",
  ),
}

/** Comparison of one definition in one direction, by its name in the new release. */
export type DefinitionNode = {
  readonly name: string
  readonly direction: Direction
  readonly reasons: readonly Reason[]
  /** Definitions that both releases refer to. */
  readonly links: ReadonlySet<string>
}

/** Compares definitions when they are first needed, each once per direction. */
export type DefinitionComparison = {
  readonly pairs: DefinitionPairs
  readonly before: Lookup
  readonly after: Lookup
  /** Marks a definition of the new release as used in a direction. */
  readonly need: (name: string, direction: Direction) => void
  /** Compares all used definitions, and returns those that are reached. */
  readonly settle: () => SettledDefinitions
}

export type SettledDefinitions = {
  readonly nodes: readonly DefinitionNode[]
  /** Returns the worst kind of a definition and of those that it refers to; undefined without a change. */
  readonly kindOf: (name: string, direction: Direction) => Kind | undefined
  /** Returns the first changed definitions of the worst kind that the named ones reach. */
  readonly culprits: (names: Iterable<string>, direction: Direction, kind: Kind, most: number) => string[]
}

export function createDefinitionComparison(before: Release, after: Release): DefinitionComparison {
  const pairs = pairDefinitions(before.definitions, after.definitions)
  const [old, fresh] = [createLookup(before), createLookup(after)]
  const nodes = new Map<string, DefinitionNode>()
  const open: (readonly [string, Direction])[] = []
  const wanted = new Set<string>()
  const need = (name: string, direction: Direction): void => {
    const key = keyOf(name, direction)
    if (wanted.has(key) || pairs.beforeOf(name) === undefined) return
    wanted.add(key)
    open.push([name, direction])
  }
  const compare = (name: string, direction: Direction): Omit<DefinitionNode, 'name' | 'direction'> => {
    const from = pairs.beforeOf(name)
    const [a, b] = [from === undefined ? undefined : before.definitions.get(from), after.definitions.get(name)]
    if (from === undefined || a === undefined || b === undefined) return { reasons: [], links: new Set() }
    if (a.content === b.content) return { reasons: [], links: linksOf(b, direction, () => fresh(name), fresh) }
    const sides = [old(from), fresh(name)] as const
    if (sides[0] === undefined || sides[1] === undefined) {
      const message = "The schema can't be parsed. The effect can't be decided."
      const places = { before: pointerOf(from, a), after: pointerOf(name, b) }
      return {
        reasons: [reasonFor(definitionRules.undescribed, direction, message, places)],
        links: new Set(b.references),
      }
    }
    return compareSchemas({ direction, pairs, before: old, after: fresh }, sides[0], sides[1])
  }
  const settle = (): SettledDefinitions => {
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const [name, direction] = next
      const { reasons, links } = compare(name, direction)
      nodes.set(keyOf(name, direction), { name, direction, reasons, links })
      for (const link of links) need(link, direction)
    }
    return settled(nodes)
  }
  return { pairs, before: old, after: fresh, need, settle }
}

const keyOf = (name: string, direction: Direction): string => `${direction} ${name}`

/** Returns the definitions that an unchanged one refers to. */
const linksOf = (
  { content, references }: ReleaseDefinition,
  direction: Direction,
  side: () => Side | undefined,
  lookup: Lookup,
): ReadonlySet<string> =>
  references.length > 0 && /"(?:read|write)Only"/.test(content)
    ? visibleReferences(side()?.schema, direction, lookup)
    : new Set(references)

/** Returns the place of a definition, or its name. */
export function pointerOf(name: string, { pointer }: ReleaseDefinition): string {
  if (pointer === undefined) return `${name}#`
  // The pointer of a body is that of its Media Type Object.
  return /\/content\/[^/]+$/.test(pointer) ? `${pointer}/schema` : pointer
}

/** Creates a lookup that parses each definition once; undefined for one that does not exist or can't be parsed. */
const createLookup = ({ definitions }: Release): Lookup => {
  const parsed = new Map<string, Side | undefined>()
  return name => {
    if (parsed.has(name)) return parsed.get(name)
    const definition = definitions.get(name)
    const side = definition && parse(name, definition)
    parsed.set(name, side)
    return side
  }
}

const parse = (name: string, definition: ReleaseDefinition): Side | undefined => {
  const { content } = definition
  try {
    const schema: unknown = parseExactly(content) ?? JSON.parse(content)
    return { schema, at: pointerOf(name, definition) }
  } catch {
    return undefined
  }
}

const settled = (nodes: ReadonlyMap<string, DefinitionNode>): SettledDefinitions => {
  const targetsOf = ({ links, direction }: DefinitionNode): DefinitionNode[] =>
    [...links].flatMap(link => nodes.get(keyOf(link, direction)) ?? [])
  const kinds = new Map<DefinitionNode, Kind | undefined>()
  for (const group of dependencyOrder([...nodes.values()], targetsOf)) {
    const found = worst(
      group.flatMap(node => [
        ...node.reasons.map(({ kind }) => kind),
        ...targetsOf(node).map(target => kinds.get(target)),
      ]),
    )
    for (const node of group) kinds.set(node, found)
  }
  const find = (name: string, direction: Direction): DefinitionNode | undefined => nodes.get(keyOf(name, direction))
  return {
    nodes: [...nodes.values()],
    kindOf: (name, direction) => {
      const node = find(name, direction)
      return node && kinds.get(node)
    },
    culprits: (names, direction, kind, most) => {
      const found: string[] = []
      const queue = [...names].flatMap(name => find(name, direction) ?? [])
      const seen = new Set(queue)
      for (const node of queue) {
        if (found.length === most) break
        if (node.reasons.some(reason => reason.kind === kind)) found.push(node.name)
        for (const target of targetsOf(node)) {
          if (seen.has(target) || kinds.get(target) !== kind) continue
          seen.add(target)
          queue.push(target)
        }
      }
      return found
    },
  }
}

/** Returns the reasons that do not depend on a direction: name and media types. */
export function ownReasons(from: string, a: ReleaseDefinition, to: string, b: ReleaseDefinition): Reason[] {
  const reasons: Reason[] = []
  const places = { before: pointerOf(from, a), after: pointerOf(to, b) }
  const add = (rule: Rule, message: string): void => {
    reasons.push(reasonFor(rule, 'sent', message, places))
  }
  if (from !== to) add(definitionRules.renamed, `The definition ${from} has the name ${to}.`)
  if (!sameJson([...a.accept].sort(), [...b.accept].sort()))
    add(definitionRules.mediaTypes, `The media types are ${b.accept.join(', ')} instead of ${a.accept.join(', ')}.`)
  return reasons
}
