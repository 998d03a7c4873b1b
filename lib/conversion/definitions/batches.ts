import type { Plan, PlannedDefinition } from '../plan.ts'

export type RequestLimits = {
  /** Maximum number of definitions in one create request. */
  readonly count: number
  /** Approximate maximum bytes of schemas in one create request. */
  readonly bytes: number
}

export const DEFAULT_REQUEST_LIMITS: RequestLimits = { count: 100, bytes: 512 * 1024 }

/** Definitions in the order of their requests, and the number of definitions of each request. */
type PackedRequests = { readonly definitions: PlannedDefinition[]; readonly requests: number[] }

type Group = readonly PlannedDefinition[]
/** A create request. Its definitions refer to definitions of requests with a smaller depth, and to each other. */
type Request = { readonly depth: number; readonly definitions: PlannedDefinition[]; bytes: number }

/**
 * Packs definitions into create requests, so that few requests wait for another one. A group (a cycle) is never split, even if
 * it exceeds the limits.
 * @param groups each after the groups that it refers to, as `dependencyOrder` returns them
 */
export function packRequests(groups: readonly Group[], limits: RequestLimits): PackedRequests {
  const requests: Request[] = []
  /** The newest request of each depth. */
  const open = new Map<number, Request>()
  const requestOf = new Map<string, Request>()
  const begin = (depth: number): Request => {
    const request: Request = { depth, definitions: [], bytes: 0 }
    requests.push(request)
    open.set(depth, request)
    return request
  }
  for (const group of groups) {
    const bytes = group.reduce((sum, { content }) => sum + Buffer.byteLength(content), 0)
    const fits = (request: Request | undefined): request is Request =>
      request !== undefined &&
      request.definitions.length + group.length <= limits.count &&
      request.bytes + bytes <= limits.bytes
    const deepest = deepestOf(group, requestOf)
    const [only] = deepest
    const depth = only === undefined ? 0 : only.depth + 1
    const next = open.get(depth)
    const request = deepest.size === 1 && fits(only) ? only : fits(next) ? next : begin(depth)
    request.bytes += bytes
    for (const definition of group) {
      request.definitions.push(definition)
      requestOf.set(definition.name, request)
    }
  }
  const ordered = requests.toSorted((a, b) => a.depth - b.depth)
  return {
    definitions: ordered.flatMap(({ definitions }) => definitions),
    requests: ordered.map(({ definitions }) => definitions.length),
  }
}

/** Returns the requests with the greatest depth among those that a group refers to. */
const deepestOf = (group: Group, requestOf: ReadonlyMap<string, Request>): ReadonlySet<Request> => {
  let deepest = new Set<Request>()
  let depth = 0
  for (const { references } of group)
    for (const name of references) {
      const request = requestOf.get(name)
      if (request === undefined || request.depth < depth) continue
      if (request.depth > depth) deepest = new Set()
      depth = request.depth
      deepest.add(request)
    }
  return deepest
}

/** A plan's create request. */
export type CreateRequest = {
  /** Number of the request. */
  readonly number: number
  /** Index of its first definition. */
  readonly from: number
  readonly definitions: readonly PlannedDefinition[]
  /** Earlier requests that its definitions refer to. All others can be sent at the same time. */
  readonly after: readonly CreateRequest[]
}

/** Lists the create requests of a plan. */
export function createRequests({ definitions, requests }: Pick<Plan, 'definitions' | 'requests'>): CreateRequest[] {
  const requestOf = new Map<string, CreateRequest>()
  let from = 0
  return requests.map((count, number) => {
    const members = definitions.slice(from, from + count)
    const after = new Set(members.flatMap(({ references }) => references.flatMap(name => requestOf.get(name) ?? [])))
    const request: CreateRequest = { number, from, definitions: members, after: [...after] }
    for (const { name } of members) requestOf.set(name, request)
    from += count
    return request
  })
}
