import { expect, test } from 'vitest'
import { CONTENDERS } from './contenders.ts'
import { page } from './page.ts'
import { plot } from './plot.ts'
import { type Result, standingOf } from './standing.ts'

const given = [
  { name: 'a', bytes: 1_000_000, operations: 10 },
  { name: 'b', bytes: 2_000_000, operations: 20 },
  { name: 'c', bytes: 500_000, operations: 5 },
]
const done = (operations: number, milliseconds: number, parsing: number, peak = 1e6) =>
  ({ kind: 'done', operations, milliseconds, parsing, peak }) as const
const results: Result[] = [
  { contender: 'this project', trials: [done(10, 20, 10), done(20, 80, 10, 7e6), done(5, 4, 1)] },
  { contender: 'a <peer>', trials: [done(10, 100, 1), done(25, 10, 1), { kind: 'failed', reason: 'it\n| broke' }] },
  { contender: 'nothing', trials: [done(0, 1, 1), done(0, 1, 1), { kind: 'failed', reason: 'no' }] },
]
const standings = results.map(result => standingOf(result, given))

test('a standing counts what came out, each operation once, and means over what was handled', () => {
  expect(standings[0]).toMatchObject({ whole: 3, handled: 3, operations: 35, ratios: [2, 8, 4], peak: 7e6 })
  expect(standings[0]?.ratio).toBeCloseTo(4)
  expect(standings[1]).toMatchObject({ whole: 2, handled: 2, operations: 30, ratios: [100, 10] })
  expect(standings[2]).toMatchObject({ whole: 0, handled: 0, operations: 0, peak: 0 })
})

test('the page has a row for each contender and each document, and says why some failed', () => {
  const text = page(CONTENDERS, given, results, standings, { date: '2030-01-01', node: '24.0.0', cores: 2 })
  expect(text).toContain('| this project | 3 of 3 | 3 | 35 of 35 | 4.0× | 7 MB |')
  expect(text).toContain('| nothing | 0 of 3 | 0 | 0 of 35 |  |  |')
  expect(text).toContain('| c (0.50 MB, 5) | 4.0 |  |  |')
  expect(text).toContain('- a <peer>, c: it broke')
  for (const { name, asked } of CONTENDERS) {
    expect(text).toContain(`**${name}**`)
    expect(text).toContain(asked)
  }
})

test('the picture has a dot for each document that was handled, and hides nothing from a reader', () => {
  const svg = plot(standings)
  expect(svg.match(/<circle/g)).toHaveLength(5)
  expect(svg.match(/class="mean"/g)).toHaveLength(2)
  expect(svg).toContain('this project: 4.0 times; a &lt;peer>: 31.6 times; nothing: none.')
  expect(svg).not.toContain('<peer>')
})
