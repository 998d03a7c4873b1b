import type { ValueShape } from '../shapes/combine-shapes.ts'
import type { ValueLimits } from '../shapes/value-limits.ts'
import { isSameJson } from '../shapes/value-limits.ts'
import { scalarType } from '../shapes/value-shape.ts'
import { oneLine } from '../text.ts'
import { allowedText, codeOf } from './allowed-values.ts'

/** Maximum number of names or alternatives that are listed; others are counted. */
const MAX_LISTED = 30

/**
 * Returns the restrictions of a value as a phrase: `integer, 1 to 100, multiple of 5`. Empty if there are none.
 * `known` is the description of the parameter; facts in it are not repeated.
 */
export function restrictionsOf(shape: ValueShape, known = ''): string {
  const phrases = phrasesOf(shape).filter(phrase => !repeats(known, phrase))
  const inside = itemsText(shape)
  if (inside !== '') phrases.push(inside)
  if (phrases.length === 0) return ''
  return [...(isComposed(shape) ? [] : [typeText(shape)]), ...phrases].filter(text => text !== '').join(', ')
}

/** Returns a whole description of a nested shape: an item, or an alternative. */
const describe = (shape: ValueShape): string => {
  const { format, allowed, fields, alternatives, description } = shape
  const text = [
    typeText(shape),
    ...(format === undefined ? [] : [`format ${oneLine(format)}`]),
    ...phrasesOf(shape),
    ...(allowed === undefined || allowed.length === 0 || alternatives !== undefined
      ? []
      : [allowed.length === 1 ? allowedText(allowed, false) : `one of ${allowedText(allowed, false)}`]),
    ...(fields === undefined ? [] : [`with ${namesText(fields)}`]),
    ...(alternatives === undefined ? [] : [alternativesText(alternatives)]),
    itemsText(shape),
  ]
    .filter(part => part !== '')
    .join(', ')
  return description === undefined ? text : `${text} (${oneLine(description)})`
}

/** Returns the alternatives of a value: `string, at most 5 characters; or integer, at least 1`. */
export function alternativesText(alternatives: readonly ValueShape[]): string {
  const shown = alternatives.slice(0, MAX_LISTED).map(describe)
  return [...shown, ...more(alternatives.length)].join('; or ')
}

/** Returns names in code spans. */
export function namesText(names: readonly string[]): string {
  return [...names.slice(0, MAX_LISTED).map(name => codeOf(name)), ...more(names.length)].join(', ')
}

const more = (count: number): string[] => (count > MAX_LISTED ? [`${count - MAX_LISTED} more`] : [])

/** Returns the facts about items, except the allowed values of a list, which the note lists. */
const itemsText = ({ allowed, items }: ValueShape): string => {
  if (items === undefined) return ''
  const isListed = allowed === undefined && items.allowed !== undefined && items.alternatives === undefined
  const shown = isListed ? { ...items, allowed: undefined } : items
  return SHOWN.every(fact => shown[fact] === undefined) ? '' : `each item: ${describe(shown)}`
}

const SHOWN = ['allowed', 'format', 'description', 'items', 'limits', 'fields', 'alternatives'] as const

const isComposed = ({ types }: ValueShape): boolean => types.includes('array') || types.includes('object')

const typeText = (shape: ValueShape): string => {
  const types = shape.types.filter(type => type !== 'null')
  return types.length === 0 ? '' : isComposed(shape) ? types.join(' or ') : scalarType(shape)
}

const phrasesOf = ({ limits }: ValueShape): string[] =>
  limits === undefined
    ? []
    : [
        ...rangeOf(limits),
        ...spanOf(limits.minLength, limits.maxLength, 'character'),
        ...spanOf(limits.minItems, limits.maxItems, 'item'),
        ...spanOf(limits.minProperties, limits.maxProperties, 'propert', ['y', 'ies']),
        ...(limits.uniqueItems === undefined ? [] : ['each item once']),
        ...(limits.multipleOf ?? []).map(value => `multiple of ${value}`),
        ...(limits.pattern ?? []).map(value => `pattern ${codeOf(value)}`),
        ...(limits.contentEncoding ?? []).map(value => `encoded as ${oneLine(String(value))}`),
        ...(limits.contentMediaType ?? []).map(value => `content of type ${oneLine(String(value))}`),
      ]

const rangeOf = ({ minimum, maximum, exclusiveMinimum: above, exclusiveMaximum: below }: ValueLimits): string[] => {
  if (above === undefined && below === undefined) return boundsOf(minimum?.[0], maximum?.[0])
  return [
    ...boundsOf(minimum?.[0], undefined),
    ...(above === undefined ? [] : [`greater than ${above[0]}`]),
    ...boundsOf(undefined, maximum?.[0]),
    ...(below === undefined ? [] : [`less than ${below[0]}`]),
  ]
}

const boundsOf = (min: unknown, max: unknown): string[] => {
  if (min === undefined) return max === undefined ? [] : [`at most ${max}`]
  if (max === undefined) return [`at least ${min}`]
  return isSameJson(min, max) ? [`exactly ${min}`] : [`${min} to ${max}`]
}

/** Returns `3 to 20 characters`. A least number of 0 restricts nothing. */
const spanOf = (
  min: readonly unknown[] | undefined,
  max: readonly unknown[] | undefined,
  noun: string,
  [one, many] = ['', 's'],
): string[] => {
  const least = min?.[0] === 0 ? undefined : min?.[0]
  return boundsOf(least, max?.[0]).map(text => `${text} ${noun}${(max?.[0] ?? least) === 1 ? one : many}`)
}

/** Returns true if a description has a phrase already, in its own words for a range. */
const repeats = (description: string, phrase: string): boolean => {
  const range = RANGE.exec(phrase)
  if (range === null) return description.includes(phrase)
  const [, min, max] = range
  return [...description.matchAll(RANGES)].some(([, from, to]) => from === min && to === max)
}

const RANGE = /^(-?[\d.]+) to (-?[\d.]+)/
const RANGES = /(?<![\w.-])(-?\d[\d.]*)\s*(?:to|and|-|–|\.\.+)\s*(-?\d+(?:\.\d+)?)(?!\w)/g
