/** Restrictions of a parameter: ranges by their unit, and phrases of other kinds. */
type Restrictions = {
  readonly ranges: ReadonlyMap<string, Range>
  /** Phrases by their first word: `pattern`, `multiple`, `each`. */
  readonly phrases: ReadonlyMap<string, string>
}

type Range = { readonly min: Limit; readonly max: Limit }
type Limit = { readonly value: number; readonly excluded: boolean }

export type RestrictionChange = { readonly effect: 'tightened' | 'loosened' | 'undecided'; readonly message: string }

const NO_RANGE: Range = {
  min: { value: Number.NEGATIVE_INFINITY, excluded: false },
  max: { value: Number.POSITIVE_INFINITY, excluded: false },
}

/** Compares the phrases that restrict a value. */
export function compareRestrictions(before: readonly string[], after: readonly string[]): RestrictionChange[] {
  const [a, b] = [parsed(before), parsed(after)]
  const changes: RestrictionChange[] = []
  for (const unit of new Set([...a.ranges.keys(), ...b.ranges.keys()])) {
    const [from, to] = [a.ranges.get(unit) ?? NO_RANGE, b.ranges.get(unit) ?? NO_RANGE]
    for (const side of ['min', 'max'] as const) {
      if (from[side].value === to[side].value && from[side].excluded === to[side].excluded) continue
      const message = `The ${side}imum${unit === '' ? '' : ` number of ${unit}`} is ${text(to[side])} instead of ${text(from[side])}.`
      changes.push({ effect: isTighter(side, from[side], to[side]) ? 'tightened' : 'loosened', message })
    }
  }
  for (const kind of new Set([...a.phrases.keys(), ...b.phrases.keys()])) {
    const [from, to] = [a.phrases.get(kind), b.phrases.get(kind)]
    if (from === to) continue
    if (from === undefined) changes.push({ effect: 'tightened', message: `The value is restricted: ${to}.` })
    else if (to === undefined) changes.push({ effect: 'loosened', message: `A restriction was removed: ${from}.` })
    else changes.push({ effect: 'undecided', message: `The value has the restriction ${to} instead of ${from}.` })
  }
  return changes
}

const isTighter = (side: 'min' | 'max', from: Limit, to: Limit): boolean =>
  from.value === to.value ? to.excluded : side === 'min' ? to.value > from.value : to.value < from.value

const text = ({ value, excluded }: Limit): string =>
  Number.isFinite(value) ? `${value}${excluded ? ' (excluded)' : ''}` : 'not limited'

const PHRASES: readonly (readonly [RegExp, (range: Range, first: number, second: number) => Range])[] = [
  [
    /^(\S+) to (\S+)(?: (\w+))?$/,
    (_, min, max) => ({ min: { value: min, excluded: false }, max: { value: max, excluded: false } }),
  ],
  [/^at least (\S+)()(?: (\w+))?$/, (range, min) => ({ ...range, min: { value: min, excluded: false } })],
  [/^at most (\S+)()(?: (\w+))?$/, (range, max) => ({ ...range, max: { value: max, excluded: false } })],
  [
    /^exactly (\S+)()(?: (\w+))?$/,
    (_, value) => ({ min: { value, excluded: false }, max: { value, excluded: false } }),
  ],
  [/^greater than (\S+)()(?: (\w+))?$/, (range, min) => ({ ...range, min: { value: min, excluded: true } })],
  [/^less than (\S+)()(?: (\w+))?$/, (range, max) => ({ ...range, max: { value: max, excluded: true } })],
]

const parsed = (stated: readonly string[]): Restrictions => {
  const ranges = new Map<string, Range>()
  const phrases = new Map<string, string>()
  for (const phrase of stated) {
    const isRange = PHRASES.some(([pattern, apply]) => {
      const match = pattern.exec(phrase)
      if (match === null) return false
      const [, first = '', second = '', noun = ''] = match
      const unit = noun.replace(/y$/, 'ies').replace(/([^s])$/, '$1s')
      ranges.set(unit, apply(ranges.get(unit) ?? NO_RANGE, Number(first), Number(second)))
      return true
    })
    if (!isRange) phrases.set(phrase.split(' ')[0] ?? phrase, phrase)
  }
  return { ranges, phrases }
}
