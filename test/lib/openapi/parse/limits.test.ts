import { expect, test } from 'vitest'
import { measure } from '../../../../lib/openapi/parse/limits.ts'

const LIMITS = { nodes: 1000, depth: 10 }

test.each([
  { given: 1, want: { nodes: 1, members: 0, depth: 0 } },
  { given: {}, want: { nodes: 1, members: 0, depth: 1 } },
  { given: { a: [1, null], b: { c: 'x' } }, want: { nodes: 6, members: 3, depth: 2 } },
  { given: [[[]]], want: { nodes: 3, members: 0, depth: 3 } },
])('$given', ({ given, want }) => {
  expect(measure(given, LIMITS)).toEqual(want)
})

test('a value counts for every way that leads to it', () => {
  const shared = [1, 2]
  expect(measure([shared, shared], LIMITS).nodes).toBe(7)
})

test('it ends on a value that contains itself', () => {
  const self: unknown[] = []
  self.push(self, self)
  const { nodes, depth } = measure(self, LIMITS)
  expect(depth).toBe(11)
  expect(nodes).toBeLessThan(2 ** 12)
})

test('it ends soon after the limit of values', () => {
  let value: unknown = 'x'
  for (let i = 0; i < 9; i++) value = Array.from({ length: 10 }, () => value)
  expect(measure(value, LIMITS).nodes).toBeLessThan(1200)
})
