import { expect, test } from 'vitest'
import { type Budget, type Lease, lease, timeOf } from '../../../../lib/connect/pacing/budget.ts'

const START = 1_900_000_000_000
const NONE = { previous: undefined, wanted: 1000, accepted: 0, refused: 0, sentPerSecond: 0, own: undefined }

/** Leases for several imports from one budget, at the given time (ms). */
const setUp = (maxPerSecond: number) => {
  let budget: Budget | undefined
  const previous = new Map<string, Lease>()
  return {
    take: (name: string, at: number, responses: { accepted?: number; refused?: number } = {}) => {
      const request = { ...NONE, ...responses, previous: previous.get(name) }
      const next = lease(budget, request, { now: START + at, maxPerSecond })
      budget = next.budget
      previous.set(name, next.lease)
      return { ...next.lease, from: timeOf(next.budget, next.lease.first) - START, rate: next.budget.perSecond }
    },
  }
}

test('an import alone leases four seconds', () => {
  const { take } = setUp(50)
  // Its first request, without a lease, has the place before.
  expect(take('a', 0)).toMatchObject({ size: 1, from: 20, running: 1 })
  expect(take('a', 10)).toMatchObject({ size: 200, running: 1, isFirst: true })
})

test('an import joins the queue, and then all have an equal share', () => {
  const { take } = setUp(50)
  take('a', 0)
  take('a', 10)
  expect(take('b', 20)).toMatchObject({ size: 1, from: 4060, isFirst: false })
  expect(take('a', 2800)).toMatchObject({ size: 100, running: 2 })
  expect(take('b', 3020)).toMatchObject({ size: 100, running: 2, from: 6080 })
})

test('100 imports with a budget of 5 have 0.05 requests per second each', () => {
  const { take } = setUp(5)
  const names = Array.from({ length: 100 }, (_, i) => `import-${i}`)
  for (const name of names) take(name, 0)
  const second = names.map((name, i) => take(name, i * 200))
  expect(second.map(({ size }) => size)).toEqual(names.map(() => 1))
  expect((second[99]?.from ?? 0) - (second[98]?.from ?? 0)).toBe(200)
})

test('an import that takes nothing has no share', () => {
  const { take } = setUp(50)
  for (const name of ['a', 'b', 'c']) take(name, 0)
  for (const name of ['a', 'b']) take(name, 100)
  take('a', 4000)
  take('b', 4000)
  expect(take('a', 8000)).toMatchObject({ running: 2 })
})

test('refusals that one import reports reduce the rate of all, and delay what is leased', () => {
  const { take } = setUp(50)
  take('a', 0)
  take('a', 10)
  expect(take('a', 500, { accepted: 4, refused: 36 }).rate).toBeCloseTo(4.75)
  expect(take('b', 600)).toMatchObject({ rate: expect.closeTo(4.75) })
})

test('after a minute without leases the learned rate is forgotten', () => {
  const { take } = setUp(50)
  take('a', 0)
  take('a', 500, { refused: 40 })
  expect(take('b', 120_000 + 60_000)).toMatchObject({ rate: 50, from: 180_020 })
})
