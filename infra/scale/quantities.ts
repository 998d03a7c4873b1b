/** Kinds of scheduled imports: the first one of a document, one of a new release, one that finds nothing changed. */
export type Kind = 'first' | 'released' | 'unchanged'

/** Requests to the platform, by method. */
export type Methods = Readonly<Record<'GET' | 'POST' | 'PUT' | 'DELETE', number>>

/** Everything that one scheduled import uses, from the schedule to its report. */
export type Quantities = {
  readonly requests: Methods
  /** Time of all invocations of run-import in seconds, without that of its requests at the shared rate. */
  readonly ownSeconds: number
  readonly invocations: number
  readonly durableOperations: number
  readonly checkpointBytes: number
  readonly s3Writes: number
  readonly s3Reads: number
  readonly dynamoWrites: number
  readonly dynamoReads: number
  readonly logBytes: number
}

/** Quantities of documents of several sizes, in ascending order. */
export type Counted = readonly ({ readonly operations: number } & Readonly<Record<Kind, Quantities>>)[]

/** Adds quantities, each multiplied by its weight. */
export function addQuantities(weighted: readonly (readonly [Quantities, number])[]): Quantities {
  const sum = (of: (each: Quantities) => number): number =>
    weighted.reduce((total, [each, weight]) => total + of(each) * weight, 0)
  return {
    requests: {
      GET: sum(each => each.requests.GET),
      POST: sum(each => each.requests.POST),
      PUT: sum(each => each.requests.PUT),
      DELETE: sum(each => each.requests.DELETE),
    },
    ownSeconds: sum(each => each.ownSeconds),
    invocations: sum(each => each.invocations),
    durableOperations: sum(each => each.durableOperations),
    checkpointBytes: sum(each => each.checkpointBytes),
    s3Writes: sum(each => each.s3Writes),
    s3Reads: sum(each => each.s3Reads),
    dynamoWrites: sum(each => each.dynamoWrites),
    dynamoReads: sum(each => each.dynamoReads),
    logBytes: sum(each => each.logBytes),
  }
}

/** Returns the quantities of an import, on the line between the two counted sizes around it. @throws Error for fewer than two sizes */
export function quantitiesOf(counted: Counted, kind: Kind, operations: number): Quantities {
  const after = counted.findIndex(each => each.operations >= operations)
  const upper = Math.max(1, after === -1 ? counted.length - 1 : after)
  const [low, high] = [counted[upper - 1], counted[upper]]
  if (low === undefined || high === undefined) throw new Error('Expected quantities of two sizes or more.')
  const share = (operations - low.operations) / (high.operations - low.operations)
  return addQuantities([
    [low[kind], 1 - share],
    [high[kind], share],
  ])
}

/** Returns the number of requests to the platform. */
export function requestsOf({ requests }: Quantities): number {
  return Object.values(requests).reduce((sum, each) => sum + each, 0)
}
