import { canonical } from '../../json/canonical.ts'
import { pointerOf } from '../../json/location.ts'
import type { Context } from '../../openapi/objects/context.ts'
import type { EventEndpoint } from '../../openapi/objects/event.ts'
import { sha256 } from '../../util/hash.ts'
import { operationIdAt } from '../action/convert-operations.ts'
import { legalPartOf, limitLength, nameFromPath, settleWishes } from '../naming/operation-names.ts'

/** An event with a unique name, and the places where the document describes it. */
export type NamedEvent = {
  readonly name: string
  readonly operationId?: string
  /** Webhooks come first; the trigger is made from the first. */
  readonly places: readonly [EventEndpoint, ...EventEndpoint[]]
}

/**
 * Joins the descriptions of the same event, and names the events. A name depends on the event itself, and on those that
 * prefer the same name.
 */
export function findEvents(context: Context, events: readonly EventEndpoint[]): NamedEvent[] {
  const described = events.map(event => describe(context, event))
  const joined = joinSame(described)
  const names = settleWishes(joined.map(([first, ...others]) => wishOf(first, others)))
  return joined.map(([first, ...others], i) => ({
    name: names[i] ?? '',
    ...(first.operationId !== undefined && { operationId: first.operationId }),
    places: [first.event, ...others.map(({ event }) => event)],
  }))
}

type Described = {
  readonly event: EventEndpoint
  readonly operationId: string | undefined
  readonly name: string
  /** Location of the Operation Object. */
  readonly pointer: string
  readonly content: unknown
}

type Joined = [Described, ...Described[]]

const describe = (context: Context, event: EventEndpoint): Described => {
  const found = context.resolver.follow(event.endpoint.node)
  const { value, at } = found.ok ? found.value : event.endpoint.node
  const operationId = operationIdAt(context, event.endpoint)
  return { event, operationId, name: preferredName(event, operationId), pointer: pointerOf(at), content: value }
}

/** Returns the legal part of the `operationId`, else of the key, with the method if the path item has several. */
const preferredName = ({ endpoint, key, hasSiblings }: EventEndpoint, operationId = ''): string => {
  const own = legalPartOf(operationId)
  if (own !== undefined) return limitLength(own)
  const method = nameFromPath({ method: endpoint.method, path: '' })
  const name = legalPartOf(key)
  return limitLength(name === undefined ? `${method}Event` : hasSiblings ? `${name}_${method}` : name)
}

/**
 * Joins events with the same operation: a callback at the location of one webhook, or events with the same name and equal
 * content.
 */
const joinSame = (described: readonly Described[]): Joined[] => {
  const placeOf = ({ event, pointer }: Described): string => `${event.endpoint.method} ${pointer}`
  const webhooks = Map.groupBy(
    described.filter(({ event }) => event.owner === undefined),
    placeOf,
  )
  const joined = new Map<string, Joined>()
  // Many events can refer to the same large operation.
  const digests = new Map<unknown, string>()
  const digestOf = ({ content }: Described): string => {
    const digest = digests.get(content) ?? sha256(canonical(content))
    digests.set(content, digest)
    return digest
  }
  for (const one of described) {
    const [webhook = one, ...others] = webhooks.get(placeOf(one)) ?? []
    // Several webhooks at one location are different events.
    const known = others.length === 0 ? webhook : one
    const identity = `${known.event.endpoint.method} ${known.name} ${digestOf(known)}`
    const same = joined.get(identity)
    if (same === undefined) joined.set(identity, [one])
    else same.push(one)
  }
  return [...joined.values()]
}

/** Returns a unique key. The names of a document can have any characters, so they are not joined by a separator. */
const keyOf = ({ endpoint, key, owner }: EventEndpoint): string =>
  JSON.stringify([endpoint.method, key, ...(owner === undefined ? [] : [endpoint.path, owner.method, owner.path])])

/** Returns the wish of an event; of a callback, the suffix is that of the operation which has it. */
const wishOf = (first: Described, others: readonly Described[]): Parameters<typeof settleWishes>[0][number] => {
  const { name, event } = first
  // Sorted, since the order of the document does not count.
  const [key = ''] = [first, ...others].map(({ event }) => keyOf(event)).sort()
  const { owner = event.endpoint } = event
  return { name, suffix: () => nameFromPath(owner), key }
}
