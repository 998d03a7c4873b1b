import type { DefinitionPairs } from '../definition-pairs.ts'
import { bothWays, type Direction, type Places, type Rule } from '../rule.ts'
import { sameJson } from '../same-json.ts'
import { compareAdditional } from './additional-properties.ts'
import { compareUnions, compareWithUnion } from './alternatives.ts'
import { compareBounds } from './bounds.ts'
import type { Comparison, Lookup, Side } from './comparison.ts'
import { compareAnnotations, compareConstraints } from './constraints.ts'
import { compareDiscriminators } from './discriminator.ts'
import { type Flat, flatten } from './flat.ts'
import { compareItems, comparePositions } from './items.ts'
import { compareProperties } from './properties.ts'
import { findReferences } from './references.ts'
import { compareStrings } from './strings.ts'
import { compareTypes } from './types.ts'
import { compareValues } from './values.ts'

export const sizeRules = {
  tooLarge: bothWays(
    'schema-too-large',
    'breaking',
    "A schema is too large or too deep: can't be decided what changed.",
  ),
}

/** Schemas that are compared for one definition, and definitions that are merged into them. */
const MAX_COMPARED = 50_000
const MAX_MERGED = 1_000
/** Length of a pointer in characters; each level of a circular schema makes it longer. */
const MAX_POINTER = 2_000

export type Releases = {
  readonly direction: Direction
  readonly pairs: DefinitionPairs
  readonly before: Lookup
  readonly after: Lookup
}

/** Change that a rule found, in any direction. */
export type Finding = { readonly rule: Rule; readonly message: string; readonly places: Places }

export type Compared = {
  readonly findings: readonly Finding[]
  /** Names, in the new release, of the definitions that both refer to. */
  readonly links: ReadonlySet<string>
}

/** Compares two schemas without the definitions that both refer to; those are compared once for all. */
export function compareSchemas(releases: Releases, from: Side, to: Side): Compared {
  const findings: Finding[] = []
  const links = new Set<string>()
  const seen = new Set<string>()
  const open: (readonly [Side, Side])[] = [[from, to]]
  const budget = { merged: MAX_MERGED }
  const comparison: Comparison = {
    ...releases,
    report: (rule, message, before, after) => {
      findings.push({ rule, message, places: { before, after } })
    },
    visit: (before, after) => {
      const key = `${before.at}\0${after.at}`
      if (seen.has(key)) return
      seen.add(key)
      open.push([before, after])
    },
  }
  for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
    const [before, after] = pair
    if (seen.size > MAX_COMPARED || before.at.length > MAX_POINTER || budget.merged <= 0) {
      comparison.report(
        sizeRules.tooLarge,
        "The schema is too large. The effect can't be decided.",
        before.at,
        after.at,
      )
      break
    }
    compareOne(comparison, before, after, links, budget)
  }
  return { findings, links }
}

const compareOne = (
  comparison: Comparison,
  before: Side,
  after: Side,
  links: Set<string>,
  budget: { merged: number },
): void => {
  const { pairs, direction } = comparison
  if (sameJson(before.schema, after.schema)) {
    findReferences(after.schema, direction, comparison.after, name => {
      if (pairs.afterOf(name) === name) links.add(name)
    })
    return
  }
  const flats = [flatten(before, comparison.before), flatten(after, comparison.after)] as const
  if (compareWithUnion(comparison, [before, flats[0]], [after, flats[1]])) return
  const [a, b] = mergeUnpaired(comparison, [before, after], flats, budget)
  for (const name of b.refs) links.add(name)
  if (hasSameKeywords(a, b)) {
    compareParts(comparison, a, b)
    comparePositions(comparison, a, b)
    return
  }
  compareAnnotations(comparison, a, b)
  if (!compareTypes(comparison, a, b)) return
  compareValues(comparison, a, b)
  compareBounds(comparison, a, b)
  compareStrings(comparison, a, b)
  compareParts(comparison, a, b)
  compareDiscriminators(comparison, a, b)
  compareConstraints(comparison, a, b, comparePositions(comparison, a, b))
}

/** Compares what has schemas of its own. */
const compareParts = (comparison: Comparison, a: Flat, b: Flat): void => {
  compareProperties(comparison, a, b)
  compareAdditional(comparison, a, b)
  compareItems(comparison, a, b)
  compareUnions(comparison, a, b)
}

/** Returns true if at most properties differ, and which are required. */
const hasSameKeywords = (a: Flat, b: Flat): boolean =>
  a.nullable === b.nullable &&
  a.rest.length + b.rest.length === 0 &&
  [a, b].every(({ own }, side) => {
    const other = (side === 0 ? b : a).own
    return own.keys().every(keyword => keyword === 'required' || sameJson(own.get(keyword), other.get(keyword)))
  })

/** Merges the definitions that only one of the schemas refers to into the schemas. */
const mergeUnpaired = (
  { pairs, before, after }: Comparison,
  [from, to]: readonly [Side, Side],
  flats: readonly [Flat, Flat],
  budget: { merged: number },
): readonly [Flat, Flat] => {
  const [old, fresh] = [new Set<string>(), new Set<string>()]
  for (let [a, b] = flats; ; [a, b] = [flatten(from, before, old), flatten(to, after, fresh)]) {
    if (a.refs.size === 0 && b.refs.size === 0) return [a, b]
    const lone = [...a.refs].filter(name => !b.refs.has(pairs.afterOf(name) ?? ''))
    const others = [...b.refs].filter(name => !a.refs.has(pairs.beforeOf(name) ?? ''))
    if ((lone.length === 0 && others.length === 0) || budget.merged <= 0) return [a, b]
    const [[was], [is]] = [lone, others]
    if (lone.length === 1 && others.length === 1 && was !== undefined && is !== undefined && pairs.isPair(was, is))
      continue
    budget.merged -= lone.length + others.length
    for (const name of lone) old.add(name)
    for (const name of others) fresh.add(name)
  }
}
