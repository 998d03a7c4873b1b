import { bothWays, narrowing, widening } from '../rule.ts'
import { sameJson } from '../same-json.ts'
import { quoted } from '../text.ts'
import type { Comparison } from './comparison.ts'
import type { Flat } from './flat.ts'
import { numberOf } from './numbers.ts'

export const boundRules = {
  tightened: narrowing('bound-tightened', 'A bound accepts fewer values: `minimum`, `maxLength`, `uniqueItems` …'),
  loosened: widening('bound-loosened', 'A bound accepts more values: `minimum`, `maxLength`, `uniqueItems` …'),
  changed: bothWays(
    'multiple-changed',
    'breaking',
    '`multipleOf` changed, and neither value is a multiple of the other.',
  ),
}

const LOWER = ['minLength', 'minItems', 'minProperties'] as const
const UPPER = ['maxLength', 'maxItems', 'maxProperties'] as const

/** Compares numbers that restrict a value, its length or its size. */
export function compareBounds(comparison: Comparison, before: Flat, after: Flat): void {
  const compare = (keyword: string, a: Bound, b: Bound, isUpper: boolean): void => {
    if (a.value === b.value && a.excluded === b.excluded) return
    const isTighter = a.value === b.value ? b.excluded : isUpper === b.value < a.value
    const rule = isTighter ? boundRules.tightened : boundRules.loosened
    const message = `${keyword} is ${textOf(b)} instead of ${textOf(a)}.`
    comparison.report(rule, message, before.placeOf(a.keyword), after.placeOf(b.keyword))
  }
  compare('The minimum', lowest(before), lowest(after), false)
  compare('The maximum', highest(before), highest(after), true)
  for (const keyword of LOWER) compare(keyword, plain(before, keyword, 0), plain(after, keyword, 0), false)
  for (const keyword of UPPER) compare(keyword, plain(before, keyword, INFINITE), plain(after, keyword, INFINITE), true)
  compareUnique(comparison, before, after)
  compareMultiple(comparison, before, after)
}

type Bound = { readonly keyword: string; readonly value: number; readonly excluded: boolean }

const INFINITE = Number.POSITIVE_INFINITY

const plain = ({ own }: Flat, keyword: string, none: number): Bound => ({
  keyword,
  value: numberOf(own.get(keyword)) ?? none,
  excluded: false,
})

const lowest = (flat: Flat): Bound => {
  const bound = plain(flat, 'minimum', -INFINITE)
  const open = plain(flat, 'exclusiveMinimum', -INFINITE)
  return open.value >= bound.value && open.value > -INFINITE ? { ...open, excluded: true } : bound
}

const highest = (flat: Flat): Bound => {
  const bound = plain(flat, 'maximum', INFINITE)
  const open = plain(flat, 'exclusiveMaximum', INFINITE)
  return open.value <= bound.value && open.value < INFINITE ? { ...open, excluded: true } : bound
}

const textOf = ({ value, excluded }: Bound): string =>
  Number.isFinite(value) ? `${value}${excluded ? ' (excluded)' : ''}` : 'not limited'

const compareUnique = ({ report }: Comparison, before: Flat, after: Flat): void => {
  const [a, b] = [before, after].map(({ own }) => own.get('uniqueItems') === true)
  if (a === b) return
  const places = [before.placeOf('uniqueItems'), after.placeOf('uniqueItems')] as const
  if (b) report(boundRules.tightened, 'Items must be unique.', ...places)
  else report(boundRules.loosened, 'Items may be equal.', ...places)
}

const compareMultiple = ({ report }: Comparison, before: Flat, after: Flat): void => {
  const [from, to] = [before.own.get('multipleOf'), after.own.get('multipleOf')]
  const [a, b] = [numberOf(from), numberOf(to)]
  if (sameJson(from, to) || a === b) return
  const places = [before.placeOf('multipleOf'), after.placeOf('multipleOf')] as const
  const message = `multipleOf is ${quoted(to ?? null)} instead of ${quoted(from ?? null)}.`
  if (a === undefined || (b !== undefined && isMultiple(b, a))) report(boundRules.tightened, message, ...places)
  else if (b === undefined || isMultiple(a, b)) report(boundRules.loosened, message, ...places)
  else report(boundRules.changed, message, ...places)
}

/** Fractions are not decided by a remainder: `0.3 % 0.1` is not 0. */
const isMultiple = (value: number, of: number): boolean =>
  Number.isInteger(value) && Number.isInteger(of) && of !== 0 && value % of === 0
