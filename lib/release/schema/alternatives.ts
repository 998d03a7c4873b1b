import { canonical } from '../../json/canonical.ts'
import { asMapping, getOwn, isMapping, type Mapping } from '../../json/mapping.ts'
import { narrowing, widening } from '../rule.ts'
import { sameJson } from '../same-json.ts'
import { listed, quoted } from '../text.ts'
import type { Comparison, Lookup, Side } from './comparison.ts'
import { inner } from './comparison.ts'
import { constraintRules, isOnlyUnion } from './constraints.ts'
import { type Flat, flatten, type Union } from './flat.ts'
import { definitionName } from './references.ts'
import { UNDECIDED } from './strings.ts'
import { acceptsNull, typeRules, typesOf } from './types.ts'
import { withoutTexts } from './without-texts.ts'

export const alternativeRules = {
  added: widening('alternative-added', 'An `anyOf` or `oneOf` has a new alternative.'),
  removed: narrowing('alternative-removed', 'An `anyOf` or `oneOf` lacks an alternative that it had.'),
  introduced: narrowing(
    'alternatives-introduced',
    'A value must match an alternative, as well as the schema that it had.',
  ),
  dropped: widening('alternatives-dropped', 'A value does not have to match an alternative any more.'),
  exclusive: narrowing(
    'alternatives-exclusive',
    'A value must match exactly one alternative: `oneOf` instead of `anyOf`.',
  ),
  inclusive: widening('alternatives-inclusive', 'A value may match several alternatives: `anyOf` instead of `oneOf`.'),
}

const KEYWORDS = ['anyOf', 'oneOf'] as const
type Keyword = (typeof KEYWORDS)[number]

const unionOf = ({ own }: Flat): Keyword | undefined => KEYWORDS.find(keyword => Array.isArray(own.get(keyword)))

/** Compares a schema with one that is a choice of several. Returns false if that is not the case. */
export function compareWithUnion(
  comparison: Comparison,
  [before, a]: readonly [Side, Flat],
  [after, b]: readonly [Side, Flat],
): boolean {
  const [from, to] = [unionOf(a), unionOf(b)]
  if ((from === undefined) === (to === undefined)) return false
  const { report } = comparison
  if (from === undefined) {
    if (!isOnlyUnion(b) || isEmpty(a) || refersToUnion(a, comparison.before)) return false
    matchBranches(comparison, [withoutNull(before, a)], branchesOf(b, to ?? 'anyOf'), {
      before: a.at,
      after: b.placeOf(to ?? ''),
    })
  } else {
    if (!isOnlyUnion(a) || isEmpty(b) || refersToUnion(b, comparison.after)) return false
    matchBranches(comparison, branchesOf(a, from), [withoutNull(after, b)], { before: a.placeOf(from), after: b.at })
  }
  const [was, is] = [
    a.nullable || (from === undefined && acceptsNull(a) === true),
    b.nullable || (to === undefined && acceptsNull(b) === true),
  ]
  if (!was && is) report(typeRules.nullAccepted, 'The value may be null.', a.at, b.at)
  if (was && !is) report(typeRules.nullRefused, 'The value must not be null.', a.at, b.at)
  return true
}

/** Returns true for a schema that accepts any value. */
const isEmpty = (flat: Flat): boolean => isOnlyUnion(flat)

const refersToUnion = ({ refs, own }: Flat, lookup: Lookup): boolean => {
  const [name, ...others] = refs
  if (name === undefined || others.length > 0 || own.has('type')) return false
  const target = lookup(name)
  return target !== undefined && unionOf(flatten(target, lookup)) !== undefined
}

const withoutNull = (side: Side, flat: Flat): Side => {
  const type = isMapping(side.schema) ? getOwn(side.schema, 'type') : undefined
  if (!isMapping(side.schema) || !Array.isArray(type) || flat.refs.size > 0) return side
  return { schema: { ...side.schema, type: type.filter(name => name !== 'null') }, at: side.at }
}

const branchesOf = ({ own, placeOf }: Flat, keyword: Keyword): Side[] => {
  const branches = own.get(keyword)
  return Array.isArray(branches) ? branches.map((branch, i) => inner(branch, placeOf(keyword), i)) : []
}

/** Compares the alternatives of two schemas. */
export function compareUnions(comparison: Comparison, before: Flat, after: Flat): void {
  const { report } = comparison
  const [from, to] = [unionOf(before), unionOf(after)]
  const both = KEYWORDS.filter(
    keyword => Array.isArray(before.own.get(keyword)) || Array.isArray(after.own.get(keyword)),
  )
  if (from !== undefined && to !== undefined && from !== to && both.length === 2) {
    const places = { before: before.placeOf(from), after: after.placeOf(to) }
    matchBranches(comparison, branchesOf(before, from), branchesOf(after, to), places)
    if (to === 'oneOf')
      report(alternativeRules.exclusive, 'Exactly one alternative must match.', places.before, places.after)
    else report(alternativeRules.inclusive, 'Several alternatives may match.', places.before, places.after)
    return
  }
  for (const keyword of both) {
    const [old, fresh] = unequal(unionsOf(before, keyword), unionsOf(after, keyword))
    if (old.length > 1 || fresh.length > 1) {
      const message = `Several "${keyword}" of "allOf" changed. ${UNDECIDED}`
      report(constraintRules.changed, message, before.at, after.at)
      continue
    }
    const [[from], [to]] = [old, fresh]
    const [a, b] = [sidesOf(from), sidesOf(to)]
    const places = { before: from?.at ?? before.placeOf(keyword), after: to?.at ?? after.placeOf(keyword) }
    if (from === undefined && to === undefined) continue
    if (a.length === 0) report(alternativeRules.introduced, `"${keyword}" is new.`, places.before, places.after)
    else if (b.length === 0) report(alternativeRules.dropped, `"${keyword}" was removed.`, places.before, places.after)
    else matchBranches(comparison, a, b, places)
  }
}

/** Returns all unions of a keyword: a value must match each. */
const unionsOf = ({ own, unions, placeOf }: Flat, keyword: Keyword): Union[] => [
  ...(own.has(keyword) ? [{ keyword, branches: own.get(keyword), at: placeOf(keyword) }] : []),
  ...unions.filter(union => union.keyword === keyword),
]

/** Returns the unions that the other side does not have as well, in any order. */
const unequal = (before: readonly Union[], after: readonly Union[]): readonly [Union[], Union[]] => {
  if (before.length <= 1 && after.length <= 1) return [[...before], [...after]]
  const right = [...after]
  const left = before.filter(({ keyword, branches }) => {
    const i = right.findIndex(other => sameJson(withoutTexts(branches), withoutTexts(other.branches), keyword))
    if (i >= 0) right.splice(i, 1)
    return i < 0
  })
  return [left, right]
}

const sidesOf = (union: Union | undefined): Side[] =>
  Array.isArray(union?.branches) ? union.branches.map((branch, i) => inner(branch, union.at, i)) : []

type Keys = (side: Side, lookup: Lookup) => string | undefined

/** Compares the alternatives that belong together, and reports the others. */
const matchBranches = (
  comparison: Comparison,
  before: readonly Side[],
  after: readonly Side[],
  places: { readonly before: string; readonly after: string },
): void => {
  const { pairs, report, visit } = comparison
  let [left, right] = [[...before], [...after]]
  /** Pairs what has the same key; if `isUnique`, only a key that one alternative of each side has. */
  const pair = (keyOfBefore: Keys, keyOfAfter: Keys = keyOfBefore, isUnique = false): void => {
    const [a, b] = [
      Map.groupBy(left, side => keyOfBefore(side, comparison.before)),
      Map.groupBy(right, side => keyOfAfter(side, comparison.after)),
    ]
    const matched = new Set<Side>()
    for (const [key, sides] of a) {
      const others = b.get(key) ?? []
      if (key === undefined || (isUnique && (sides.length > 1 || others.length > 1))) continue
      for (const [i, side] of sides.entries()) {
        const other = others[i]
        if (other === undefined) continue
        matched.add(side).add(other)
        visit(side, other)
      }
    }
    left = left.filter(side => !matched.has(side))
    right = right.filter(side => !matched.has(side))
  }
  pair(
    side => {
      const name = referenced(side)
      return name === undefined ? undefined : pairs.afterOf(name)
    },
    side => referenced(side),
  )
  const [a, b] = [left.map(referenced), right.map(referenced)]
  if (a.length === 1 && b.length === 1 && a[0] !== undefined && b[0] !== undefined && pairs.isPair(a[0], b[0]))
    pair(side => pairs.afterOf(referenced(side) ?? ''), referenced)
  // A choice of one is that one.
  if (before.length === 1 && after.length === 1) pair(() => '')
  pair(({ schema }) => canonical(schema))
  pair((side, lookup) => canonical(resolved(side, lookup).schema))
  pair(tagOf, tagOf, true)
  pair(shapeOf, shapeOf, true)
  pair(kindOfBranch, kindOfBranch, true)
  for (const side of left) report(alternativeRules.removed, `${nameOf(side)} was removed.`, side.at, places.after)
  for (const side of right) report(alternativeRules.added, `${nameOf(side)} is new.`, places.before, side.at)
}

const referenced = ({ schema }: Side): string | undefined =>
  isMapping(schema) ? definitionName(getOwn(schema, '$ref')) : undefined

const resolved = (side: Side, lookup: Lookup): Side => {
  const name = referenced(side)
  return (name === undefined ? undefined : lookup(name)) ?? side
}

/** Returns the properties that have one value only. */
const constantsOf = (properties: Mapping): [name: string, value: unknown][] =>
  Object.entries(properties).flatMap(([name, schema]): [string, unknown][] => {
    if (!isMapping(schema)) return []
    const values = getOwn(schema, 'enum')
    const value = getOwn(schema, 'const') ?? (Array.isArray(values) && values.length === 1 ? values[0] : undefined)
    return value === undefined ? [] : [[name, value]]
  })

/** Returns the title or the constants that identify an alternative. */
const tagOf: Keys = (side, lookup) => {
  const { own, properties } = flatten(resolved(side, lookup), lookup)
  const constant = own.get('const')
  if (constant !== undefined) return canonical(constant)
  const tags = constantsOf(Object.fromEntries([...properties].map(([name, { schema }]) => [name, schema])))
  if (tags.length > 0) return canonical(tags)
  const title = own.get('title')
  return typeof title === 'string' ? `title ${title}` : undefined
}

/** Returns the content of a definition without texts and names, which finds one that was renamed with others. */
const shapeOf: Keys = (side, lookup) =>
  referenced(side) === undefined
    ? undefined
    : canonical(withoutTexts(resolved(side, lookup).schema)).replaceAll(/"#\/\$defs\/[^"]*"/g, '""')

/** Returns the types of an alternative; undefined for a constant or a reference, which are not paired by type. */
const kindOfBranch: Keys = (side, lookup) => {
  const flat = flatten(side, lookup)
  if (flat.own.has('const') || flat.refs.size > 0) return undefined
  const types = typesOf(flat)
  return (
    types &&
    [...types]
      .map(type => (type === 'integer' ? 'number' : type))
      .sort()
      .join()
  )
}

const nameOf = (side: Side): string => {
  const name = referenced(side)
  if (name !== undefined) return `The alternative ${name}`
  const schema = asMapping(side.schema) ?? {}
  const title = getOwn(schema, 'title')
  if (typeof title === 'string') return `The alternative ${quoted(title)}`
  const [[key, value] = []] = constantsOf(asMapping(getOwn(schema, 'properties')) ?? {})
  if (key !== undefined) return `The alternative with ${quoted(key)} ${quoted(value)}`
  const values = getOwn(schema, 'enum')
  if (Array.isArray(values)) return `The alternative ${listed(values)}`
  const type = getOwn(schema, 'type')
  return typeof type === 'string' ? `The alternative of type ${type}` : 'An alternative'
}
