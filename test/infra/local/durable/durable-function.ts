import type { DurableContext } from '@aws/durable-execution-sdk-js'
import middy from '@middy/core'
import { executionModeDurableContext } from '@middy/core/executionModeDurableContext'
import type { DurableFunction } from '../../../../infra/local/durable/invoke.ts'

export type DurableHandler<Event> = (event: Event, context: DurableContext) => Promise<unknown>

/**
 * A durable function as the product writes it: middy in its durable execution mode. Without `timeoutEarlyInMillis: 0`
 * middy would throw just before the time-out, which fails the execution for good instead of letting it go on.
 */
export const durable = <Event>(handler: DurableHandler<Event>): DurableFunction =>
  middy<Event, unknown, Error, DurableContext>(handler, {
    executionMode: executionModeDurableContext,
    timeoutEarlyInMillis: 0,
  })
