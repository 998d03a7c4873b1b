import { expect, test } from 'vitest'
import { planNight } from '../../../infra/scale/plan-night.ts'
import { PRICES } from '../../../infra/scale/prices.ts'
import {
  addQuantities,
  type Counted,
  type Quantities,
  quantitiesOf,
  requestsOf,
} from '../../../infra/scale/quantities.ts'
import { costPage, tableRows } from '../../bench/cost-table.ts'

const EACH: Quantities = {
  requests: { GET: 4, POST: 100, PUT: 0, DELETE: 0 },
  ownSeconds: 2,
  invocations: 2,
  durableOperations: 20,
  checkpointBytes: 10_000,
  s3Writes: 20,
  s3Reads: 30,
  dynamoWrites: 10,
  dynamoReads: 5,
  logBytes: 4_000,
}
const DEPLOYED = { perSecond: 50, concurrency: 20, spreadSeconds: 900, gigabytes: 2 }

test.each([
  {
    what: 'few imports',
    count: 100,
    given: {},
    bottleneck: 'spread of the starts',
    seconds: expect.closeTo(904.08, 5),
  },
  { what: 'many requests', count: 1_000, given: {}, bottleneck: 'rate of requests', seconds: expect.closeTo(2_080, 5) },
  {
    what: 'two at the same time',
    count: 1_000,
    given: { concurrency: 2, perSecond: 500, spreadSeconds: 100 },
    bottleneck: 'pauses of throttled imports',
    seconds: expect.any(Number),
  },
])('$what: the bottleneck is the $bottleneck', ({ count, given, bottleneck, seconds }) => {
  const { bounds, imports, total } = planNight([{ count, each: EACH }], { ...DEPLOYED, ...given })
  expect(bounds[0]).toMatchObject({ name: bottleneck, seconds })
  expect(imports).toBe(count)
  expect(requestsOf(total)).toBe(104 * count)
})

test('the costs are quantities times prices', () => {
  const night = planNight([{ count: 10, each: EACH }], DEPLOYED)
  const dollarsOf = (item: string) => night.costs.find(each => each.item === item)?.dollars
  expect(dollarsOf('GB-seconds of run-import')).toBeCloseTo(night.runSeconds * 2 * PRICES.gigabyteSecond, 10)
  expect(dollarsOf('durable operations')).toBeCloseTo(10 * 20 * 8e-6, 10)
  expect(dollarsOf('DynamoDB writes, with the index')).toBeCloseTo(2 * 10 * 10 * 0.625e-6, 10)
  expect(night.dollars).toBeCloseTo(
    night.costs.reduce((sum, { dollars }) => sum + dollars, 0),
    10,
  )
})

test('quantities of sizes between and beyond the counted ones are on a line', () => {
  const of = (weight: number) => addQuantities([[EACH, weight]])
  const counted: Counted = [10, 110, 1_110].map((operations, i) => {
    const each = of([1, 2, 12][i] ?? 0)
    return { operations, first: each, released: each, unchanged: each }
  })
  const postsOf = (operations: number) => quantitiesOf(counted, 'first', operations).requests.POST
  expect([10, 60, 110, 610, 1_110, 2_110].map(postsOf)).toEqual([100, 150, 200, 700, 1_200, 2_200])
  expect(() => quantitiesOf(counted.slice(0, 1), 'first', 10)).toThrow('two sizes')
})

test('docs/costs.md has the same prices', () => {
  const rows = tableRows(costPage())
  const priceOf = (name: string): number => {
    const [, dollars, each] = rows.find(([cell]) => cell === name) ?? []
    return Number(dollars) / Number(each?.replaceAll(',', ''))
  }
  expect({
    gigabyteSecond: priceOf('GB-second'),
    invocation: priceOf('invocation'),
    durableOperation: priceOf('durable operation'),
    checkpointByte: priceOf('byte of checkpoints'),
    s3Write: priceOf('S3 write'),
    s3Read: priceOf('S3 read'),
    dynamoWrite: priceOf('DynamoDB write unit'),
    dynamoRead: priceOf('DynamoDB read unit'),
    logByte: priceOf('byte of logs'),
  }).toEqual((({ region: _region, date: _date, ...prices }) => prices)(PRICES))
})
