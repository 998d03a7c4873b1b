import { parseExactly } from '../json/parse-json.ts'
import { type DefinitionPairs, pairDefinitions } from './definition-pairs.ts'
import type { Release, ReleaseDefinition } from './release.ts'
import { bothWays, type Direction, type Reason, type Rule, reasonFor, undirected } from './rule.ts'
import { sameJson } from './same-json.ts'
import { type Compared, compareSchemas } from './schema/compare-schemas.ts'
import type { Lookup, Side } from './schema/comparison.ts'
import { findReferences } from './schema/references.ts'
import { type DefinitionNode, type SettledDefinitions, settleDefinitions } from './settle-definitions.ts'

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
  unreadable: bothWays(
    'definition-unreadable',
    'breaking',
    "The schema of a definition can't be parsed: can't be decided what changed.",
  ),
}

/** Compares definitions when they are first needed, each once per direction. */
export type DefinitionComparison = {
  readonly pairs: DefinitionPairs
  readonly before: Lookup
  readonly after: Lookup
  /** Marks a definition of the new release as used in a direction. */
  readonly need: (name: string, direction: Direction) => void
  /** Compares all used definitions and those that they refer to. */
  readonly settle: () => SettledDefinitions
}

type Result = Pick<DefinitionNode, 'reasons' | 'links'>

export function createDefinitionComparison(before: Release, after: Release): DefinitionComparison {
  const pairs = pairDefinitions(before.definitions, after.definitions)
  /** Number of schemas with `readOnly` or `writeOnly` that were looked up. */
  const flagged = { count: 0 }
  const [old, fresh] = [createLookup(before, flagged), createLookup(after, flagged)]
  const nodes: Record<Direction, Map<string, DefinitionNode | undefined>> = { sent: new Map(), received: new Map() }
  const open: (readonly [string, Direction])[] = []
  /** Results that are the same in both directions, apart from the kinds of their reasons. */
  const shared = new Map<string, Compared>()
  const need = (name: string, direction: Direction): void => {
    if (nodes[direction].has(name) || pairs.beforeOf(name) === undefined) return
    nodes[direction].set(name, undefined)
    open.push([name, direction])
  }
  const compare = (name: string, direction: Direction): Result => {
    const from = pairs.beforeOf(name)
    const [a, b] = [from === undefined ? undefined : before.definitions.get(from), after.definitions.get(name)]
    if (from === undefined || a === undefined || b === undefined) return { reasons: [], links: [] }
    if (a.content === b.content) return { reasons: [], links: linksOf(b, direction, () => fresh(name), fresh) }
    const known = shared.get(name)
    if (known !== undefined) return inDirection(known, direction)
    const count = flagged.count
    const sides = [old(from), fresh(name)] as const
    if (sides[0] === undefined || sides[1] === undefined) {
      const message = "The schema can't be parsed. The effect can't be decided."
      const places = { before: pointerOf(from, a), after: pointerOf(name, b) }
      return { reasons: [reasonFor(definitionRules.unreadable, direction, message, places)], links: b.references }
    }
    const compared = compareSchemas({ direction, pairs, before: old, after: fresh }, sides[0], sides[1])
    if (flagged.count === count) shared.set(name, compared)
    return inDirection(compared, direction)
  }
  const settle = (): SettledDefinitions => {
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const [name, direction] = next
      const result = compare(name, direction)
      nodes[direction].set(name, { name, direction, ...result })
      for (const link of result.links) need(link, direction)
    }
    return settleDefinitions(nodes)
  }
  return { pairs, before: old, after: fresh, need, settle }
}

const inDirection = ({ findings, links }: Compared, direction: Direction): Result => ({
  reasons: findings.map(({ rule, message, places }) => reasonFor(rule, direction, message, places)),
  links: [...links],
})

/** Returns true for a schema with properties that only one direction has. */
const isFlagged = (content: string): boolean =>
  content.includes('Only":true') && /"(?:read|write)Only":true/.test(content)

/** Returns the definitions that an unchanged one refers to. */
const linksOf = (
  { content, references }: ReleaseDefinition,
  direction: Direction,
  side: () => Side | undefined,
  lookup: Lookup,
): readonly string[] =>
  references.length > 0 && isFlagged(content) ? visibleReferences(side()?.schema, direction, lookup) : references

const visibleReferences = (schema: unknown, direction: Direction, lookup: Lookup): string[] => {
  const found = new Set<string>()
  findReferences(schema, direction, lookup, name => found.add(name))
  return [...found]
}

/** Returns the place of a definition, or its name. */
export function pointerOf(name: string, { pointer }: ReleaseDefinition): string {
  if (pointer === undefined) return `${name}#`
  // The pointer of a body is that of its Media Type Object.
  return /\/content\/[^/]+$/.test(pointer) ? `${pointer}/schema` : pointer
}

/** Creates a lookup that parses each definition once; undefined for one that does not exist or can't be parsed. */
const createLookup = ({ definitions }: Release, flagged: { count: number }): Lookup => {
  const parsed = new Map<string, { readonly side: Side | undefined; readonly isFlagged: boolean }>()
  const find = (name: string): Side | undefined => {
    let known = parsed.get(name)
    if (known === undefined) {
      const definition = definitions.get(name)
      known = { side: definition && parse(name, definition), isFlagged: isFlagged(definition?.content ?? '') }
      parsed.set(name, known)
    }
    if (known.isFlagged) flagged.count++
    return known.side
  }
  return Object.assign(find, { hasFlags: definitions.values().some(({ content }) => isFlagged(content)) })
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

/** Returns the reasons that do not depend on a direction: name and media types. */
export function ownReasons(from: string, a: ReleaseDefinition, to: string, b: ReleaseDefinition): Reason[] {
  const reasons: Reason[] = []
  const add = (rule: Rule, message: string): void => {
    reasons.push(reasonFor(rule, 'sent', message, { before: pointerOf(from, a), after: pointerOf(to, b) }))
  }
  if (from !== to) add(definitionRules.renamed, `The definition ${from} has the name ${to}.`)
  if (!sameItems(a.accept, b.accept))
    add(definitionRules.mediaTypes, `The media types are ${b.accept.join(', ')} instead of ${a.accept.join(', ')}.`)
  return reasons
}

/** Returns true for the same strings in any order. */
export function sameItems(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && (a.every((item, i) => item === b[i]) || sameJson(a.toSorted(), b.toSorted()))
}
