import { expect, test } from 'vitest'
import { createOutage } from '../../../lib/connect/outage.ts'
import { createTestClock } from './support/clock.ts'

const LIMITS = { failures: 3, milliseconds: 60_000 }

test('many failures at once are not an outage', () => {
  const outage = createOutage(LIMITS, createTestClock().now)
  for (let count = 0; count < 100; count += 1) outage.failed()
  expect(outage.isDown()).toBe(false)
})

test('few failures over a long time are not an outage', () => {
  const clock = createTestClock()
  const outage = createOutage(LIMITS, clock.now)
  outage.failed()
  clock.advance(600_000)
  outage.failed()
  expect(outage.isDown()).toBe(false)
})

test('nothing but failures for a minute is one, until an answer comes', () => {
  const clock = createTestClock()
  const outage = createOutage(LIMITS, clock.now)
  for (let count = 0; count < 4; count += 1) {
    outage.failed()
    clock.advance(20_000)
  }
  expect(outage.isDown()).toBe(true)
  outage.answered()
  expect(outage.isDown()).toBe(false)
  outage.failed()
  outage.failed()
  outage.failed()
  expect(outage.isDown()).toBe(false)
})
