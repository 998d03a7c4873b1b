import { expect, test } from 'vitest'
import { canonical } from '../../../lib/json/canonical.ts'

const cases: [string, unknown, string][] = [
  ['keys are sorted at every level', { b: { d: 1, c: 2 }, a: 3 }, '{"a":3,"b":{"c":2,"d":1}}'],
  ['lists keep their order', [2, 1], '[2,1]'],
  ['mappings inside of lists are sorted', [{ b: 1, a: 2 }], '[{"a":2,"b":1}]'],
  ['undefined is as good as absent', { a: undefined }, '{}'],
  ['null is a value', { a: null }, '{"a":null}'],
  ['nothing at all', undefined, 'null'],
  ['a key that every object inherits', JSON.parse('{"__proto__":{"b":1,"a":2}}'), '{"__proto__":{"a":2,"b":1}}'],
]

test.each(cases)('%s', (_, given, want) => {
  expect(canonical(given)).toBe(want)
})
