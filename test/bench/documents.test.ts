import { expect, test } from 'vitest'
import { generateDocument } from './generate-document.ts'
import { mergeDocuments } from './merge-documents.ts'
import { planPayloads } from './planning.ts'
import { runRounds } from './rounds.ts'
import { table } from './table.ts'

const bytesOf = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value))

test('a generated document has the requested number of operations, and is the same for the same seed', () => {
  expect(planPayloads(bytesOf(generateDocument(45))).operations).toBe(45)
  expect(generateDocument(5, 7)).toEqual(generateDocument(5, 7))
  expect(generateDocument(5, 7)).not.toEqual(generateDocument(5, 8))
})

test.each([10, 25, 60])('documents are merged until there are %i operations', count => {
  const merged = mergeDocuments([generateDocument(25, 1), generateDocument(20, 2)], count)
  const { operations, payloads } = planPayloads(bytesOf(merged))
  expect(operations).toBe(count)
  // An operation that lost its references would have no definitions, and the copies would share theirs.
  const sizes = payloads.map(payload => payload.length)
  expect(sizes.length).toBeGreaterThan(count)
  expect(JSON.stringify(payloads)).toContain('c0_Model0_')
})

test('every task runs in every round', () => {
  const turns: string[] = []
  const times = runRounds([() => turns.push('a'), () => turns.push('b')], 2, 1)
  expect(turns).toEqual(['a', 'b', 'a', 'b', 'a', 'b'])
  expect(times).toHaveLength(2)
  for (const { best, median } of times) expect(best).toBeLessThanOrEqual(median)
})

test('a table is aligned', () => {
  expect(
    table(
      ['name', 'ms'],
      [
        ['a', '1.5'],
        ['long name', '10.0'],
      ],
    ),
  ).toBe('name         ms\na           1.5\nlong name  10.0')
})
