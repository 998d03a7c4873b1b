import { child, type Located, type Location, pointerOf } from '../json/location.ts'
import { getOwn, isMapping, type Mapping } from '../json/mapping.ts'
import type { Diagnostic } from './diagnostic.ts'

/** What a document may hold that an action has no place for: said once, however often it is there. */
const WHY = {
  'callbacks-not-imported': ['callbacks', 'they are calls to you, which no action can make'],
  'webhooks-not-imported': ['webhooks', 'they are calls to you, which no action can make'],
  'links-not-imported': ['links of responses', 'an action has no place for them'],
  'response-headers-not-imported': ['headers of responses', 'an action has no place for them'],
  'schema-docs-not-imported': ['external docs of schemas', 'a definition has no place for them'],
  'x-ms-paths-not-imported': ['paths of x-ms-paths', 'an extension of OpenAPI, whose operations are not imported'],
  'security-not-imported': ['security schemes and requirements', 'the connection of the connector signs in'],
} as const

export type OmissionCode = keyof typeof WHY
/** How much of each kind was met, and where first. */
export type Omissions = Map<OmissionCode, { count: number; readonly first: Location }>

/** Counts the members of a field, a mapping or a list, that is left out; anything else has none. */
export function omitField(leftOut: Omissions, code: OmissionCode, owner: Located<Mapping>, field: string): void {
  const value = getOwn(owner.value, field)
  if (value === undefined) return
  const count = Array.isArray(value) ? value.length : isMapping(value) ? Object.keys(value).length : 0
  if (count > 0) countOmission(leftOut, code, child(owner.at, field), count)
}

export function countOmission(leftOut: Omissions, code: OmissionCode, at: Location, count: number): void {
  const known = leftOut.get(code)
  if (known === undefined) leftOut.set(code, { count, first: at })
  else known.count += count
}

export function omissionDiagnostics(leftOut: Omissions): Diagnostic[] {
  return [...leftOut].map(([code, { count, first }]) => leftOutProblem(code, count, first))
}

const leftOutProblem = (code: keyof typeof WHY, count: number, first: Location): Diagnostic => ({
  severity: 'info',
  code,
  message: `Left out: ${WHY[code][0]} (${count}, the first one here); ${WHY[code][1]}.`,
  pointer: pointerOf(first),
})
