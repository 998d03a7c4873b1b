import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { bundlePlanning } from '../bundle-planning.ts'
import { measureCold, PARSER } from '../cold.ts'
import { generateDocument } from '../generate-document.ts'
import { coldStep, PARTS } from '../step.ts'
import { CONTENDERS } from './contenders.ts'
import { operationsOffered, requestsIn, written } from './outcome.ts'
import { page } from './page.ts'
import { nameOf, peerDocuments } from './peer-documents.ts'
import { plot } from './plot.ts'
import { roundsFor } from './rounds-for.ts'
import { type Result, standingOf } from './standing.ts'
import { tryOne } from './trial.ts'

const given = [
  { name: 'a', specification: '3.1.0', bytes: 1_200_000, operations: 10 },
  { name: 'b', specification: '3.1.0', bytes: 2_000_000, operations: 20 },
  { name: 'c', specification: '3.1.0', bytes: 50_000, operations: 5 },
]
const done = (operations: number, milliseconds: number, parsing: number, peak = 1e6) =>
  ({ kind: 'done', operations, writable: true, milliseconds, parsing, peak }) as const
const cyclic = { ...done(10, 100, 1), writable: false, problem: `a cycle --> ${'x'.repeat(300)}` }
const ours: Result = {
  contender: 'this project',
  trials: [done(10, 20, 10), done(20, 80, 10, 7e6), done(5, 0.25, 0.0625)],
  cold: [200, 400, undefined],
}
const results: Result[] = [
  ours,
  {
    contender: 'a <peer>',
    trials: [cyclic, done(25, 10, 1), { kind: 'failed', reason: 'it\n| broke' }],
    cold: [50, 600, undefined],
  },
  {
    contender: 'nothing',
    trials: [done(0, 1, 1), done(0, 1, 1), { kind: 'failed', reason: 'no' }],
    cold: [undefined, undefined, undefined],
  },
]
const parser = [20, 40, undefined]
const standings = results.map(result => standingOf(result, given, ours, parser))

test('a standing counts each converted operation once, and averages over the handled documents', () => {
  expect(standings[0]).toMatchObject({
    whole: 3,
    handled: 3,
    writable: 3,
    operations: 35,
    ratios: [2, 8, 4],
    peak: 7e6,
  })
  expect(standings[0]?.ratio).toBeCloseTo(4)
  expect(standings[0]?.versusOurs).toBe(1)
  expect(standings[1]).toMatchObject({ whole: 2, handled: 2, writable: 1, operations: 30, ratios: [100, 10] })
  expect(standings[1]?.versusOurs).toBeCloseTo(Math.sqrt(5 / 8))
  expect(standings[2]).toMatchObject({ whole: 0, handled: 0, writable: 0, operations: 0, peak: 0 })
})

test('totals count the handled documents of more than 1 MB', () => {
  expect(standings[0]?.large).toEqual({ documents: 2, ratio: 5, versusOurs: 1, coldRatio: 10, coldVersusOurs: 1 })
  expect(standings[1]?.large).toMatchObject({ documents: 2, ratio: 55, versusOurs: 1.1, coldVersusOurs: 650 / 600 })
  expect(standings[2]?.large).toMatchObject({ documents: 0, ratio: Number.NaN, coldRatio: Number.NaN })
})

test('the page has a row for each contender and each document, and the reasons of failures', () => {
  const text = page(CONTENDERS, { given, results, standings, parser }, { date: '2030-01-01', node: '24.0.0', cores: 2 })
  expect(text).toContain('| this project | 3 of 3 | 3 | 3 | 35 of 35 | 4.0× | 1.0× | 7 MB |')
  expect(text).toContain('| nothing | 0 of 3 | 0 | 0 | 0 of 35 |  |  |  |')
  expect(text).toContain('| this project | 2 | 5.0× | 1.0× |\n')
  expect(text).toContain('| nothing | 0 |  |  |\n')
  expect(text).toContain('| total ÷ parser |  | 10.0× | 10.8× |  |\n')
  expect(text).toContain('| total ÷ this project |  | 1.0× | 1.1× |  |\n')
  expect(text).toContain('| a (1.20 MB) | 20 | 200 | 50 |  |')
  expect(text).toContain('| a (3.1.0, 1.20 MB, 10) | 20 | 100\\* |  |')
  expect(text).toContain('| c (3.1.0, 50.0 kB, 5) | 0.25 |  |  |')
  expect(text).toContain('- a <peer>, c: it broke\n')
  expect(text).toMatch(/- a <peer>, a: a cycle --> x{148} …\n/)
  for (const { name, asked, lacking } of CONTENDERS) {
    expect(text).toContain(`**${name}**`)
    expect(text).toContain(`${asked}; ${lacking}`)
  }
})

test('a missing operation is visible', () => {
  const some: Result = { contender: 'some', trials: [done(9, 1, 1)], cold: [] }
  const measured = { given, results: [some], standings: [standingOf(some, given, ours, parser)], parser }
  const text = page(CONTENDERS, measured, { date: '', node: '', cores: 1 })
  expect(text).toContain('| a (3.1.0, 1.20 MB, 10) | 1.0 (9) |')
  expect(text).toContain('Nothing failed.')
})

test('the plot has a dot for each handled document, and a text alternative', () => {
  const svg = plot(standings)
  expect(svg.match(/<circle/g)).toHaveLength(5)
  expect(svg.match(/class="mean"/g)).toHaveLength(2)
  expect(svg).toContain('this project: 4.0 times; a &lt;peer>: 31.6 times; nothing: none.')
  expect(svg).not.toContain('<peer>')
})

test('operations are counted in the output of each contender', () => {
  expect(requestsIn({ item: [{ request: {} }, { item: [{ request: {} }, { item: [{ request: {} }] }] }] })).toBe(3)
  expect(requestsIn({})).toBe(0)
  const offer = (method: string, url: string) => ({ routing: { request: { method, url } } })
  const properties = [
    { name: 'operation', options: [offer('GET', '/a'), offer('PUT', '/a')] },
    { name: 'operation', options: [offer('GET', '/a')] },
    { name: 'resource', options: [offer('GET', '/b')] },
    { name: 'operation' },
  ]
  expect(operationsOffered(properties)).toBe(2)
})

test('a result with a cycle counts as not serializable', () => {
  const cycle: { self?: unknown } = {}
  cycle.self = cycle
  expect(written({ value: cycle, count: () => 3 })).toEqual({
    operations: 3,
    writable: false,
    problem: expect.stringContaining('circular'),
  })
  expect(written({ value: {}, count: () => 3 })).toEqual({ operations: 3, writable: true })
  expect(written({ value: {}, count: () => 2, problem: 'one is missing' })).toEqual({
    operations: 2,
    writable: true,
    problem: 'one is missing',
  })
})

test('small documents get more rounds than large ones', () => {
  expect([1_000, 500_000, 4e6, 1e9].map(roundsFor)).toEqual([100, 20, 5, 5])
})

test('documents are named by vendor and title, and only those with operations take part', async () => {
  expect(nameOf('square__api.json', 'Square')).toBe('Square')
  expect(nameOf('paypal__orders_v2.json', 'Orders | v2')).toBe('paypal: Orders v2')
  const folder = await mkdtemp(join(tmpdir(), 'peers-test-'))
  try {
    const made = await peerDocuments(join(folder, 'missing'), folder)
    expect(made).toMatchObject([{ operations: 300, format: 'json' }])
    const corpus = await mkdtemp(join(folder, 'corpus-'))
    await writeFile(
      join(corpus, 'a__b.yaml'),
      'swagger: "2.0"\ninfo: {title: B of a}\npaths: {/x: {get: {}, put: {}}}\n',
    )
    await writeFile(join(corpus, 'c.json'), '{"openapi":"3.1.0","paths":{}}')
    await writeFile(join(corpus, 'd.json'), '{')
    await writeFile(join(corpus, 'README.md'), '#')
    const file = join(corpus, 'a__b.yaml')
    const found = await peerDocuments(corpus, folder)
    expect(found).toEqual([{ name: 'B of a', specification: '2.0', bytes: 69, operations: 2, file, format: 'yaml' }])
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('a conversion is measured in its own process, whose crash or timeout is a result', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'peers-test-'))
  try {
    await bundlePlanning(folder)
    const file = join(folder, 'document.json')
    await writeFile(file, JSON.stringify(generateDocument(3)))
    expect(await tryOne('this project', folder, file, 'json')).toMatchObject({ kind: 'done', operations: 3 })
    expect(await tryOne('nobody', folder, file, 'json')).toEqual({ kind: 'failed', reason: 'its process crashed' })
    expect(await tryOne('oas', folder, file, 'json')).toMatchObject({
      kind: 'failed',
      reason: expect.stringContaining('Cannot find module'),
    })
    expect(await tryOne('this project', folder, file, 'json', 1)).toEqual({
      kind: 'failed',
      reason: 'no result in 0.001 s',
    })
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('a first conversion is measured in a new process', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'peers-test-'))
  try {
    await bundlePlanning(folder)
    const file = join(folder, 'document.json')
    await writeFile(file, JSON.stringify(generateDocument(3)))
    const [parser, ours, missing] = await measureCold(
      [PARSER, 'this project', 'oas'],
      { folder, file, format: 'json' },
      1,
    )
    expect(parser).toBeGreaterThan(0)
    expect(ours).toBeGreaterThan(parser ?? Number.NaN)
    expect(missing).toBeUndefined()
    expect(Object.keys(await coldStep(file, 1))).toEqual(PARTS)
  } finally {
    await rm(folder, { recursive: true })
  }
})
