import { bothWays, narrowing, widening } from '../rule.ts'
import { sameJson } from '../same-json.ts'
import { quoted } from '../text.ts'
import type { Comparison } from './comparison.ts'
import type { Flat } from './flat.ts'

export const stringRules = {
  patternAdded: narrowing('pattern-added', 'A string must match a pattern.'),
  patternRemoved: widening('pattern-removed', 'A string does not have to match a pattern any more.'),
  patternChanged: bothWays(
    'pattern-changed',
    'breaking',
    "Another pattern: can't be decided which strings match both.",
  ),
  formatAdded: narrowing('format-added', 'A value has a format.'),
  formatRemoved: widening('format-removed', 'A value has no format any more.'),
  formatNamed: bothWays(
    'format-named',
    'compatible',
    'A number has the format `int64` or `double`, or not: the size that numbers have anyway.',
  ),
  formatNarrowed: narrowing('format-narrowed', 'A number has a smaller format: `int32` instead of `int64`.'),
  formatWidened: widening('format-widened', 'A number has a larger format: `int64` instead of `int32`.'),
  formatChanged: bothWays('format-changed', 'breaking', "Another format: can't be decided which values have both."),
  encodingChanged: bothWays(
    'content-encoding-changed',
    'breaking',
    "A string has content of another encoding, media type or schema: can't be decided what both accept.",
  ),
}

/** Formats that accept all values of the other. */
const WIDER: Readonly<Record<string, string>> = { int32: 'int64', float: 'double' }
const ENCODINGS = ['contentEncoding', 'contentMediaType', 'contentSchema'] as const

/** Formats that accept all numbers of their type. */
const USUAL = new Set(['int64', 'double'])

/** Returns true if one of two formats is not set, and the other restricts no number. */
export function isUsualFormat(a: unknown, b: unknown): boolean {
  const stated = a ?? b
  return (a === undefined) !== (b === undefined) && typeof stated === 'string' && USUAL.has(stated)
}

/** Compares the form of strings and numbers. */
export function compareStrings({ report }: Comparison, before: Flat, after: Flat): void {
  const changeOf = (keyword: string) => {
    const [a, b] = [before.own.get(keyword), after.own.get(keyword)]
    if (sameJson(a, b)) return undefined
    const places = [before.placeOf(keyword), after.placeOf(keyword)] as const
    return { a, b, places, message: `The ${keyword} is ${text(b)} instead of ${text(a)}.` }
  }
  const pattern = changeOf('pattern')
  if (pattern !== undefined) {
    const { a, b, message, places } = pattern
    if (a === undefined) report(stringRules.patternAdded, `The string must match ${quoted(b)}.`, ...places)
    else if (b === undefined)
      report(stringRules.patternRemoved, `Strings that do not match ${quoted(a)} are allowed.`, ...places)
    else report(stringRules.patternChanged, `${message} ${UNDECIDED}`, ...places)
  }
  const format = changeOf('format')
  if (format !== undefined) {
    const { a, b, message, places } = format
    if (isUsualFormat(a, b)) report(stringRules.formatNamed, message, ...places)
    else if (a === undefined) report(stringRules.formatAdded, message, ...places)
    else if (b === undefined) report(stringRules.formatRemoved, message, ...places)
    else if (WIDER[String(b)] === a) report(stringRules.formatNarrowed, message, ...places)
    else if (WIDER[String(a)] === b) report(stringRules.formatWidened, message, ...places)
    else report(stringRules.formatChanged, `${message} ${UNDECIDED}`, ...places)
  }
  for (const keyword of ENCODINGS) {
    const encoding = changeOf(keyword)
    if (encoding !== undefined)
      report(stringRules.encodingChanged, `${encoding.message} ${UNDECIDED}`, ...encoding.places)
  }
}

/** Sentence of a reason that can't be decided. */
export const UNDECIDED = "The effect can't be decided."

const text = (value: unknown): string => (value === undefined ? 'not set' : quoted(value))
