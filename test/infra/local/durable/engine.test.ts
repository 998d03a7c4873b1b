import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { createDurableEngine } from '../../../../infra/local/durable/engine.ts'
import type { FailedInvocation } from '../../../../infra/local/durable/listeners.ts'
import { fakeClock, temporaryDirectory, testEngine } from './support.ts'

describe('an execution', () => {
  test('gets its payload and ends with the result of the handler', async () => {
    const { engine, execute } = await testEngine(async (event: { n: number }) => ({ twice: event.n * 2 }))
    expect(await execute({ n: 21 })).toEqual({ status: 'SUCCEEDED', result: { twice: 42 } })
    expect(await engine.status('import-1')).toBe('SUCCEEDED')
    expect(await engine.result('import-1')).toEqual({ status: 'SUCCEEDED', result: { twice: 42 } })
  })

  test('without a result succeeds', async () => {
    const { execute } = await testEngine(async () => undefined)
    expect(await execute()).toEqual({ status: 'SUCCEEDED', result: undefined })
  })

  test('that throws fails with the error', async () => {
    const { engine, execute } = await testEngine(async () => {
      throw new TypeError('no such document')
    })
    const want = { status: 'FAILED', error: { ErrorType: 'TypeError', ErrorMessage: 'no such document' } }
    expect(await execute()).toMatchObject(want)
    expect(await engine.status('import-1')).toBe('FAILED')
  })

  test('is RUNNING from its start on, and unknown before', async () => {
    const { engine } = await testEngine(async () => 1)
    expect(await engine.status('import-1')).toBeUndefined()
    await engine.start({ name: 'import-1', payload: {} })
    expect(await engine.status('import-1')).toBe('RUNNING')
    expect(await engine.result('import-1')).toBeUndefined()
  })

  test('must be started before it runs', async () => {
    const { engine } = await testEngine(async () => 1)
    await expect(engine.run('nobody')).rejects.toThrow('Execution nobody not found; start it first.')
  })

  test('reads a Lambda context', async () => {
    const seen: unknown[] = []
    const { execute } = await testEngine(
      async (_event, context) => {
        const lambda = context.lambdaContext
        seen.push(
          lambda?.functionName,
          lambda?.invokedFunctionArn,
          lambda?.awsRequestId,
          lambda?.getRemainingTimeInMillis(),
        )
      },
      { uuid: () => 'id-1' },
    )
    await execute()
    expect(seen).toEqual([
      'run-import',
      'arn:aws:lambda:us-east-1:000000000000:function:run-import:durable',
      'id-1',
      900_000,
    ])
  })
})

describe('starting', () => {
  test('the same name and payload twice starts and runs once', async () => {
    let runs = 0
    const { engine } = await testEngine(async () => {
      runs += 1
    })
    const request = { name: 'import-1', payload: { key: 'a' } }
    const [first, second] = await Promise.all([engine.start(request), engine.start(request)])
    expect([first.alreadyStarted, second.alreadyStarted]).toEqual([false, true])
    expect(second.arn).toBe(first.arn)
    await Promise.all([engine.run('import-1'), engine.run('import-1')])
    await engine.run('import-1')
    expect(await engine.start(request)).toEqual({ arn: first.arn, alreadyStarted: true })
    expect(runs).toBe(1)
  })

  test('the same name with another payload is rejected', async () => {
    const { engine } = await testEngine(async () => 1)
    await engine.start({ name: 'import-1', payload: { key: 'a' } })
    const again = engine.start({ name: 'import-1', payload: { key: 'b' } })
    await expect(again).rejects.toMatchObject({ name: 'DurableExecutionAlreadyStartedException' })
  })

  test.each(['', 'a/b', '..', 'x'.repeat(65)])('the name %j is rejected', async name => {
    const { engine } = await testEngine(async () => 1)
    await expect(engine.start({ name, payload: {} })).rejects.toThrow('Invalid execution name ')
    await expect(engine.run(name)).rejects.toThrow('Invalid execution name ')
  })
})

describe('an invocation', () => {
  test('that times out is repeated, and its later writes are rejected', async () => {
    let invocations = 0
    const late = Promise.withResolvers<void>()
    const { engine, execute } = await testEngine(
      async (_event, context) => {
        invocations += 1
        const mine = invocations
        const done = await context.step('first', async () => mine)
        if (mine === 1) {
          await late.promise
          return context.step('second', async () => 'late')
        }
        // The given-up invocation now has the time to write first.
        late.resolve()
        await delay(50)
        return { done, result: await context.step('second', async () => 'in time') }
      },
      { invocationMs: 150 },
    )
    expect(await execute()).toEqual({ status: 'SUCCEEDED', result: { done: 1, result: 'in time' } })
    expect((await engine.counters('import-1'))?.invocations).toBe(2)
  })

  test('that ends with errors is repeated with back-off, and each error is reported', async () => {
    let left = 11
    const failures: FailedInvocation[] = []
    const { execute, sleeps } = await testEngine(
      async () => {
        left -= 1
        return left < 0 ? 'text' : new Promise(() => undefined)
      },
      { invocationMs: 20, onInvocationError: failure => failures.push(failure) },
    )
    expect(await execute()).toEqual({ status: 'SUCCEEDED', result: 'text' })
    const seconds = [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]
    expect(sleeps).toEqual(seconds.map(second => second * 1000))
    expect(failures.map(({ retryInMs }) => retryInMs / 1000)).toEqual(seconds)
    expect(failures[0]).toMatchObject({ name: 'import-1', error: { message: 'Task timed out after 0.02 seconds' } })
  })

  test('of a function that is not durable is rejected', async () => {
    const directory = await temporaryDirectory()
    const engine = createDurableEngine({ directory, handler: () => 'plain', ...fakeClock() })
    await engine.start({ name: 'import-1', payload: {} })
    await expect(engine.run('import-1')).rejects.toThrow('is not a durable function')
  })
})
