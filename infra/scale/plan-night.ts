import { PRICES } from './prices.ts'
import { addQuantities, type Quantities, requestsOf } from './quantities.ts'
import { type Deployment, type Queue, runQueue } from './run-queue.ts'

/** Imports of one night that use the same. */
export type Load = { readonly count: number; readonly each: Quantities }

/** One line of the bill. */
export type Cost = { readonly item: string; readonly quantity: number; readonly dollars: number }

/** Something that a night takes at least this long for, and the setting that changes it. */
export type Bound = { readonly name: string; readonly seconds: number; readonly change: string }

/** Time, quantities and costs of a night. */
export type Night = Queue & {
  readonly imports: number
  readonly total: Quantities
  readonly costs: readonly Cost[]
  readonly dollars: number
  /** In descending order: the first one is the bottleneck. */
  readonly bounds: readonly Bound[]
}

/** Computes what all imports of one night take. Imports of different loads start in turn. @param gigabytes memory of run-import */
export function planNight(loads: readonly Load[], deployment: Deployment & { readonly gigabytes: number }): Night {
  const total = addQuantities(loads.map(({ count, each }) => [each, count]))
  const imports = loads.reduce((sum, { count }) => sum + count, 0)
  const queue = runQueue(inTurn(loads), deployment)
  const costs = costsOf(total, queue.runSeconds * deployment.gigabytes)
  return {
    ...queue,
    imports,
    total,
    costs,
    dollars: costs.reduce((sum, { dollars }) => sum + dollars, 0),
    bounds: boundsOf(loads, total, deployment, queue.seconds),
  }
}

/** Returns the jobs in the order of their starts, with those of each load spread over the whole time. */
const inTurn = (loads: readonly Load[]) =>
  loads
    .flatMap(({ count, each }) =>
      Array.from({ length: count }, (_, i) => ({
        place: (i + 0.5) / count,
        ownSeconds: each.ownSeconds,
        requests: requestsOf(each),
      })),
    )
    .sort((a, b) => a.place - b.place)

const costsOf = (total: Quantities, gigabyteSeconds: number): Cost[] => {
  const cost = (item: string, quantity: number, price: number): Cost => ({ item, quantity, dollars: quantity * price })
  return [
    cost('GB-seconds of run-import', gigabyteSeconds, PRICES.gigabyteSecond),
    cost('invocations', total.invocations, PRICES.invocation),
    cost('durable operations', total.durableOperations, PRICES.durableOperation),
    cost('bytes of checkpoints', total.checkpointBytes, PRICES.checkpointByte),
    cost('S3 writes and lists', total.s3Writes, PRICES.s3Write),
    cost('S3 reads', total.s3Reads, PRICES.s3Read),
    // Each write of a record also writes to the index.
    cost('DynamoDB writes, with the index', 2 * total.dynamoWrites, PRICES.dynamoWrite),
    cost('DynamoDB reads', total.dynamoReads, PRICES.dynamoRead),
    cost('bytes of logs', total.logBytes, PRICES.logByte),
  ]
}

/** A night that is so much longer than every bound spends the rest in pauses. */
const PAUSING = 1.5

const boundsOf = (loads: readonly Load[], total: Quantities, deployment: Deployment, wholeSeconds: number): Bound[] => {
  const { perSecond, concurrency, spreadSeconds } = deployment
  const pace = requestsOf(total) / perSecond
  const longest = Math.max(...loads.map(({ each }) => each.ownSeconds + requestsOf(each) / perSecond))
  const bounds = [
    {
      name: 'rate of requests',
      seconds: pace,
      change: 'Raise `maxRequestsPerSecond`, if the platform allows it. More imports at the same time only cost more.',
    },
    {
      name: 'imports at the same time',
      seconds: (total.ownSeconds + pace) / concurrency,
      change: 'Raise `importConcurrency`.',
    },
    {
      name: 'spread of the starts',
      seconds: spreadSeconds + longest,
      change: 'Nothing is used up. Lower `scheduleSpreadSeconds` if the night has to be shorter.',
    },
  ]
  const most = Math.max(...bounds.map(({ seconds }) => seconds))
  const pauses = {
    name: 'pauses of throttled imports',
    seconds: wholeSeconds,
    change:
      'Lambda tries again after up to five minutes, and places stay free meanwhile. Raise `importConcurrency` or `scheduleSpreadSeconds`.',
  }
  const all = wholeSeconds > PAUSING * most ? [...bounds, pauses] : bounds
  return all.sort((a, b) => b.seconds - a.seconds)
}
