import type { ActionRequestBody, ByName } from '../../contract/requests.ts'
import type { OperationFacts } from '../../conversion/plan.ts'
import { bothWays, type Direction } from '../rule.ts'
import type { Lookup } from '../schema/comparison.ts'
import { flatten } from '../schema/flat.ts'
import { quoted } from '../text.ts'
import { type OperationComparison, report } from './bodies.ts'

export const encodingRules = {
  changed: bothWays(
    'encoding-changed',
    'breaking',
    'A field of a form is written in another way: style, media type or reserved characters.',
  ),
}

type Body = readonly [body: ActionRequestBody<ByName> | undefined, facts: OperationFacts | undefined]

/** Compares the encodings of the fields that the forms of both releases have. */
export function compareEncodings(
  operation: OperationComparison,
  [body, before]: Body,
  [other, after]: Body,
  direction: Direction,
): void {
  if (before === undefined || after === undefined || body === undefined || other === undefined) return
  const [a, b] = [byField(before), byField(after)]
  const { before: old, after: fresh } = operation.definitions
  for (const key of new Set([...a.keys(), ...b.keys()])) {
    const [from, to] = [a.get(key), b.get(key)]
    const [mediaType = '', field = ''] = key.split('\n')
    if (from === to) continue
    // A field that only one of the forms has is compared as a property.
    if ((from === undefined || to === undefined) && !(hasField(body, old, field) && hasField(other, fresh, field)))
      continue
    const message = `The field ${quoted(field)} of ${mediaType} is encoded ${textOf(to)} instead of ${textOf(from)}.`
    report(operation, encodingRules.changed, direction, message, '/requestBody')
  }
}

const textOf = (encoding: string | undefined): string => (encoding === undefined ? 'by default' : `as ${encoding}`)

const byField = ({ encodings = [] }: OperationFacts): Map<string, string> =>
  new Map(encodings.map(([mediaType, field, encoding]) => [`${mediaType}\n${field}`, encoding]))

const hasField = ({ definitions }: ActionRequestBody<ByName>, lookup: Lookup, field: string): boolean =>
  definitions.some(({ definition: { name } }) => {
    const side = lookup(name)
    return side !== undefined && flatten(side, lookup, new Set([name])).properties.has(field)
  })
