import type { ByName, HttpMethod, TriggerCreate } from '../../contract/requests.ts'
import { parameterLocation } from '../../diagnostics/kinds/parameters.ts'
import { callbackUrl } from '../../diagnostics/kinds/triggers.ts'
import { report } from '../../diagnostics/report.ts'
import type { Location } from '../../json/location.ts'
import type { Operation } from '../../openapi/objects/model.ts'
import { type Conversion, convertPayload } from '../action/payload.ts'
import type { ActionPath } from '../paths/path.ts'
import { oneLine, shorten } from '../text.ts'
import type { NamedEvent } from './find-events.ts'

export type TriggerOptions = {
  readonly event: NamedEvent
  readonly method: HttpMethod
  /** Name that the definitions of inline schemas begin with. */
  readonly schemaOwner: string
}

/** The platform gives the URL of a trigger. */
const NO_PATH: ActionPath = { template: '', placeholders: new Map(), query: [] }

/** Longest expression and longest operation in a description, in characters. */
const MAX_PART = 300
/** Number of callbacks that a description names. */
const MAX_CALLBACKS = 5

/** Converts the Operation Object of an event to a trigger: what an action has, without a path. */
export function convertTrigger(
  conversion: Conversion,
  given: Operation,
  { event: { name, places }, method, schemaOwner }: TriggerOptions,
): TriggerCreate<ByName> {
  const { problems } = conversion.context
  const parameters = given.parameters.filter(parameter => {
    if (parameter.in !== 'path') return true
    report(problems, parameterLocation.trigger(parameter.name), parameter.at)
    return false
  })
  const callbacks = callbacksOf(places)
  for (const { key, expression, owners, at } of callbacks)
    report(problems, callbackUrl.described(key, expression, owners), at)
  return convertPayload(
    conversion,
    { ...given, parameters },
    { name, schemaOwner, target: { method }, path: NO_PATH, origin: originOf(callbacks) },
  )
}

/** URL that a callback is sent to, and the operations that have the callback. */
type Callback = {
  readonly key: string
  readonly expression: string
  readonly owners: readonly string[]
  readonly at: Location
}

const callbacksOf = (places: NamedEvent['places']): Callback[] => {
  const callbacks = places.flatMap(({ endpoint, key, owner }) =>
    owner === undefined
      ? []
      : [{ key, expression: line(endpoint.path), owner: line(`${owner.method} ${owner.path}`), at: endpoint.node.at }],
  )
  const byUrl = Map.groupBy(callbacks, ({ key, expression }) => JSON.stringify([expression, key]))
  // Sorted, since the order of the document does not count.
  return [...byUrl]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, same]) => same.slice(0, 1).map(first => ({ ...first, owners: same.map(({ owner }) => owner).sort() })))
}

const line = (text: string): string => shorten(oneLine(text), MAX_PART)

/** Returns the paragraph about the URL that a callback is sent to, since a trigger has no field for it. */
const originOf = (callbacks: readonly Callback[]): string => {
  const places = [
    ...new Set(callbacks.flatMap(({ expression, owners }) => owners.map(owner => `\`${expression}\` of ${owner}`))),
  ]
  if (places.length === 0) return ''
  const left = places.length - MAX_CALLBACKS
  return `**Callback** to the URL in ${places.slice(0, MAX_CALLBACKS).join(', ')}${left > 0 ? ` and ${left} more` : ''}`
}
