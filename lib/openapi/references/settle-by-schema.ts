import { ExactNumber } from '../../json/exact-number.ts'
import { child, type Located } from '../../json/location.ts'
import { asMapping, getField, getOwn, isMapping, type Mapping } from '../../json/mapping.ts'
import { hasOnlyStrings, readTypeName } from '../objects/type-name.ts'
import { type SourceTexts, type UnsettledValues, VALUES } from '../parse/unsettled-values.ts'
import type { Resolver } from './resolver.ts'

/** Schemas that apply to a value together; `isString` is true if one of them allows only strings, or null. */
type Applying = { readonly schemas: readonly Located<Mapping>[]; readonly isString: boolean }

type Known = {
  readonly resolver: Resolver
  readonly texts: SourceTexts
  /** Result of `requiresString` by schema. */
  readonly strings: Map<Mapping, boolean>
  /** Schemas that may still be searched in this document. */
  readonly searches: { left: number }
}

/** Schemas that are searched for a document and for one value, and levels of nested alternatives; real documents stay far below. */
const MAX_SEARCHES = 200_000
const MAX_SCHEMAS = 50
const MAX_LEVELS = 10

/**
 * Replaces numbers and booleans of YAML by their source text where the type of a schema requires a string, through `$ref`,
 * `allOf`, `anyOf`, `oneOf`, `items` and `properties`: a plain scalar has no type of its own. Changes the objects of the
 * files, as no other code has them yet; nested values are copied, since aliases may share them.
 */
export function settleBySchema(all: readonly UnsettledValues[], resolver: Resolver): void {
  const strings = new Map<Mapping, boolean>()
  const searches = { left: MAX_SEARCHES }
  for (const { owner, at, texts } of all) {
    const known: Known = { resolver, texts, strings, searches }
    const node = { value: owner, at }
    if (getOwn(owner, 'in') === undefined) settleSchema(known, node, owner)
    else settleParameter(known, node)
  }
}

const settleSchema = (known: Known, node: Located<Mapping>, owner: Record<string, unknown>): void => {
  const applying = applyingAt(known, [node])
  for (const key of VALUES) {
    const value = owner[key]
    if (value === undefined) continue
    const isArrayOfValues = (key === 'enum' || key === 'examples') && Array.isArray(value)
    owner[key] = isArrayOfValues
      ? settleItems(known, value, applying)
      : settle(known, value, { owner, key }, () => applying)
  }
}

/** Settles the examples of a parameter, or of its media type. */
const settleParameter = (known: Known, { value: parameter, at }: Located<Mapping>): void => {
  const content = getField({ value: parameter, at }, 'content')
  const mediaTypes = Object.entries(asMapping(content.value) ?? {}).map(([name, value]) => ({
    value,
    at: child(content.at, name),
  }))
  for (const { value, at: place } of [{ value: parameter, at }, ...mediaTypes]) {
    if (!isMapping(value)) continue
    const applying = applyingAt(known, [getField({ value, at: place }, 'schema')])
    const settleIn = (owner: Record<string, unknown>, key: string): void => {
      if (owner[key] !== undefined) owner[key] = settle(known, owner[key], { owner, key }, () => applying)
    }
    settleIn(value as Record<string, unknown>, 'example')
    for (const example of Object.values(asMapping(getOwn(value, 'examples')) ?? {}))
      if (isMapping(example)) for (const key of EXAMPLE_VALUES) settleIn(example as Record<string, unknown>, key)
  }
}

/** @see https://spec.openapis.org/oas/v3.2.0.html#example-object */
const EXAMPLE_VALUES = ['value', 'dataValue']

/** Object or array of a scalar, with its key or index. */
type Place = { readonly owner: object; readonly key: string | number }

/** Returns a value with its scalars as the schemas require; the same value if nothing changes. */
const settle = (known: Known, value: unknown, { owner, key }: Place, applyingHere: () => Applying): unknown => {
  if (known.searches.left < 0) return value
  if (typeof value === 'number' || typeof value === 'boolean' || value instanceof ExactNumber)
    return applyingHere().isString ? (known.texts.get(owner)?.get(key) ?? String(value)) : value
  if (Array.isArray(value)) {
    const { schemas } = applyingHere()
    return settleItems(
      known,
      value,
      applyingAt(
        known,
        schemas.map(schema => getField(schema, 'items')),
      ),
    )
  }
  if (!isMapping(value)) return value
  const { schemas } = applyingHere()
  const properties = schemas.map(schema => getField(schema, 'properties')).filter(isLocatedMapping)
  if (properties.length === 0) return value
  const changed = Object.entries(value).flatMap(([name, member]) => {
    const place = { owner: value, key: name }
    const settled = settle(known, member, place, () =>
      applyingAt(
        known,
        properties.map(all => getField(all, name)),
      ),
    )
    return settled === member ? [] : [[name, settled] as const]
  })
  return changed.length === 0 ? value : { ...value, ...Object.fromEntries(changed) }
}

const isLocatedMapping = (node: Located): node is Located<Mapping> => isMapping(node.value)

const settleItems = (known: Known, items: readonly unknown[], applying: Applying): readonly unknown[] => {
  if (applying.schemas.length === 0) return items
  const settled = items.map((item, key) => settle(known, item, { owner: items, key }, () => applying))
  return settled.some((item, i) => item !== items[i]) ? settled : items
}

/** Returns some schemas with the targets of their `$ref`, the members of their `allOf`, and theirs. */
const applyingAt = (known: Known, starts: readonly Located[], level = 0): Applying => {
  const found = new Map<unknown, Located<Mapping>>()
  const open: Located[] = [...starts]
  for (let next = open.pop(); next !== undefined && found.size < MAX_SCHEMAS; next = open.pop()) {
    const { value, at } = next
    if (!isMapping(value) || found.has(value)) continue
    found.set(value, { value, at })
    if (--known.searches.left < 0) break
    const target = known.resolver.follow({ value, at })
    if (target.ok && target.value.value !== value) open.push(target.value)
    for (const member of schemasIn({ value, at }, 'allOf', MAX_SCHEMAS)) open.push(member)
  }
  const schemas = [...found.values()]
  return { schemas, isString: schemas.some(schema => requiresString(known, schema, level)) }
}

/** Returns the members of `allOf`, `anyOf` or `oneOf`: at most so many. */
const schemasIn = (schema: Located<Mapping>, keyword: string, most = Infinity): Located[] => {
  const { value: members, at } = getField(schema, keyword)
  if (!Array.isArray(members)) return []
  return members.slice(0, most).map((value: unknown, i) => ({ value, at: child(at, i) }))
}

/** Returns true for a schema that allows only strings, or null, by its own keywords. A circular schema does not. */
const requiresString = (known: Known, { value, at }: Located<Mapping>, level: number): boolean => {
  const before = known.strings.get(value)
  if (before !== undefined || level > MAX_LEVELS) return before ?? false
  known.strings.set(value, false)
  const isString =
    hasOnlyStrings(getOwn(value, 'type')) ||
    ['anyOf', 'oneOf'].some(keyword => {
      const members = schemasIn({ value, at }, keyword).filter(member => !isNull(member.value))
      return members.length > 0 && members.every(member => applyingAt(known, [member], level + 1).isString)
    })
  known.strings.set(value, isString)
  return isString
}

const isNull = (schema: unknown): boolean => isMapping(schema) && readTypeName(getOwn(schema, 'type')) === 'null'
