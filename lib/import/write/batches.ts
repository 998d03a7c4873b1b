/** How many pieces a kind of work is split into at most, so that an execution stays within the service's quotas. */
const MAX_PIECES = 400

/** Ranges over `count` things, `size` in each, or more where that would make too many. */
export function batches(count: number, size: number): { readonly from: number; readonly to: number }[] {
  const step = Math.max(size, Math.ceil(count / MAX_PIECES))
  return Array.from({ length: Math.ceil(count / step) }, (_, i) => ({
    from: i * step,
    to: Math.min(count, (i + 1) * step),
  }))
}
