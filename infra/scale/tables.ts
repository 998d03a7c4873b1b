import { table } from '../docs/table.ts'
import type { Case } from './cases.ts'
import type { Night } from './plan-night.ts'
import { requestsOf } from './quantities.ts'

const whole = (value: number): string => value.toLocaleString('en', { maximumFractionDigits: 0 })
const dollars = (value: number): string => value.toPrecision(2)

/** Formats seconds as hours and minutes, or as minutes. */
const duration = (seconds: number): string => {
  const minutes = Math.round(seconds / 60)
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** Returns the table of what nights take. */
export function nightTable(cases: readonly Case[]): string {
  const head = ['night', 'imports', 'requests to the platform', 'duration', 'at the same time', 'US$', 'bottleneck']
  const rows = cases.map(({ name, night }) => [
    name,
    whole(night.imports),
    whole(requestsOf(night.total)),
    duration(night.seconds),
    whole(night.peakConcurrency),
    dollars(night.dollars),
    night.bounds[0]?.name ?? '',
  ])
  return table([head, ...rows])
}

/** Returns the table of requests to the platform, by method. */
export function requestTable(cases: readonly Case[]): string {
  const methods = ['GET', 'POST', 'PUT', 'DELETE'] as const
  const rows = cases.map(({ name, night }) => [name, ...methods.map(method => whole(night.total.requests[method]))])
  return table([['night', ...methods], ...rows])
}

/** Returns the table of quantities and their costs. */
export function costTable(cases: readonly Case[]): string {
  const items = cases[0]?.night.costs.map(({ item }) => item) ?? []
  const cell = ({ night }: Case, item: string): string[] => {
    const cost = night.costs.find(each => each.item === item)
    return cost === undefined ? ['', ''] : [whole(cost.quantity), dollars(cost.dollars)]
  }
  const head = ['item', ...cases.flatMap(({ name }) => [name, 'US$'])]
  return table([head, ...items.map(item => [item, ...cases.flatMap(each => cell(each, item))])])
}

/** Returns the table of the times that a night takes at least, the bottleneck first. */
export function boundTable({ bounds }: Night): string {
  const rows = bounds.map(({ name, seconds, change }) => [name, duration(seconds), change])
  return table([['bound', 'at least', 'what to change'], ...rows])
}
