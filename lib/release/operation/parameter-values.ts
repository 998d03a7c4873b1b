import { namesFormat } from '../../conversion/parameters/names-format.ts'
import { bothWays, narrowing, type Rule, undirected, widening } from '../rule.ts'
import { isUsualFormat, UNDECIDED } from '../schema/strings.ts'
import { listedTexts } from '../text.ts'
import { type ParameterFacts, readFacts } from './parameter-facts.ts'
import { compareRestrictions } from './restrictions.ts'

export const parameterValueRules = {
  enumIntroduced: narrowing('parameter-enum-introduced', 'A parameter has allowed values, and could have any.'),
  enumDropped: widening('parameter-enum-dropped', 'A parameter may have any value, and had allowed ones.'),
  enumAdded: widening('parameter-enum-value-added', 'A parameter has new allowed values.'),
  enumRemoved: narrowing('parameter-enum-value-removed', 'A parameter lacks allowed values that it had.'),
  enumUnknown: bothWays(
    'parameter-enum-unknown',
    'breaking',
    "Allowed values changed that the note of the parameter does not list: can't be decided which.",
  ),
  formatNamed: bothWays(
    'parameter-format-named',
    'compatible',
    'A number has the format `int64` or `double`, or not: the size that numbers have anyway.',
  ),
  formatAdded: narrowing('parameter-format-added', 'A parameter has a format.'),
  formatRemoved: widening('parameter-format-removed', 'A parameter has no format any more.'),
  formatChanged: bothWays(
    'parameter-format-changed',
    'breaking',
    "Another format: can't be decided which values have both.",
  ),
  tightened: narrowing('parameter-tightened', 'A parameter accepts fewer values: a bound, a length, a pattern.'),
  loosened: widening('parameter-loosened', 'A parameter accepts more values: a bound, a length, a pattern.'),
  changed: bothWays(
    'parameter-values-changed',
    'breaking',
    "A parameter has another pattern, or other alternatives or properties: can't be decided which values both accept.",
  ),
  serialisation: bothWays('parameter-serialisation-changed', 'breaking', 'A list or object is written in another way.'),
  deprecated: undirected('parameter-deprecated', 'compatible', 'A parameter is deprecated.'),
  undeprecated: undirected('parameter-not-deprecated', 'compatible', 'A parameter is not deprecated any more.'),
  text: undirected('parameter-text-changed', 'annotation', 'The text of a parameter changed.'),
}

type Report = (rule: Rule, message: string) => void

/**
 * Compares the notes of a parameter.
 * @param values result of comparing the schemas of the parameter; if unknown, the values of the notes are compared
 */
export function compareNotes(
  report: Report,
  name: string,
  [from = '', to = '']: readonly [string | undefined, string | undefined],
  values: 'unknown' | 'equal' | 'reported',
): void {
  if (from === to) return
  const [before, after] = [readFacts(from), readFacts(to)]
  let isReported = values === 'reported'
  const add: Report = (rule, message) => {
    isReported = true
    report(rule, message)
  }
  if (!before.isDeprecated && after.isDeprecated) add(parameterValueRules.deprecated, `The ${name} is deprecated.`)
  if (before.isDeprecated && !after.isDeprecated)
    add(parameterValueRules.undeprecated, `The ${name} is not deprecated any more.`)
  if (before.serialisation !== after.serialisation)
    add(
      parameterValueRules.serialisation,
      `The ${name} is written in another way: ${after.serialisation ?? 'as one value'}`,
    )
  if (values === 'unknown') compareValues(add, name, before, after)
  if (!isReported) report(parameterValueRules.text, `The text of the ${name} changed.`)
}

const compareValues = (report: Report, name: string, before: ParameterFacts, after: ParameterFacts): void => {
  compareAllowed(report, name, before, after)
  compareFormats(report, name, before, after)
  compareRanges(report, `The ${name}`, [before, before.restrictions], [after, after.restrictions])
  compareRanges(report, `Each item of the ${name}`, [before, before.itemRestrictions], [after, after.itemRestrictions])
  compareAlternatives(report, name, before.alternatives, after.alternatives)
  if (!isSameSet(before.fields, after.fields))
    report(parameterValueRules.changed, `The ${name} has other properties. ${UNDECIDED}`)
}

type Stated = readonly [note: ParameterFacts, restrictions: readonly string[]]

const compareRanges = (report: Report, subject: string, before: Stated, after: Stated): void => {
  for (const { effect, message } of compareRestrictions(unknownTo(before, after), unknownTo(after, before))) {
    const rule = effect === 'undecided' ? parameterValueRules.changed : parameterValueRules[effect]
    report(rule, `${subject}: ${message}${effect === 'undecided' ? ` ${UNDECIDED}` : ''}`)
  }
}

/** Returns the restrictions of one note that the other does not have in its own words. */
const unknownTo = ([, restrictions]: Stated, [note, others]: Stated): string[] =>
  restrictions.filter(phrase => others.includes(phrase) || !hasPhrase(note.text, phrase))

/** Returns true for a whole phrase: "at most 100" does not have "at most 10". */
const hasPhrase = (text: string, phrase: string): boolean => {
  for (let at = text.indexOf(phrase); at >= 0; at = text.indexOf(phrase, at + 1)) {
    const next = text.slice(at + phrase.length, at + phrase.length + 2)
    if (!/[\w.-]$/.test(text.slice(0, at)) && !/^(?:\w|\.\d)/.test(next)) return true
  }
  return false
}

const compareAlternatives = (
  report: Report,
  name: string,
  before: readonly string[],
  after: readonly string[],
): void => {
  if (isSameSet(before, after)) return
  const isListed = [before, after].every(texts => texts.length > 0 && !texts.some(text => /^\d+ more$/.test(text)))
  const added = after.filter(text => !before.includes(text))
  const removed = before.filter(text => !after.includes(text))
  if (!isListed || (added.length > 0 && removed.length > 0))
    report(parameterValueRules.changed, `The ${name} has other alternatives. ${UNDECIDED}`)
  else if (added.length > 0)
    report(parameterValueRules.loosened, `The ${name} has new alternatives: ${added.join('; ')}.`)
  else report(parameterValueRules.tightened, `The ${name} lacks alternatives: ${removed.join('; ')}.`)
}

const isSameSet = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every(item => b.includes(item))

const compareAllowed = (report: Report, name: string, before: ParameterFacts, after: ParameterFacts): void => {
  const [a, b] = [before.allowed, after.allowed]
  if (a === undefined || b === undefined) {
    if (b !== undefined)
      report(parameterValueRules.enumIntroduced, `The ${name} has allowed values: ${listedTexts(b)}.`)
    if (a !== undefined)
      report(parameterValueRules.enumDropped, `The ${name} may have other values than the listed ones.`)
    return
  }
  if (a.join() === b.join() && before.more === after.more) return
  if (before.more + after.more > 0) {
    report(parameterValueRules.enumUnknown, `The allowed values of the ${name} changed. ${UNDECIDED}`)
    return
  }
  const added = b.filter(value => !a.includes(value))
  const removed = a.filter(value => !b.includes(value))
  if (added.length > 0) report(parameterValueRules.enumAdded, `The ${name} has new values: ${listedTexts(added)}.`)
  if (removed.length > 0) report(parameterValueRules.enumRemoved, `The ${name} lacks values: ${listedTexts(removed)}.`)
}

const compareFormats = (report: Report, name: string, before: ParameterFacts, after: ParameterFacts): void => {
  const [a, b] = [before.format, after.format]
  // A note does not repeat a format that its description names.
  const isNamed = (format: string | undefined, { format: own, text }: ParameterFacts): boolean =>
    format !== undefined && namesFormat(text.replace(`Format: ${own}.`, ''), format)
  if (a === b || isNamed(a, after) || isNamed(b, before)) return
  if (isUsualFormat(a, b))
    report(
      parameterValueRules.formatNamed,
      `The ${name} ${b === undefined ? `does not have the format ${a} any more` : `has the format ${b}`}.`,
    )
  else if (a === undefined) report(parameterValueRules.formatAdded, `The ${name} has the format ${b}.`)
  else if (b === undefined)
    report(parameterValueRules.formatRemoved, `The ${name} does not have the format ${a} any more.`)
  else report(parameterValueRules.formatChanged, `The ${name} has the format ${b} instead of ${a}. ${UNDECIDED}`)
}
