import { expect, test } from 'vitest'
import { createRate } from '../../../../lib/connect/pacing/rate.ts'
import { createTestClock } from '../support/clock.ts'

const openRate = (maxPerSecond: number) => {
  const clock = createTestClock()
  const rate = createRate(maxPerSecond, clock.now)
  /** Accepts `count` requests, evenly spread over `milliseconds`. */
  const accept = (count: number, milliseconds: number) => {
    for (let done = 0; done < count; done += 1) {
      clock.advance(milliseconds / count)
      rate.accepted()
    }
  }
  return { rate, clock, accept }
}

test('the rate is the maximum without refusals', () => {
  const { rate, accept } = openRate(100)
  accept(1000, 10_000)
  expect(rate.perSecond()).toBe(100)
})

test('a single refusal reduces the rate a little, for a short time', () => {
  const { rate, clock } = openRate(100)
  rate.ease()
  expect(rate.perSecond()).toBe(96)
  clock.advance(1000)
  expect(rate.perSecond()).toBe(100)
})

test('many refusals reduce the rate to just below the recently accepted one', () => {
  const { rate, accept } = openRate(1000)
  accept(150, 3000)
  rate.relearn()
  expect(rate.perSecond()).toBeCloseTo(47.5)
})

test('a pause is not taken for a lower limit', () => {
  const { rate, clock, accept } = openRate(1000)
  accept(50, 1000)
  clock.advance(950)
  accept(5, 50)
  rate.relearn()
  expect(rate.perSecond()).toBeCloseTo(47.5)
})

test('after a burst the next request waits until the rate is kept', () => {
  const { rate, clock, accept } = openRate(1000)
  accept(50, 100)
  expect(rate.relearn() - clock.now()).toBeCloseTo(902)
})

test('the rate grows fast after the first limit, then slowly', () => {
  const { rate, clock, accept } = openRate(1000)
  accept(50, 1000)
  rate.relearn()
  clock.advance(1000)
  expect(rate.perSecond()).toBeCloseTo(95)
  accept(95, 1000)
  rate.relearn()
  const learned = rate.perSecond()
  clock.advance(1000)
  expect(rate.perSecond()).toBeCloseTo(learned * 1.05)
})

test('without accepted requests the rate is about one per second', () => {
  const { rate } = openRate(1000)
  rate.relearn()
  expect(rate.perSecond()).toBeCloseTo(0.95)
})
