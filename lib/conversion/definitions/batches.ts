import type { PlannedDefinition } from '../plan.ts'

export type RequestLimits = {
  /** Definitions in one create request. */
  readonly count: number
  /** Bytes of schema text in one create request, about. */
  readonly bytes: number
}

export const DEFAULT_REQUEST_LIMITS: RequestLimits = { count: 100, bytes: 512 * 1024 }

/** How many definitions each request takes; a cycle stays whole even where it is larger than the limits. */
export function groupRequests(groups: readonly (readonly PlannedDefinition[])[], limits: RequestLimits): number[] {
  const requests: number[] = []
  let count = 0
  let bytes = 0
  for (const group of groups) {
    const size = group.reduce((sum, { content }) => sum + Buffer.byteLength(content), 0)
    if (count > 0 && (count + group.length > limits.count || bytes + size > limits.bytes)) {
      requests.push(count)
      count = 0
      bytes = 0
    }
    count += group.length
    bytes += size
  }
  return count > 0 ? [...requests, count] : requests
}
