import { expect, test } from 'vitest'
import { createOutage } from '../../../../lib/connect/pacing/outage.ts'
import { createTestClock } from '../support/clock.ts'

const LIMITS = { failures: 3, milliseconds: 60_000 }

test('many failures at the same time are not an outage', () => {
  const { now } = createTestClock()
  const outage = createOutage(LIMITS, now)
  for (let count = 0; count < 100; count += 1) outage.failed(now())
  expect(outage.isDown()).toBe(false)
})

test('few failures over a long time are not an outage', () => {
  const clock = createTestClock()
  const outage = createOutage(LIMITS, clock.now)
  outage.failed(clock.now())
  clock.advance(600_000)
  outage.failed(clock.now())
  expect(outage.isDown()).toBe(false)
})

test('failures for a minute are an outage, until the next response', () => {
  const clock = createTestClock()
  const outage = createOutage(LIMITS, clock.now)
  for (let count = 0; count < 4; count += 1) {
    outage.failed(clock.now())
    clock.advance(20_000)
  }
  expect(outage.isDown()).toBe(true)
  outage.answered()
  expect(outage.isDown()).toBe(false)
  outage.failed(clock.now())
  outage.failed(clock.now())
  outage.failed(clock.now())
  expect(outage.isDown()).toBe(false)
})

test('a timed-out request counts as failing since it was sent', () => {
  const clock = createTestClock()
  const outage = createOutage(LIMITS, clock.now)
  const sentAt = clock.now()
  clock.advance(60_000)
  for (let count = 0; count < 3; count += 1) outage.failed(sentAt)
  expect(outage.isDown()).toBe(true)
})

test('a failure of a request sent before the last response counts from that response on', () => {
  const clock = createTestClock()
  const outage = createOutage(LIMITS, clock.now)
  const sentAt = clock.now()
  clock.advance(50_000)
  outage.answered()
  clock.advance(10_000)
  for (let count = 0; count < 3; count += 1) outage.failed(sentAt)
  expect(outage.isDown()).toBe(false)
  clock.advance(50_000)
  expect(outage.isDown()).toBe(true)
})
