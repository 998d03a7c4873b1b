import { expect, test } from 'vitest'
import { planNight } from '../../infra/scale/plan-night.ts'
import type { Quantities } from '../../infra/scale/quantities.ts'
import type { Vendor, World } from './night.ts'
import { type NightResult, simulateNights } from './simulate.ts'

const SIZES = [2, 4, 8, 16]
const LARGE = 400
/** Longest time in seconds until Lambda repeats a throttled invocation. */
const LONGEST_PAUSE = 300
const WITHIN = { timeout: 15 * 60_000 }

/** Vendors with documents of several sizes. One of a hundred is large, one of twenty has a release. */
const vendorsOf = (count: number): Vendor[] =>
  Array.from({ length: count }, (_, i) => ({
    operations: i % 100 === 50 ? LARGE : (SIZES[i % SIZES.length] ?? 0),
    isReleased: i % 20 === 0,
  }))

const PACE = 50
const CONCURRENCY = 20
const base = { perSecond: PACE, concurrency: CONCURRENCY, spreadSeconds: 900, latencyMs: 80 }

/** Checks what holds in each night. */
const expectSound = (night: NightResult, { vendors, perSecond, concurrency }: World): void => {
  expect(new Set(night.imports.map(({ vendor }) => vendor)).size).toBe(vendors.length)
  expect(night.imports).toHaveLength(vendors.length)
  // A single second can have the lateness of a few requests; ten seconds do not.
  expect(night.mostInOneSecond).toBeLessThanOrEqual(1.2 * perSecond)
  expect(night.mostInTenSeconds).toBeLessThanOrEqual(10 * perSecond)
  expect(night.peakConcurrency).toBeLessThanOrEqual(concurrency)
}

/** Quantities of imports that run alone, by the number of their document's operations. */
const countAlone = async (): Promise<Map<number, Quantities>> => {
  const world = { ...base, vendors: [...SIZES, LARGE].map(operations => ({ operations })) }
  const [night] = await simulateNights(world, 1)
  return new Map(
    night?.imports.map(({ vendor, requests, from, to }) => [
      world.vendors[vendor]?.operations ?? 0,
      {
        ...{ invocations: 2, durableOperations: 0, checkpointBytes: 0, logBytes: 0 },
        ...{ s3Writes: 0, s3Reads: 0, dynamoWrites: 0, dynamoReads: 0 },
        requests: { GET: 0, POST: requests, PUT: 0, DELETE: 0 },
        ownSeconds: to - from - requests / PACE,
      },
    ]),
  )
}

const alone = countAlone()

test.each([
  { vendors: 1_000, spreadSeconds: 900, bottleneck: 'spread of the starts', off: 0.05, pauses: 0 },
  // Imports of a few requests leave a part of the rate unused: what they have leased and do not need.
  { vendors: 200, spreadSeconds: 20, bottleneck: 'rate of requests', off: 0.25, pauses: 0 },
  // The last throttled invocation decides, which may fail once or twice more: that is five minutes each time.
  {
    vendors: 200,
    spreadSeconds: 20,
    concurrency: 3,
    perSecond: 500,
    bottleneck: 'pauses of throttled imports',
    off: 0.05,
    pauses: 2,
  },
])('$vendors first imports: each is done once, in the time that the $bottleneck takes', WITHIN, async given => {
  const { bottleneck, off, pauses, ...changed } = given
  const world: World = { ...base, ...changed, vendors: vendorsOf(given.vendors) }
  const [night] = await simulateNights(world, 1)
  if (night === undefined) throw new Error('The night has no result.')
  expectSound(night, world)
  expect(night.imports.filter(({ outcome }) => outcome !== 'succeeded')).toEqual([])
  expect(night.actions).toEqual(world.vendors.map(({ operations }) => operations))
  const created = night.actions.reduce((sum, each) => sum + each, 0)
  expect(night.statuses).toEqual({ '200': 4 * given.vendors, '201': expect.any(Number) })
  expect(night.statuses['201']).toBeGreaterThan(created)

  const quantities = await alone
  const loads = [...quantities].map(([operations, each]) => ({
    count: world.vendors.filter(vendor => vendor.operations === operations).length,
    each,
  }))
  const planned = planNight(loads, { ...world, gigabytes: 2 })
  expect(planned.bounds[0]?.name).toBe(bottleneck)
  expect(Math.abs(night.seconds - planned.seconds)).toBeLessThan(off * planned.seconds + pauses * LONGEST_PAUSE)
  const others = planned.bounds.filter(({ name }) => name !== 'pauses of throttled imports')
  const most = Math.max(...others.map(({ seconds }) => seconds))
  expect(night.seconds > 1.5 * most).toBe(pauses > 0)
  // The number of attempts does not depend on the last import alone.
  if (pauses > 0) expect(Math.abs(night.throttled / planned.throttled - 1)).toBeLessThan(0.2)
  const requests = Object.values(night.methods).reduce((sum, each) => sum + each, 0)
  expect(requests / planned.total.requests.POST).toBeCloseTo(1, 2)
  expect(night.lambdaSeconds / planned.runSeconds).toBeGreaterThan(0.6)
  expect(night.lambdaSeconds / planned.runSeconds).toBeLessThan(1.6)

  // Small imports that begin while a large one runs do not wait for its end.
  const large = night.imports.filter(({ vendor }) => world.vendors[vendor]?.operations === LARGE)
  const overtaken = large.map(one => night.imports.filter(({ from, to }) => from > one.from && to < one.to).length)
  expect(Math.min(...overtaken)).toBeGreaterThan(0)
})

test('an outage of ten minutes and vendors with problems stop no other import', WITHIN, async () => {
  const vendors = vendorsOf(150).map((vendor, i): Vendor => {
    if (i % 30 === 7) return { ...vendor, trouble: 'document missing' }
    return i % 30 === 11 ? { ...vendor, trouble: 'throttled' } : vendor
  })
  const world: World = { ...base, spreadSeconds: 300, vendors, outage: { from: 60, to: 660 } }
  const [first, second] = await simulateNights(world, 2)
  if (first === undefined || second === undefined) throw new Error('A night has no result.')
  expectSound(second, world)
  expect(first.imports.filter(({ outcome }) => outcome !== 'succeeded')).toEqual([])
  const wanted = ({ trouble, isReleased }: Partial<Vendor> = {}): string => {
    if (trouble === 'document missing') return 'failed'
    return isReleased ? 'succeeded' : 'unchanged'
  }
  expect(second.imports.filter(({ vendor, outcome }) => outcome !== wanted(vendors[vendor]))).toEqual([])
  expect(second.imports.filter(({ outcome }) => outcome === 'failed').map(({ reason }) => reason)).toEqual(
    Array.from({ length: 5 }, () => expect.stringContaining('that file does not exist')),
  )
  expect(second.statuses).toMatchObject({ '429': expect.any(Number), '503': expect.any(Number) })
  // The waits for a platform that is down are a minute, two, five, ten …
  expect(second.seconds).toBeLessThan(660 + 600 + 120)
})
