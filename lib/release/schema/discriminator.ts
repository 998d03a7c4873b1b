import { asMapping, getOwn, isMapping } from '../../json/mapping.ts'
import { bothWays, narrowing, widening } from '../rule.ts'
import { sameJson } from '../same-json.ts'
import { quoted } from '../text.ts'
import type { Comparison } from './comparison.ts'
import type { Flat } from './flat.ts'
import { definitionName } from './references.ts'

export const discriminatorRules = {
  property: bothWays('discriminator-changed', 'breaking', 'Another property, or none, selects the schema of a value.'),
  retargeted: bothWays(
    'discriminator-schema-changed',
    'breaking',
    'A value of the discriminator selects another schema.',
  ),
  added: widening('discriminator-value-added', 'The discriminator has a new value.'),
  removed: narrowing('discriminator-value-removed', 'The discriminator lacks a value that it had.'),
}

/** Compares discriminators and the schemas that their values select. */
export function compareDiscriminators({ pairs, report }: Comparison, before: Flat, after: Flat): void {
  const [from, to] = [before, after].map(({ own }) => own.get('discriminator'))
  if (sameJson(from, to)) return
  const places = [before.placeOf('discriminator'), after.placeOf('discriminator')] as const
  const [a, b] = [propertyOf(from), propertyOf(to)]
  if (a !== b) {
    const message = `The property that selects the schema is ${quoted(b ?? null)} instead of ${quoted(a ?? null)}.`
    report(discriminatorRules.property, message, ...places)
    return
  }
  const [old, fresh] = [entriesOf(from), entriesOf(to)]
  for (const [value, target] of old) {
    const other = fresh.get(value)
    const [was, is] = [definitionName(target), definitionName(other)]
    if (other === undefined) report(discriminatorRules.removed, `The value ${quoted(value)} was removed.`, ...places)
    else if (was === undefined || is === undefined ? !sameJson(target, other) : !pairs.isPair(was, is))
      report(discriminatorRules.retargeted, `The value ${quoted(value)} selects another schema.`, ...places)
  }
  for (const value of fresh.keys())
    if (!old.has(value)) report(discriminatorRules.added, `The value ${quoted(value)} is new.`, ...places)
}

const propertyOf = (discriminator: unknown): unknown =>
  isMapping(discriminator) ? getOwn(discriminator, 'propertyName') : discriminator

/** Returns the schemas by value, with that for other values. */
const entriesOf = (discriminator: unknown): Map<string, unknown> => {
  const source = asMapping(discriminator) ?? {}
  const entries = new Map(Object.entries(asMapping(getOwn(source, 'mapping')) ?? {}))
  const other = getOwn(source, 'defaultMapping')
  return other === undefined ? entries : entries.set('(default)', other)
}
