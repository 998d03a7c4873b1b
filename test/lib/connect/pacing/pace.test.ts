import { expect, test } from 'vitest'
import type { Clock } from '../../../../lib/connect/pacing/clock.ts'
import { systemClock } from '../../../../lib/connect/pacing/clock.ts'
import { createPace, type Pace } from '../../../../lib/connect/pacing/pace.ts'
import { createTestClock } from '../support/clock.ts'

type Limiter = (now: number) => boolean

/** Sends `count` requests from 16 callers. A refused request is retried after a second. */
const run = async (pace: Pace, clock: Clock, limiter: Limiter, count: number, latencyMs: number) => {
  const started = clock.now()
  const outcomes: { readonly at: number; readonly accepted: boolean }[] = []
  let left = count
  let inFlight = 0
  let mostInFlight = 0
  const sendOnce = async (): Promise<boolean> => {
    const permit = await pace.enter()
    inFlight += 1
    mostInFlight = Math.max(mostInFlight, inFlight)
    await clock.sleep(latencyMs / 2)
    const accepted = limiter(clock.now())
    await clock.sleep(latencyMs / 2)
    inFlight -= 1
    outcomes.push({ at: clock.now() - started, accepted })
    permit.leave(accepted ? 'accepted' : 'throttled', 1000)
    return accepted
  }
  const caller = async () => {
    for (; left > 0; ) {
      left -= 1
      while (!(await sendOnce())) await clock.sleep(1000)
    }
  }
  await Promise.all(Array.from({ length: 16 }, caller))
  const later = outcomes.filter(({ at }) => at > 5000)
  const refused = later.filter(({ accepted }) => !accepted).length / later.length
  return { elapsed: clock.now() - started, refused, mostInFlight }
}

const everything: Limiter = () => true

const slidingWindow = (perSecond: number): Limiter => {
  let accepted: number[] = []
  return now => {
    accepted = accepted.filter(at => at > now - 1000)
    if (accepted.length >= perSecond) return false
    accepted.push(now)
    return true
  }
}

const fixedWindow = (perSecond: number): Limiter => {
  const counts = new Map<number, number>()
  return now => {
    const window = Math.floor(now / 1000)
    const count = (counts.get(window) ?? 0) + 1
    counts.set(window, count)
    return count <= perSecond
  }
}

const tokenBucket = (perSecond: number, burst: number): Limiter => {
  let tokens = burst
  let filledAt = 0
  return now => {
    tokens = Math.min(burst, tokens + ((now - filledAt) / 1000) * perSecond)
    filledAt = now
    if (tokens < 1) return false
    tokens -= 1
    return true
  }
}

test.each([
  { name: 'a sliding window', limiter: slidingWindow(50) },
  { name: 'a fixed window', limiter: fixedWindow(50) },
  { name: 'a token bucket', limiter: tokenBucket(50, 50) },
  { name: 'a small token bucket', limiter: tokenBucket(50, 10) },
])('the rate adapts to $name of 50 requests per second', async ({ limiter }) => {
  const clock = createTestClock()
  const pace = createPace({ maxInFlight: 16, maxPerSecond: 1000 }, clock)
  const { elapsed, refused } = await run(pace, clock, limiter, 1000, 50)
  expect(elapsed / (1000 * (1000 / 50))).toBeLessThan(1.1)
  expect(refused).toBeLessThan(0.06)
})

test('the maximum rate is kept without refusals', async () => {
  const clock = createTestClock()
  const pace = createPace({ maxInFlight: 16, maxPerSecond: 50 }, clock)
  const { elapsed, refused } = await run(pace, clock, slidingWindow(52), 500, 6)
  expect(refused).toBe(0)
  expect(elapsed).toBeGreaterThan(9900)
  expect(elapsed).toBeLessThan(10_100)
})

test('the maximum number of concurrent requests is used, with the system clock', async () => {
  const pace = createPace({ maxInFlight: 16, maxPerSecond: 1000 }, systemClock)
  expect((await run(pace, systemClock, everything, 320, 50)).mostInFlight).toBe(16)
})

/** Returns the times at which the next `count` requests are admitted, in milliseconds from now. */
const admitted = async (pace: Pace, clock: Clock, count: number): Promise<number[]> => {
  const from = clock.now()
  const times = []
  for (let done = 0; done < count; done += 1) {
    const permit = await pace.enter()
    times.push(clock.now() - from)
    permit.leave('unknown')
  }
  return times
}

test('after many refusals, all requests wait for Retry-After', async () => {
  const clock = createTestClock()
  const pace = createPace({ maxInFlight: 8, maxPerSecond: 1000 }, clock)
  const permits = await Promise.all(Array.from({ length: 8 }, () => pace.enter()))
  for (const permit of permits) permit.leave('throttled', 30_000)
  expect((await admitted(pace, clock, 1))[0]).toBeGreaterThanOrEqual(30_000)
})

test('a single refusal does not delay other requests', async () => {
  const clock = createTestClock()
  const pace = createPace({ maxInFlight: 8, maxPerSecond: 1000 }, clock)
  const permit = await pace.enter()
  permit.leave('throttled', 30_000)
  expect((await admitted(pace, clock, 1))[0]).toBeLessThan(10)
})

test('one overload halves the concurrent requests once, even if many requests report it', async () => {
  const clock = createTestClock()
  const pace = createPace({ maxInFlight: 8, maxPerSecond: 1000 }, clock)
  const permits = await Promise.all(Array.from({ length: 8 }, () => pace.enter()))
  clock.advance(100)
  for (const permit of permits) permit.leave('overloaded')
  let inFlight = 0
  for (let count = 0; count < 8; count += 1)
    void pace.enter().then(() => {
      inFlight += 1
    })
  await clock.sleep(1000)
  expect(inFlight).toBe(4)
})
