import { canonical } from '../../json/canonical.ts'
import { bothWays, narrowing, undirected, widening } from '../rule.ts'
import { sameJson } from '../same-json.ts'
import { listed, quoted } from '../text.ts'
import type { Comparison } from './comparison.ts'
import type { Flat } from './flat.ts'
import { UNDECIDED } from './strings.ts'
import { keywordWithoutTexts, withoutTexts } from './without-texts.ts'

export const constraintRules = {
  added: narrowing(
    'constraint-added',
    'A constraint is new: `not`, `if`, `contains`, `propertyNames`, `dependentRequired` …',
  ),
  removed: widening('constraint-removed', 'A constraint was removed: `not`, `if`, `contains`, `propertyNames` …'),
  changed: bothWays(
    'constraint-changed',
    'breaking',
    "A constraint changed, and it can't be decided which values both accept: `not`, `if`, `unevaluatedProperties`, `patternProperties` …",
  ),
  defaultChanged: bothWays('default-changed', 'compatible', 'The default of a property is another value.'),
  deprecated: undirected('schema-deprecated', 'compatible', 'A schema or property is deprecated.'),
  undeprecated: undirected('schema-not-deprecated', 'compatible', 'A schema or property is not deprecated any more.'),
  text: undirected('text-changed', 'annotation', 'Texts only: a title, description, example or extension.'),
}

/** Keywords that only restrict: without them, more values are accepted. */
const RESTRICTING = ['not', 'if', 'contains', 'propertyNames', 'dependentRequired', 'dependentSchemas']
/** Keywords whose effect depends on others. */
const ENTANGLED = [
  'then',
  'else',
  'minContains',
  'maxContains',
  'unevaluatedProperties',
  'unevaluatedItems',
  'patternProperties',
  '$dynamicRef',
]

/** Compares the constraints that have no rule of their own, and what can't be merged with other parts. */
export function compareConstraints({ report }: Comparison, before: Flat, after: Flat, positionsMatch: boolean): void {
  const undecided = (keyword: string): void =>
    report(
      constraintRules.changed,
      `${quoted(keyword)} changed. ${UNDECIDED}`,
      before.placeOf(keyword),
      after.placeOf(keyword),
    )
  const isStated = (keyword: string): boolean => before.own.has(keyword) || after.own.has(keyword)
  for (const keyword of RESTRICTING.filter(isStated)) {
    const [a, b] = [before, after].map(({ own }) => keywordWithoutTexts(keyword, own.get(keyword)))
    if (sameJson(a, b)) continue
    const places = [before.placeOf(keyword), after.placeOf(keyword)] as const
    if (a === undefined) report(constraintRules.added, `${quoted(keyword)} is new.`, ...places)
    else if (b === undefined) report(constraintRules.removed, `${quoted(keyword)} was removed.`, ...places)
    else undecided(keyword)
  }
  for (const keyword of ENTANGLED.filter(isStated)) {
    const isPart = (keyword === 'then' || keyword === 'else') && before.own.has('if') !== after.own.has('if')
    const [a, b] = [before, after].map(({ own }) => keywordWithoutTexts(keyword, own.get(keyword)))
    if (!isPart && !sameJson(a, b)) undecided(keyword)
  }
  if (!positionsMatch) undecided('prefixItems')
  const [parts, others] = [before, after].map(({ rest }) => rest.map(part => canonical(withoutTexts(part))).sort())
  if (!sameJson(parts, others))
    report(constraintRules.changed, `Parts of "allOf" changed. ${UNDECIDED}`, before.at, after.at)
}

const CHECKED = new Set(
  `type enum const required additionalProperties items prefixItems anyOf oneOf discriminator default deprecated readOnly
  writeOnly pattern format multipleOf minimum maximum exclusiveMinimum exclusiveMaximum minLength maxLength minItems
  maxItems uniqueItems minProperties maxProperties contentEncoding contentMediaType contentSchema`
    .split(/\s+/)
    .concat(RESTRICTING, ENTANGLED),
)

/** Compares keywords that accept the same values: texts, defaults and deprecation. */
export function compareAnnotations({ report }: Comparison, before: Flat, after: Flat): void {
  const [a, b] = [before.own, after.own]
  const placesOf = (keyword: string) => [before.placeOf(keyword), after.placeOf(keyword)] as const
  const [from, to] = [a.get('default'), b.get('default')]
  if (!sameJson(from, to)) {
    const message = `The default is ${to === undefined ? 'not set' : quoted(to)} instead of ${from === undefined ? 'not set' : quoted(from)}.`
    report(constraintRules.defaultChanged, message, ...placesOf('default'))
  }
  const [was, is] = [a, b].map(own => own.get('deprecated') === true)
  if (!was && is) report(constraintRules.deprecated, 'It is deprecated.', ...placesOf('deprecated'))
  if (was && !is) report(constraintRules.undeprecated, 'It is not deprecated any more.', ...placesOf('deprecated'))
  const texts = [...new Set([...a.keys(), ...b.keys()])].filter(
    keyword => !CHECKED.has(keyword) && !sameJson(a.get(keyword), b.get(keyword)),
  )
  if (texts.length > 0) report(constraintRules.text, `Texts changed: ${listed(texts)}.`, before.at, after.at)
}

/** Returns true if a schema has no other constraints than its alternatives. */
export function isOnlyUnion({ own, refs, properties, unions, rest }: Flat): boolean {
  const free = new Set(['anyOf', 'oneOf', 'discriminator', 'default', 'deprecated', 'readOnly', 'writeOnly'])
  return (
    refs.size === 0 &&
    properties.size === 0 &&
    unions.length + rest.length === 0 &&
    [...own.keys()].every(keyword => free.has(keyword) || !CHECKED.has(keyword))
  )
}
