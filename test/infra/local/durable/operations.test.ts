import { createRetryStrategy, JitterStrategy, NestingType } from '@aws/durable-execution-sdk-js'
import { describe, expect, test } from 'vitest'
import { testEngine } from './support.ts'

const RETRY = createRetryStrategy({
  maxAttempts: 3,
  initialDelay: { seconds: 30 },
  backoffRate: 2,
  jitter: JitterStrategy.NONE,
})
const NEVER = () => ({ shouldRetry: false })

describe('a step', () => {
  test('is replayed after a wait, not repeated', async () => {
    let runs = 0
    const { engine, execute, sleeps } = await testEngine(async (_event, context) => {
      const first = await context.step('count', async () => {
        runs += 1
        return runs
      })
      await context.wait('pause', { hours: 1 })
      return first
    })
    expect(await execute()).toEqual({ status: 'SUCCEEDED', result: 1 })
    expect(runs).toBe(1)
    expect(sleeps).toEqual([3_600_000])
    expect(await engine.counters('import-1')).toMatchObject({ operations: 3, invocations: 2 })
  })

  test('is retried after its delay and gets its attempt number', async () => {
    const attempts: number[] = []
    const { engine, execute, sleeps } = await testEngine(async (_event, context) =>
      context.step(
        'flaky',
        async ({ attempt }) => {
          attempts.push(attempt)
          if (attempt < 3) throw new Error('503')
          return 'there'
        },
        { retryStrategy: RETRY },
      ),
    )
    expect(await execute()).toEqual({ status: 'SUCCEEDED', result: 'there' })
    expect(attempts).toEqual([1, 2, 3])
    expect(sleeps).toEqual([30_000, 60_000])
    expect(await engine.counters('import-1')).toMatchObject({ operations: 4, invocations: 3 })
  })

  test('without attempts left fails with its error, also on replay', async () => {
    const { execute } = await testEngine(async (_event, context) => {
      const caught = await context
        .step('broken', async () => Promise.reject(new Error('401')), { retryStrategy: NEVER })
        .catch((error: unknown) => String(error))
      await context.wait({ seconds: 1 })
      return caught
    })
    expect(await execute()).toEqual({ status: 'SUCCEEDED', result: 'StepError: 401' })
  })

  test('continues with other work while a retry waits', async () => {
    const { execute } = await testEngine(async (_event, context) => {
      const flaky = context.step(
        'flaky',
        async ({ attempt }) => (attempt === 1 ? Promise.reject(new Error('503')) : attempt),
        { retryStrategy: RETRY },
      )
      const other = await context.step('other', async () => 'done')
      return [await flaky, other]
    })
    expect(await execute()).toEqual({ status: 'SUCCEEDED', result: [2, 'done'] })
  })
})

test('waitForCondition polls with its state until the condition is met', async () => {
  const { execute, sleeps } = await testEngine(async (_event, context) =>
    context.waitForCondition('poll', async (state: number) => state + 1, {
      initialState: 0,
      waitStrategy: state => (state < 3 ? { shouldContinue: true, delay: { seconds: 5 } } : { shouldContinue: false }),
    }),
  )
  expect(await execute()).toEqual({ status: 'SUCCEEDED', result: 3 })
  expect(sleeps).toEqual([5_000, 5_000])
})

describe('a child context', () => {
  test('is replayed from its result without running its body', async () => {
    let bodies = 0
    const { execute } = await testEngine(async (_event, context) => {
      const inner = await context.runInChildContext('child', async child => {
        bodies += 1
        return child.step('inside', async () => 'result')
      })
      await context.wait({ seconds: 1 })
      return inner
    })
    expect(await execute()).toEqual({ status: 'SUCCEEDED', result: 'result' })
    expect(bodies).toBe(1)
  })

  test('with a result of more than 256 KB is rebuilt from its steps, which are not repeated', async () => {
    let steps = 0
    const { execute } = await testEngine(async (_event, context) => {
      const parts = await context.runInChildContext('large', async child => {
        const read = async () => {
          steps += 1
          return 'x'.repeat(200_000)
        }
        return [await child.step('a', read), await child.step('b', read)]
      })
      await context.wait({ seconds: 1 })
      return parts.map(part => part.length)
    })
    expect(await execute()).toEqual({ status: 'SUCCEEDED', result: [200_000, 200_000] })
    expect(steps).toBe(2)
  })

  test('that fails throws its error, also on replay', async () => {
    const { execute } = await testEngine(async (_event, context) => {
      const caught = await context
        .runInChildContext('child', async () => Promise.reject(new Error('no')))
        .catch((error: unknown) => (error instanceof Error ? error.name : error))
      await context.wait({ seconds: 1 })
      return caught
    })
    expect(await execute()).toEqual({ status: 'SUCCEEDED', result: 'ChildContextError' })
  })
})

describe.each([
  { nesting: NestingType.FLAT, operations: 2 + 1 + 20 },
  { nesting: NestingType.NESTED, operations: 2 + 1 + 20 + 20 },
])('a map with $nesting nesting', ({ nesting, operations }) => {
  test('runs at most the allowed items at once, every item once, and reports failed items', async () => {
    const runs = new Map<number, number>()
    let active = 0
    let most = 0
    const { engine, execute } = await testEngine(async (event: { items: number[] }, context) => {
      const work = async (item: number): Promise<number> => {
        runs.set(item, (runs.get(item) ?? 0) + 1)
        active += 1
        most = Math.max(most, active)
        await new Promise(resolve => setTimeout(resolve, 2))
        active -= 1
        if (item % 5 === 0) throw new Error(`item ${item}`)
        return item * 10
      }
      const batch = await context.map(
        'items',
        event.items,
        async (child, item, index) => child.step(`item-${index}`, () => work(item), { retryStrategy: NEVER }),
        { maxConcurrency: 4, nesting, completionConfig: { toleratedFailurePercentage: 100 } },
      )
      await context.wait({ seconds: 1 })
      return { results: batch.getResults(), errors: batch.getErrors().map(error => error.message) }
    })
    const items = Array.from({ length: 20 }, (_, index) => index + 1)
    const want = {
      results: items.filter(item => item % 5 !== 0).map(item => item * 10),
      errors: ['item 5', 'item 10', 'item 15', 'item 20'],
    }
    expect(await execute({ items })).toEqual({ status: 'SUCCEEDED', result: want })
    expect(most).toBe(4)
    expect([...runs.values()].every(count => count === 1)).toBe(true)
    expect(await engine.counters('import-1')).toMatchObject({ operations, invocations: 2 })
  })

  test('continues after a retry of one item without repeating the others', async () => {
    const runs = new Map<number, number>()
    const { execute } = await testEngine(async (_event, context) => {
      const batch = await context.map(
        'items',
        [1, 2, 3],
        async (child, item) =>
          child.step(
            `item-${item}`,
            async ({ attempt }) => {
              runs.set(item, (runs.get(item) ?? 0) + 1)
              if (item === 2 && attempt === 1) throw new Error('503')
              return item
            },
            { retryStrategy: RETRY },
          ),
        { maxConcurrency: 2, nesting },
      )
      return batch.getResults()
    })
    expect(await execute()).toEqual({ status: 'SUCCEEDED', result: [1, 2, 3] })
    expect(Object.fromEntries(runs)).toEqual({ 1: 1, 2: 2, 3: 1 })
  })
})

test('a callback is rejected with an error', async () => {
  const { execute } = await testEngine(async (_event, context) => {
    await context.createCallback('approval')
  })
  const error = {
    ErrorMessage: expect.stringContaining('operations of type CALLBACK are not supported by the local engine'),
  }
  expect(await execute()).toMatchObject({ status: 'FAILED', error })
})

test('a history of several pages is replayed completely', async () => {
  let runs = 0
  const { execute } = await testEngine(
    async (_event, context) => {
      const seen: number[] = []
      for (let index = 0; index < 12; index += 1) {
        seen.push(
          await context.step(`step-${index}`, async () => {
            runs += 1
            return index
          }),
        )
      }
      await context.wait({ seconds: 1 })
      return seen.length
    },
    { pageSize: 5 },
  )
  expect(await execute()).toEqual({ status: 'SUCCEEDED', result: 12 })
  expect(runs).toBe(12)
})
