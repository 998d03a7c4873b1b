import type { ByName, DefinitionLink } from '../../contract/requests.ts'
import { type DefinitionComparison, sameItems } from '../definitions.ts'
import type { Release } from '../release.ts'
import { bothWays, type Direction, narrowing, type Reason, type Rule, reasonFor, widening } from '../rule.ts'
import { compareSchemas } from '../schema/compare-schemas.ts'

export const bodyRules = {
  addedRequired: narrowing('body-added-required', 'A required body is new.'),
  added: bothWays('body-added', 'compatible', 'An optional body is new.'),
  removed: bothWays('body-removed', 'breaking', 'A body was removed: it is not accepted, or not delivered.'),
  required: narrowing('body-required', 'A body is required, and was optional.'),
  optional: widening('body-optional', 'A body is optional, and was required.'),
  mediaTypeAdded: bothWays('media-type-added', 'compatible', 'A body has a new media type.'),
  mediaTypeRemoved: bothWays('media-type-removed', 'breaking', 'A body lacks a media type that it had.'),
  contentAdded: bothWays('content-added', 'compatible', 'A response has a body, and had none.'),
  contentRemoved: bothWays('content-removed', 'breaking', 'A response has no body any more.'),
}

type Links = readonly DefinitionLink<ByName>[]

/** Comparison of one action or trigger. */
export type OperationComparison = {
  readonly before: Release
  readonly after: Release
  readonly definitions: DefinitionComparison
  /** Pointers of the operation. */
  readonly places: { readonly before: string; readonly after: string }
  readonly reasons: Reason[]
  /** Definitions of the new release that the operation refers to, by direction. */
  readonly links: Readonly<Record<Direction, Set<string>>>
}

/** Adds a reason at a part of the operation. */
export function report(
  { reasons, places }: OperationComparison,
  rule: Rule,
  direction: Direction,
  message: string,
  part = '',
): void {
  reasons.push(
    reasonFor(rule, direction, message, { before: `${places.before}${part}`, after: `${places.after}${part}` }),
  )
}

/** Compares the content of a body, media type by media type. */
export function compareContent(
  operation: OperationComparison,
  before: Links,
  after: Links,
  place: { readonly direction: Direction; readonly part: string },
): void {
  const { direction, part } = place
  if (isSameContent(operation, before, after)) {
    for (const { definition } of after) compareLinked(operation, definition.name, definition.name, direction)
    return
  }
  const [a, b] = [byMediaType(operation.before, before), byMediaType(operation.after, after)]
  const name = part.startsWith('/responses') ? `The response ${part.split('/').at(-1)}` : 'The request body'
  if (a.size === 0 && b.size > 0) {
    report(operation, bodyRules.contentAdded, direction, `${name} has content.`, part)
    return
  }
  if (a.size > 0 && b.size === 0) {
    report(operation, bodyRules.contentRemoved, direction, `${name} has no content any more.`, part)
    return
  }
  const compared = new Set<string>()
  for (const [mediaType, from] of a) {
    const to = b.get(mediaType)
    if (to === undefined) {
      report(operation, bodyRules.mediaTypeRemoved, direction, `${name} does not have ${mediaType} any more.`, part)
      continue
    }
    const key = `${from} ${to}`
    if (compared.has(key)) continue
    compared.add(key)
    compareLinked(operation, from, to, direction)
  }
  for (const mediaType of b.keys())
    if (!a.has(mediaType)) report(operation, bodyRules.mediaTypeAdded, direction, `${name} may be ${mediaType}.`, part)
}

/** Returns true for the same names of definitions with the same media types. */
const isSameContent = ({ before, after }: OperationComparison, a: Links, b: Links): boolean =>
  a.length === b.length &&
  a.every(({ definition: { name } }, i) => {
    const [old, fresh] = [before.definitions.get(name)?.accept, after.definitions.get(name)?.accept]
    return b[i]?.definition.name === name && (old === fresh || sameItems(old ?? [], fresh ?? []))
  })

/** Names of the linked definitions by media type, without its parameters. */
const byMediaType = ({ definitions }: Release, links: Links): Map<string, string> => {
  const names = new Map<string, string>()
  for (const { definition } of links)
    for (const accept of definitions.get(definition.name)?.accept ?? []) {
      const mediaType = accept.split(';')[0]?.trim().toLowerCase() ?? accept
      if (!names.has(mediaType)) names.set(mediaType, definition.name)
    }
  return names
}

const compareLinked = (
  { definitions, links, reasons }: OperationComparison,
  from: string,
  to: string,
  direction: Direction,
): void => {
  const { pairs, before, after } = definitions
  if (pairs.isPair(from, to)) {
    links[direction].add(to)
    return
  }
  const [a, b] = [before(from), after(to)]
  if (a === undefined || b === undefined) return
  const compared = compareSchemas({ direction, pairs, before, after }, a, b)
  for (const { rule, message, places } of compared.findings) reasons.push(reasonFor(rule, direction, message, places))
  for (const link of compared.links) links[direction].add(link)
}
