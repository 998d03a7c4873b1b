import { globSync } from 'node:fs'
import { join } from 'node:path'
import type { Arrival } from './memory-platform.ts'
import type { World } from './night.ts'
import type { NightResult } from './simulate.ts'
import { installVirtualTime } from './virtual-time.ts'

/** Runs the nights of a simulated deployment in virtual time, in a process of their own; writes what each took. */
const { nights, ...world }: World & { readonly nights: number } = JSON.parse(process.argv[2] ?? '')
const LIB = join(import.meta.dirname, '../../lib')
Object.assign(process.env, { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' })
const time = installVirtualTime(Date.parse('2030-01-01T00:00:00Z'))
// What an import loads during its work would come from files.
for (const file of globSync('**/*.ts', { cwd: LIB, exclude: ['report/page/client/**'] })) await import(join(LIB, file))
const { createWorld } = await import('./night.ts')
const { runNight, actionsOf } = createWorld(time, world)

/** Returns the largest number of requests within a time in milliseconds. */
const mostWithin = (times: readonly number[], milliseconds: number): number => {
  let [first, most] = [0, 0]
  for (const [last, at] of times.entries()) {
    while ((times[first] ?? at) <= at - milliseconds) first += 1
    most = Math.max(most, last - first + 1)
  }
  return most
}

/** The first request of an import reads its connector. It waits for no lease, but is counted in the next one. */
const isFirst = ({ path }: Arrival): boolean => /\/connectors\/[^/]+$/.test(path)

const results: NightResult[] = []
for (let i = 0; i < nights; i++) {
  const { arrivals, ...night } = await time.run(runNight)
  const times = arrivals.map(({ at }) => at)
  const count = (values: readonly string[]): Record<string, number> => {
    const counts: Record<string, number> = {}
    for (const value of values) counts[value] = (counts[value] ?? 0) + 1
    return counts
  }
  results.push({
    ...night,
    methods: count(arrivals.map(({ method }) => method)),
    statuses: count(arrivals.map(({ status }) => String(status))),
    mostInOneSecond: mostWithin(
      arrivals.filter(arrival => !isFirst(arrival)).map(({ at }) => at),
      1000,
    ),
    mostInTenSeconds: mostWithin(times, 10_000),
    actions: world.vendors.map((_, vendor) => new Set(actionsOf(vendor)).size),
    processorSeconds: (process.cpuUsage().user + process.cpuUsage().system) / 1e6,
  })
}
process.stdout.write(JSON.stringify(results), () => process.exit(0))
