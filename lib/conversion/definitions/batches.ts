import type { PlannedDefinition } from '../plan.ts'

export type RequestLimits = {
  /** Maximum number of definitions in one create request. */
  readonly count: number
  /** Approximate maximum bytes of schemas in one create request. */
  readonly bytes: number
}

export const DEFAULT_REQUEST_LIMITS: RequestLimits = { count: 100, bytes: 512 * 1024 }

/** Returns the number of definitions of each request. A group (a cycle) is never split, even if it exceeds the limits. */
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
