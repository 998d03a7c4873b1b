import { omitField } from '../../diagnostics/omissions.ts'
import type { Located } from '../../json/location.ts'
import { getField, getOwn, isMapping, type Mapping } from '../../json/mapping.ts'
import { resolveLayers } from '../references/chain.ts'
import type { Context } from './context.ts'
import { type Endpoint, type Repeated, readPathItems } from './path-item.ts'
import type { UnreadOperations } from './unread.ts'

/** Operation by which the vendor calls its user, of a webhook or a callback. */
export type EventEndpoint = {
  readonly endpoint: Endpoint
  /** Key of the webhook, or of the Callback Object. */
  readonly key: string
  /** Operation that has the callback; absent for a webhook. */
  readonly owner?: Endpoint
  /** True if its path item has operations of other methods. */
  readonly hasSiblings: boolean
}

/** Events of a document, and those that it names and that can't be read; their `path` is the place of an event. */
export type Events = { readonly events: readonly EventEndpoint[]; readonly unread: readonly UnreadOperations[] }

/**
 * Lists the operations of webhooks, then those of the callbacks of operations. Stops after more than `limit` events: many
 * operations can refer to the same callbacks.
 * @see https://spec.openapis.org/oas/v3.2.0.html#oas-webhooks
 * @see https://spec.openapis.org/oas/v3.2.0.html#callback-object
 */
export function listEvents(
  context: Context,
  endpoints: readonly Endpoint[],
  { repeated, limit }: { readonly repeated: Repeated; readonly limit: number },
): Events {
  const { events: webhooks, unread: unreadWebhooks } = webhooksOf(context, repeated)
  const events = [...webhooks]
  const unread = [...unreadWebhooks]
  for (const owner of endpoints) {
    for (const callback of callbacksOf(context, owner, repeated)) {
      for (const event of callback.events) events.push(event)
      for (const part of callback.unread) unread.push(part)
      if (events.length > limit) return { events, unread }
    }
  }
  for (const { endpoint } of events) omitNested(context, endpoint)
  return { events, unread }
}

/** Returns the place of an event: the webhook, or the owner of the callback with the callback's key and expression. */
export function placeOfEvent({ endpoint, key, owner }: Pick<EventEndpoint, 'endpoint' | 'key' | 'owner'>): string {
  return owner === undefined ? key : placeOfCallback(owner, key, endpoint.path)
}

const placeOfCallback = ({ method, path }: Endpoint, key: string, expression: string): string =>
  `${method} ${path} ${key} ${expression}`

/** Reads `webhooks`, or the extension for them in documents of 3.0. */
const webhooksOf = (context: Context, repeated: Repeated): Events => {
  const field = getOwn(context.document.value, 'webhooks') === undefined ? 'x-webhooks' : 'webhooks'
  const webhooks = getField(context.document, field)
  const { endpoints, unread } = readPathItems(context, webhooks, 'an object keyed by webhook', repeated)
  return { events: withSiblings(endpoints).map(event => ({ ...event, key: event.endpoint.path })), unread }
}

function* callbacksOf(context: Context, owner: Endpoint, repeated: Repeated): Generator<Events> {
  const operation = operationOf(context, owner)
  const callbacks = operation && getField(operation, 'callbacks')
  if (callbacks?.value === undefined || callbacks.value === null) return
  const known = new Set<string>()
  // callbacks can be a $ref to a file; callbacks next to the $ref come first.
  for (const layer of resolveLayers(context, callbacks, 'an object keyed by callback')) {
    for (const key of Object.keys(layer.value)) {
      if (known.has(key) || (key === '$ref' && typeof layer.value.$ref === 'string')) continue
      known.add(key)
      const { endpoints, unread } = readPathItems(context, getField(layer, key), 'a Callback Object', repeated)
      yield {
        events: withSiblings(endpoints).map(event => ({ ...event, key, owner })),
        unread: unread.map(({ path, ...part }) => ({
          ...part,
          ...(path !== undefined && { path: placeOfCallback(owner, key, path) }),
        })),
      }
    }
  }
}

const withSiblings = (endpoints: readonly Endpoint[]): Pick<EventEndpoint, 'endpoint' | 'hasSiblings'>[] => {
  const byItem = Map.groupBy(endpoints, ({ path }) => path)
  return endpoints.map(endpoint => ({ endpoint, hasSiblings: (byItem.get(endpoint.path)?.length ?? 0) > 1 }))
}

/** Counts the callbacks of an event. */
const omitNested = (context: Context, endpoint: Endpoint): void => {
  const operation = operationOf(context, endpoint)
  if (operation !== undefined) omitField(context.omissions, 'callbacks-not-imported', operation, 'callbacks')
}

const operationOf = ({ resolver }: Context, { node }: Endpoint): Located<Mapping> | undefined => {
  const found = resolver.follow(node)
  if (!found.ok) return undefined
  const { value, at } = found.value
  return isMapping(value) ? { value, at } : undefined
}
