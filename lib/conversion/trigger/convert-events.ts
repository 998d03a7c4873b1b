import type { ByName, TriggerCreate } from '../../contract/requests.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { nameChanged } from '../../diagnostics/kinds/operations.ts'
import { triggerRepeated } from '../../diagnostics/kinds/triggers.ts'
import { report } from '../../diagnostics/report.ts'
import { child } from '../../json/location.ts'
import type { Context } from '../../openapi/objects/context.ts'
import { type EventEndpoint, placeOfEvent } from '../../openapi/objects/event.ts'
import type { Operation } from '../../openapi/objects/model.ts'
import { readOperation } from '../../openapi/objects/operation.ts'
import type { Endpoint } from '../../openapi/objects/path-item.ts'
import type { Convertible } from '../action/convert-endpoints.ts'
import type { OperationFilter } from '../filter.ts'
import { actionNameProblem } from '../naming/operation-names.ts'
import { makeUnique } from '../naming/unique-names.ts'
import { findEvents, type NamedEvent } from './find-events.ts'
import { convertTrigger } from './trigger.ts'

/** Events that become triggers. */
export type WantedTriggers = 'none' | 'webhooks' | 'all'

export type EventOptions = {
  readonly filter: OperationFilter
  readonly wanted: WantedTriggers
  /** Names of all operations under `paths`, whose definitions have their names. */
  readonly actionNames: ReadonlySet<string>
}

/** Names the events of a document, and returns how each becomes a trigger. */
export function triggersOf(
  context: Context,
  events: readonly EventEndpoint[],
  { filter, wanted, actionNames }: EventOptions,
): Convertible<TriggerCreate<ByName>>[] {
  const excludes = createExclusion(context, filter, wanted)
  return findEvents(context, events).map(event => {
    const [first] = event.places
    return {
      endpoint: first.endpoint,
      name: event.name,
      path: placeOfEvent(first),
      excludedBy: operation => excludes(event, operation),
      convert: (conversion, operation, method) => {
        reportName(conversion.context.problems, event, operation)
        return convertTrigger(conversion, operation, { event, method, schemaOwner: ownerOf(event.name, actionNames) })
      },
    }
  })
}

/** Returns the name that definitions of inline schemas begin with. An action may have the same name as a trigger. */
const ownerOf = (name: string, actionNames: ReadonlySet<string>): string => {
  const owner = `${name}_Trigger`
  return actionNames.has(owner) ? (makeUnique(new Map([[owner, owner]]), actionNames).get(owner) ?? owner) : owner
}

const reportName = (problems: Diagnostic[], { name, operationId, places }: NamedEvent, { at }: Operation): void => {
  const [{ key, owner, endpoint, hasSiblings }, ...others] = places
  const repeated = others.at(0)
  if (repeated !== undefined) report(problems, triggerRepeated.joined(name, places.length), repeated.endpoint.node.at)
  const given = operationId ?? key
  const subject = operationId !== undefined ? 'operationId' : owner === undefined ? 'Webhook' : 'Callback'
  // A method that is added to the key does not need a diagnostic.
  const isOwn = given.trim() === name || (operationId === undefined && hasSiblings && name.startsWith(`${given}_`))
  if (isOwn) return
  const place = operationId === undefined ? endpoint.node.at : child(at, 'operationId')
  report(problems, nameChanged[actionNameProblem(given)](subject, given, name), place)
}

type Exclusion = (event: NamedEvent, operation: Operation | undefined) => string | undefined

/** Creates the filter of events: a callback is filtered with the operation that has it. */
const createExclusion = (context: Context, filter: OperationFilter, wanted: WantedTriggers): Exclusion => {
  const silent: Context = { ...context, problems: [], omissions: new Map() }
  /** The callbacks of an operation follow one another. */
  let last: { readonly owner: Endpoint; readonly operation: Operation | undefined } | undefined
  const reasonOf = (endpoint: Endpoint, operation: Operation | undefined): string | undefined =>
    operation === undefined ? filter.reasonOfUnread(endpoint) : filter.reason(operation)
  const excludedPlace = ({ endpoint, owner }: EventEndpoint, operation: Operation | undefined): string | undefined => {
    if (wanted === 'none' || (wanted === 'webhooks' && owner !== undefined)) return `Skipped by triggers ${wanted}.`
    if (owner === undefined) return reasonOf(endpoint, operation)
    if (last?.owner !== owner) last = { owner, operation: readOperation(silent, owner).operation }
    const having = last.operation
    const deprecated = having?.deprecated === true || operation?.deprecated === true
    return reasonOf(owner, having && { ...having, deprecated })
  }
  return ({ places }, operation) => {
    const reasons = places.map(place => excludedPlace(place, operation))
    return reasons.includes(undefined) ? undefined : reasons[0]
  }
}
