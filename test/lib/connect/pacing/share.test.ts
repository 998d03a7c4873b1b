import { expect, test } from 'vitest'
import type { BudgetStore } from '../../../../lib/connect/pacing/share.ts'
import { runSideBySide } from '../support/side-by-side.ts'

/** Sizes of `count` imports, from `smallest` requests on. */
const sizesOf = (count: number, smallest: number, step: number): number[] =>
  Array.from({ length: count }, (_, index) => smallest + step * (index % 31))

const HUNDRED = { sizes: sizesOf(100, 15, 1), platform: 5 }
const TEN = { sizes: sizesOf(10, 100, 100), platform: 50 }

type Run = Awaited<ReturnType<typeof runSideBySide>>

/** Returns the time of the smallest imports, as a multiple of the time that an equal share of the rate takes. */
const waitOfSmallest = ({ imports }: Run, perSecond: number): number => {
  const size = Math.min(...imports.map(each => each.size))
  const smallest = imports.filter(each => each.size === size)
  return Math.max(...smallest.map(({ ms }) => ms / 1000)) / ((size * imports.length) / perSecond)
}

test.each([
  { name: '100 imports, 5 requests per second', run: HUNDRED, most: 0.1 },
  { name: '100 imports, with a slower platform', run: { ...HUNDRED, seed: 47_514, latencyMs: 160 }, most: 0.1 },
  {
    name: '100 imports that start within five seconds',
    run: { ...HUNDRED, startAt: (i: number) => i * 50 },
    most: 0.1,
  },
  {
    name: '100 imports with clocks that differ by a second',
    run: { ...HUNDRED, skew: (i: number) => (i % 11) * 100 },
    most: 0.1,
  },
  { name: '10 imports, 50 requests per second', run: TEN, most: 0.03 },
  { name: '10 imports, a bucket of 10 requests', run: { ...TEN, burst: 10 }, most: 0.03 },
  { name: '10 imports with clocks that differ by a second', run: { ...TEN, skew: (i: number) => i * 100 }, most: 0.03 },
])('$name: few refusals, no time lost, an equal share for each', { timeout: 120_000 }, async ({ run, most }) => {
  const result = await runSideBySide(run)
  expect(result.refusedShare).toBeLessThan(most)
  expect(result.slowness).toBeLessThan(1.1)
  expect(waitOfSmallest(result, run.platform)).toBeLessThan(2)
  expect(result.tablePerSecondAndImport).toBeLessThan(1)
})

test.each([{ platform: 50 }, { platform: 5 }])(
  'one import alone is as fast as without the budget: $platform',
  async run => {
    const sizes = [run.platform * 20]
    const own = await runSideBySide({ ...run, sizes, isShared: false })
    const shared = await runSideBySide({ ...run, sizes })
    expect(shared.elapsedMs).toBeLessThan(1.01 * own.elapsedMs)
    expect(shared.refusedShare).toBeLessThanOrEqual(own.refusedShare + 0.01)
    expect(shared.tablePerSecondAndImport).toBeLessThan(1)
  },
)

test('the first request of each import waits for nothing', async () => {
  const { imports } = await runSideBySide({ sizes: [5, 5, 5], platform: 50, startAt: index => index * 30 })
  expect(imports.map(({ firstMs }) => firstMs)).toEqual([0, 0, 0])
})

test('imports of a few requests keep the rate too: the first request of each counts', async () => {
  const sizes = Array.from({ length: 300 }, () => 4)
  const { elapsedMs } = await runSideBySide({ sizes, platform: 1000, startAt: index => index * 10 })
  expect(elapsedMs).toBeGreaterThan((300 * 4 * 1000) / 50 - 1000)
})

test('imports of a few requests that follow each other do not wait for the leases of those before', async () => {
  const sizes = Array.from({ length: 20 }, () => 10)
  const { imports } = await runSideBySide({ sizes, platform: 1000, callers: 1, startAt: index => index * 700 })
  expect(imports.reduce((sum, { ms }) => sum + ms, 0) / imports.length).toBeLessThan(1500)
})

/** Wraps a budget that rejects each request after a second, from `from` to `to` (ms). */
const unreachable =
  (from: number, to: number) =>
  (store: BudgetStore, { now, sleep }: { now: () => number; sleep: (ms: number) => Promise<void> }): BudgetStore => {
    const begin = now()
    const answer = async <T>(request: () => Promise<T>): Promise<T> => {
      if (now() - begin < from || now() - begin >= to) return request()
      await sleep(1000)
      throw new Error('unreachable')
    }
    return { read: () => answer(store.read), write: (budget, revision) => answer(() => store.write(budget, revision)) }
  }

test('imports go on at their own pace while the budget is unreachable', async () => {
  const sizes = [300, 300]
  const always = await runSideBySide({ sizes, platform: 1000, wrap: unreachable(0, Number.POSITIVE_INFINITY) })
  expect(always.elapsedMs).toBeLessThan(8000)
  expect(always.tableRequests).toBe(0)
  const begun = await runSideBySide({ sizes, platform: 1000, wrap: unreachable(3000, Number.POSITIVE_INFINITY) })
  expect(begun.elapsedMs).toBeLessThan(12_000)
})

test('imports share again when the budget is reachable again', async () => {
  const sizes = [2000, 2000]
  const { slowness, refusedShare } = await runSideBySide({ sizes, platform: 50, wrap: unreachable(0, 5000) })
  expect(slowness).toBeLessThan(1.1)
  expect(refusedShare).toBeLessThan(0.1)
})

test('the share of an import that crashes is free after seconds', async () => {
  const { imports } = await runSideBySide({ sizes: [30, 1000], platform: 50, releases: false })
  expect(imports[1]?.ms).toBeLessThan((1030 / 50) * 1000 * 1.1)
})

test('an import that starts after the end of another one is as fast', async () => {
  const alone = await runSideBySide({ sizes: [100], platform: 50 })
  const [first] = alone.imports
  const startAt = (index: number): number => (index === 0 ? 0 : (first?.ms ?? 0) + 100)
  const { imports } = await runSideBySide({ sizes: [100, 100], platform: 50, startAt })
  expect(imports[1]?.ms).toBeLessThan((first?.ms ?? 0) + 200)
})
