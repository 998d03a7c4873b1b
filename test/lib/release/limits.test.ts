import { expect, test } from 'vitest'
import { classify } from '../../../lib/release/classify.ts'
import { readFacts } from '../../../lib/release/operation/parameter-facts.ts'
import type { Release } from '../../../lib/release/release.ts'
import { releaseWith } from './releases.ts'

const rulesOf = (before: Release, after: Release): string[] =>
  [...classify(before, after).definitions.values()].flatMap(({ reasons }) =>
    reasons.map(({ rule, kind }) => `${kind} ${rule}`),
  )

const nested = (depth: number, leaf: unknown): unknown => {
  let schema = leaf
  for (let i = 0; i < depth; i++) schema = { type: 'array', items: schema }
  return schema
}

test('a change at a depth of 200 levels is found', () => {
  const [before, after] = ['integer', 'number'].map(type => releaseWith({ Root: nested(200, { type }) }, 'received'))
  if (before === undefined || after === undefined) expect.fail()
  expect(rulesOf(before, after)).toEqual(['breaking type-widened'])
})

test('a schema that is too deep can not be decided', () => {
  const before = releaseWith({ Root: nested(600, { type: 'integer' }) }, 'sent')
  const after = releaseWith({ Root: nested(600, { type: 'string' }) }, 'sent')
  expect(rulesOf(before, after)).toEqual(['breaking schema-too-large'])
})

test('a definition that is circular on one side only ends', () => {
  const before = releaseWith({ Root: nested(5, {}) }, 'sent')
  const after = releaseWith({ Root: { type: 'array', items: { $ref: '#/$defs/Root' } } }, 'sent')
  expect(rulesOf(before, after)).toContain('breaking type-narrowed')
})

test('two definitions that are circular in another way end', () => {
  const list = (name: string) => ({ type: 'object', properties: { next: { $ref: `#/$defs/${name}` } } })
  const before = releaseWith({ Root: list('Even'), Even: list('Root'), Odd: list('Root') }, 'sent')
  const after = releaseWith({ Root: list('Odd'), Even: list('Odd'), Odd: list('Even') }, 'sent')
  expect(rulesOf(before, after).filter(rule => rule.startsWith('breaking'))).toEqual([])
})

test('content that is not JSON can not be decided', () => {
  const before = releaseWith({ Root: {} }, 'sent')
  const after: Release = {
    ...before,
    definitions: new Map([['Root', { accept: ['application/json'], content: '{', references: [] }]]),
  }
  expect(rulesOf(before, after)).toEqual(['breaking definition-unreadable'])
})

test.each(['`', '` ', 'Allowed: `a`, ', 'A list, written ', 'One of: ', '1 to ', ', ', 'Format: ', '. A'])(
  'a note of many %j is read in a short time',
  part => {
    const start = performance.now()
    readFacts(part.repeat(Math.ceil(8000 / part.length)))
    expect(performance.now() - start).toBeLessThan(2000)
  },
)
