import { isMapping } from '../../json/mapping.ts'
import { bothWays, narrowing, widening } from '../rule.ts'
import type { Comparison } from './comparison.ts'
import { inner } from './comparison.ts'
import type { Flat } from './flat.ts'

export const additionalRules = {
  closed: narrowing('additional-properties-closed', 'An object must not have other properties any more.'),
  opened: bothWays('additional-properties-opened', 'compatible', 'An object may have other properties.'),
  tightened: narrowing('additional-properties-tightened', 'Other properties must match a schema.'),
  loosened: widening('additional-properties-loosened', 'Other properties may have any value.'),
  removed: bothWays(
    'additional-properties-removed',
    'breaking',
    'An object has no entries any more: other properties had a schema, and are not allowed.',
  ),
}

type Openness = 'open' | 'closed' | 'typed'

/** Compares `additionalProperties`. */
export function compareAdditional({ report, visit }: Comparison, before: Flat, after: Flat): void {
  const [a, b] = [opennessOf(before), opennessOf(after)]
  const keyword = 'additionalProperties'
  const places = [before.placeOf(keyword), after.placeOf(keyword)] as const
  if (a === 'typed' && b === 'typed') {
    visit(inner(before.own.get(keyword), places[0]), inner(after.own.get(keyword), places[1]))
    return
  }
  if (a === b) return
  if (a === 'closed') report(additionalRules.opened, 'Other properties are allowed.', ...places)
  else if (a === 'typed' && b === 'closed')
    report(additionalRules.removed, 'Other properties are not allowed.', ...places)
  else if (b === 'closed') report(additionalRules.closed, 'Other properties are not allowed.', ...places)
  else if (b === 'typed') report(additionalRules.tightened, 'Other properties must match a schema.', ...places)
  else report(additionalRules.loosened, 'Other properties may have any value.', ...places)
}

const opennessOf = ({ own }: Flat): Openness => {
  const value = own.get('additionalProperties')
  if (value === false) return 'closed'
  return isMapping(value) && Object.keys(value).length > 0 ? 'typed' : 'open'
}
