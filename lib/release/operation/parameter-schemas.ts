import type { Direction, Rule } from '../rule.ts'
import { sameJson } from '../same-json.ts'
import { compareSchemas } from '../schema/compare-schemas.ts'
import { withoutTexts } from '../schema/without-texts.ts'

type Schemas = { readonly before: string; readonly after: string }

/** No definitions: the schema of a parameter has those that it refers to in it. */
const NONE = () => undefined
const NO_LOOKUP = Object.assign(() => undefined, { hasFlags: false })
const PAIRS = { afterOf: NONE, beforeOf: NONE, isPair: () => false }

/** Compares the JSON Schemas of a parameter. A message has the place in the schema. */
export function compareParameterSchemas(
  report: (rule: Rule, message: string) => void,
  subject: string,
  schemas: Schemas,
  direction: Direction,
): 'equal' | 'reported' {
  const [a, b] = [schemas.before, schemas.after].map(text => withoutTexts(JSON.parse(text)))
  if (sameJson(a, b)) return 'equal'
  const releases = { direction, pairs: PAIRS, before: NO_LOOKUP, after: NO_LOOKUP }
  const { findings } = compareSchemas(releases, { schema: a, at: '' }, { schema: b, at: '' })
  for (const { rule, message, places } of findings) {
    const place = places.after || places.before || ''
    report(rule, `${subject}${place === '' ? '' : ` at ${place}`}: ${message}`)
  }
  return findings.length > 0 ? 'reported' : 'equal'
}
