import { linkDefinition } from '../conversion/link.ts'
import type { PlannedDefinition } from '../conversion/plan.ts'
import { isConflict } from './attention.ts'
import type { ReportedDefinition } from './report.ts'

/** Maximum size of all payloads of a report, as JSON without spaces, in characters. */
export const MAX_PAYLOADS = 16_000_000

/** Adds payloads to the items of one report until their sum exceeds the limit. */
export type PayloadLimit = {
  /** Returns the item with its payload if an import writes it or a conflict keeps it from being written. */
  readonly add: <Item extends ReportedDefinition>(item: Item, payload: () => unknown) => Item
  /** Number of items without their payload because of the limit. */
  readonly omitted: () => number
}

/** Creates the limit of one report. */
export function createPayloadLimit(limit = MAX_PAYLOADS): PayloadLimit {
  let size = 0
  let omitted = 0
  return {
    add: (item, payload) => {
      if (item.change !== 'create' && item.change !== 'update' && !isConflict(item)) return item
      if (size <= limit) size += JSON.stringify(payload()).length
      if (size <= limit) return { ...item, payload: payload() }
      omitted++
      return item
    },
    omitted: () => omitted,
  }
}

/** Returns the payload that creates a definition, with references to other definitions by name. */
export function definitionPayload(definition: PlannedDefinition): unknown {
  return linkDefinition(definition, new Set(definition.references), new Map())
}
