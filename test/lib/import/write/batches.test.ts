import { expect, test } from 'vitest'
import { batches } from '../../../../lib/import/write/batches.ts'

const cases: [number, number, { from: number; to: number }[]][] = [
  [0, 50, []],
  [1, 50, [{ from: 0, to: 1 }]],
  [
    100,
    50,
    [
      { from: 0, to: 50 },
      { from: 50, to: 100 },
    ],
  ],
  [
    101,
    50,
    [
      { from: 0, to: 50 },
      { from: 50, to: 100 },
      { from: 100, to: 101 },
    ],
  ],
]

test.each(cases)('%i items in batches of %i', (count, size, want) => {
  expect(batches(count, size)).toEqual(want)
})

test('50,000 items make at most 400 batches, which cover each item once', () => {
  const made = batches(50_000, 1)
  expect(made.length).toBeLessThanOrEqual(400)
  expect(made.map(({ from }) => from)).toEqual([0, ...made.map(({ to }) => to).slice(0, -1)])
  expect(made.at(-1)?.to).toBe(50_000)
})
