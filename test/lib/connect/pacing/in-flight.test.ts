import { expect, test } from 'vitest'
import { createInFlightLimit } from '../../../../lib/connect/pacing/in-flight.ts'

test('the limit starts at the maximum and never exceeds it', () => {
  const inFlight = createInFlightLimit(4)
  inFlight.grow()
  expect(inFlight.limit()).toBe(4)
})

test('an overload halves the limit, down to 1', () => {
  const inFlight = createInFlightLimit(16)
  const limits = Array.from({ length: 6 }, () => {
    inFlight.shrink()
    return inFlight.limit()
  })
  expect(limits).toEqual([8, 4, 2, 1, 1, 1])
})

test('as many responses as the limit add 1', () => {
  const inFlight = createInFlightLimit(16)
  inFlight.shrink()
  for (let count = 0; count < 8; count += 1) inFlight.grow()
  expect(inFlight.limit()).toBe(8)
  inFlight.grow()
  expect(inFlight.limit()).toBe(9)
})
