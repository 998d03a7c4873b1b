import type { PlanSize } from '../model.ts'

/** Maximum number of batches of one kind, to stay within the quotas of a durable execution. */
const MAX_BATCHES = 400

/** Units of one batch of removals: at a request in twenty seconds, a batch is within an invocation's 15 minutes. */
const REMOVALS_OF_A_BATCH = 25

/** Returns the batches of an import's removals. */
export function removalBatches({ removalUnits }: PlanSize): { readonly from: number; readonly to: number }[] {
  return batches(removalUnits, REMOVALS_OF_A_BATCH)
}

/** Splits `count` items into ranges of `size` items; of more, if there would be too many ranges. */
export function batches(count: number, size: number): { readonly from: number; readonly to: number }[] {
  const step = Math.max(size, Math.ceil(count / MAX_BATCHES))
  return Array.from({ length: Math.ceil(count / step) }, (_, i) => ({
    from: i * step,
    to: Math.min(count, (i + 1) * step),
  }))
}
