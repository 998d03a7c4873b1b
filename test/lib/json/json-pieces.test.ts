import fc from 'fast-check'
import { expect, test } from 'vitest'
import { jsonPieces } from '../../../lib/json/json-pieces.ts'
import { parseExactly } from '../../../lib/json/parse-json.ts'

test('the pieces of any value are its JSON', () => {
  fc.assert(
    fc.property(fc.anything({ withDate: true, withSparseArray: true }), value => {
      for (const space of [0, 2]) {
        expect([...jsonPieces({ value }, space)].join('')).toBe(JSON.stringify({ value }, undefined, space))
        const json = JSON.stringify(value, undefined, space)
        if (json !== undefined) expect([...jsonPieces(value, space)].join('')).toBe(json)
      }
    }),
    { seed: 43, numRuns: 500 },
  )
})

test.each([
  ['without fields', {}],
  ['without items', { items: [] }],
  ['undefined', { a: undefined, b: [undefined, () => 1], c: () => 1 }],
  ['line breaks in strings', { a: '\n', b: ['\n', { '\n': '\n\n' }] }],
  ['exact numbers', { a: parseExactly('[12345678901234567890]'), b: parseExactly('{"n":1.10}') }],
  ['a form of its own', { toJSON: () => [1] }],
])('%s', (_, value) => {
  for (const space of [0, 2])
    expect([...jsonPieces(value, space)].join('')).toBe(JSON.stringify(value, undefined, space))
})

test('a long array is several pieces', () => {
  const value = { items: Array.from({ length: 1_000 }, (_, i) => `${i}`.padEnd(1_000)) }
  const pieces = [...jsonPieces(value)]
  expect(pieces.length).toBeGreaterThan(10)
  expect(Math.max(...pieces.map(piece => piece.length))).toBeLessThan(100_000)
  expect(pieces.join('')).toBe(JSON.stringify(value))
})
