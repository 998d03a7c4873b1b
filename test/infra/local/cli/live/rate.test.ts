import { expect, test } from 'vitest'
import { addSample, rateOf, type Sample } from '../../../../../infra/local/cli/live/rate.ts'

/** Returns the samples of a rate, from second `from` to second `to`, one each second. */
const steady = (perSecond: number, from: number, to: number, before = 0): Sample[] =>
  Array.from({ length: to - from + 1 }, (_, i) => ({ at: (from + i) * 1000, done: before + i * perSecond }))

test.each<[string, readonly Sample[], number, number | undefined]>([
  ['nothing is done', steady(0, 0, 9), 9, undefined],
  ['too few items', steady(1, 0, 2), 2, undefined],
  ['too short a time', [...steady(0, 0, 0), { at: 1_000, done: 50 }], 1, undefined],
  ['a steady rate', steady(5, 0, 8), 8, 5],
  ['only the last ten seconds count', [...steady(100, 0, 10), ...steady(10, 11, 30, 1_000)], 30, 10],
  ['a slow rate is measured for longer', [0, 20, 40, 60].map((at, done) => ({ at: at * 1000, done })), 60, 0.05],
  ['a pause lowers the rate', steady(10, 0, 10), 14, 6],
  ['a long pause ends it', steady(10, 0, 10), 16, undefined],
  ['a usual pause of a slow rate does not', [0, 20, 40, 60].map((at, done) => ({ at: at * 1000, done })), 90, 3 / 90],
])('%s', (_, samples, seconds, want) => {
  const rate = rateOf(samples, seconds * 1000)
  if (want === undefined) expect(rate).toBeUndefined()
  else expect(rate).toBeCloseTo(want, 1)
})

test('keeps few samples of many items', () => {
  let samples: readonly Sample[] = []
  for (let at = 0; at < 200_000; at += 10) samples = addSample(samples, { at, done: at })
  expect(samples.length).toBeLessThan(500)
  expect(samples.at(-1)).toEqual({ at: 199_990, done: 199_990 })
})
