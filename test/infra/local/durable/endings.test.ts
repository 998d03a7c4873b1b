import { describe, expect, test } from 'vitest'
import type { DiscardedEvent, StatusChange } from '../../../../infra/local/durable/listeners.ts'
import { fakeClock, temporaryDirectory, testEngine } from './support.ts'

const HOUR = 60 * 60 * 1000
const never = () => new Promise<never>(() => undefined)
const statuses = (changes: readonly StatusChange[]) => changes.map(({ status }) => status)

describe('the timeout of an execution', () => {
  test('ends an endless crash loop as TIMED_OUT', async () => {
    const { engine, execute, sleeps } = await testEngine(never, { invocationMs: 5, executionTimeoutMs: HOUR })
    const error = { ErrorType: 'ExecutionTimedOut', ErrorMessage: 'The execution timed out after 3600 seconds.' }
    expect(await execute()).toEqual({ status: 'TIMED_OUT', error })
    expect(await engine.status('import-1')).toBe('TIMED_OUT')
    expect(await engine.result('import-1')).toEqual({ status: 'TIMED_OUT', error })
    expect(sleeps.reduce((sum, sleep) => sum + sleep, 0)).toBe(HOUR)
  })

  test('ends a wait that is longer', async () => {
    const { execute, sleeps } = await testEngine(async (_event, context) => context.wait({ hours: 48 }))
    expect(await execute()).toMatchObject({ status: 'TIMED_OUT' })
    expect(sleeps).toEqual([24 * HOUR])
  })

  test('rejects the checkpoint and the result of an invocation that takes longer', async () => {
    const clock = fakeClock()
    let written = false
    const { execute, engine } = await testEngine(
      async (_event, context) => {
        await clock.sleep(2 * HOUR)
        await context.step('late', async () => undefined)
        written = true
      },
      { ...clock, executionTimeoutMs: HOUR },
    )
    expect(await execute()).toMatchObject({ status: 'TIMED_OUT' })
    expect(written).toBe(false)
    expect((await engine.counters('import-1'))?.checkpoints).toBe(0)
  })

  test('passes while no process runs the execution', async () => {
    const clock = fakeClock()
    const changes: StatusChange[] = []
    const directory = await temporaryDirectory()
    const first = await testEngine(never, { ...clock, directory, invocationMs: 2 ** 31 - 1 })
    void first.execute()
    await expect.poll(async () => (await first.engine.counters('import-1'))?.invocations).toBe(1)
    await clock.sleep(24 * HOUR)
    const { engine } = await testEngine(never, { ...clock, directory, onStatusChange: it => changes.push(it) })
    expect(await engine.status('import-1')).toBe('TIMED_OUT')
    expect(changes).toMatchObject([{ status: 'TIMED_OUT', endTimestamp: '2030-01-02T00:00:00.000Z' }])
    await engine.stop('import-1')
  })
})

describe('stopping', () => {
  test('ends a running execution, whose next checkpoint fails', async () => {
    const reached = Promise.withResolvers<void>()
    const proceed = Promise.withResolvers<void>()
    const changes: StatusChange[] = []
    let after = false
    const { engine, execute } = await testEngine(
      async (_event, context) => {
        reached.resolve()
        await proceed.promise
        await context.step('next', async () => undefined)
        after = true
      },
      { onStatusChange: change => changes.push(change) },
    )
    const ended = execute()
    await reached.promise
    const error = { ErrorType: 'Cancelled', ErrorMessage: 'Cancelled by a caller.' }
    expect(await engine.stop('import-1', error)).toBe(Date.parse('2030-01-01T00:00:00Z'))
    expect(await ended).toEqual({ status: 'STOPPED', error })
    proceed.resolve()
    // Gives the abandoned invocation the time for its checkpoint.
    await new Promise(resolve => setTimeout(resolve, 20))
    expect(after).toBe(false)
    expect((await engine.counters('import-1'))?.checkpoints).toBe(0)
    expect(statuses(changes)).toEqual(['RUNNING', 'STOPPED'])
  })

  test('interrupts a wait', async () => {
    const clock = fakeClock()
    const waiting = Promise.withResolvers<void>()
    const sleep = (_ms: number, signal: AbortSignal) => {
      waiting.resolve()
      return new Promise(resolve => signal.addEventListener('abort', resolve))
    }
    const { engine, execute } = await testEngine(async (_event, context) => context.wait({ hours: 1 }), {
      ...clock,
      sleep,
    })
    const ended = execute()
    await waiting.promise
    await engine.stop('import-1')
    expect(await ended).toMatchObject({ status: 'STOPPED', error: { ErrorMessage: 'The execution was stopped.' } })
  })

  test('does not change an execution that has ended, and needs one that exists', async () => {
    const clock = fakeClock()
    const { engine, execute } = await testEngine(async () => 'done', clock)
    await execute()
    await clock.sleep(1000)
    expect(await engine.stop('import-1')).toBe(Date.parse('2030-01-01T00:00:00Z'))
    expect(await engine.status('import-1')).toBe('SUCCEEDED')
    await expect(engine.stop('import-2')).rejects.toThrow('Execution import-2 not found.')
  })

  test('before the first invocation prevents it', async () => {
    let runs = 0
    const { engine } = await testEngine(async () => {
      runs += 1
    })
    await engine.start({ name: 'import-1', payload: {} })
    await engine.stop('import-1')
    expect(await engine.run('import-1')).toMatchObject({ status: 'STOPPED' })
    expect(runs).toBe(0)
  })
})

describe('the status of an execution', () => {
  test('is sent at its first invocation and its end', async () => {
    const changes: StatusChange[] = []
    const { execute } = await testEngine(async (_event, context) => context.wait({ seconds: 5 }), {
      uuid: () => 'id-1',
      onStatusChange: change => changes.push(change),
    })
    await execute()
    const functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:run-import:durable'
    const running = {
      durableExecutionArn: `${functionArn}/durable-execution/import-1/id-1`,
      durableExecutionName: 'import-1',
      functionArn,
      status: 'RUNNING',
      startTimestamp: '2030-01-01T00:00:00.000Z',
    }
    const endTimestamp = '2030-01-01T00:00:05.000Z'
    expect(changes).toEqual([running, { ...running, status: 'SUCCEEDED', endTimestamp }])
  })

  test('is sent once, to a listener that reads the execution, although several callers see its end', async () => {
    const seen: unknown[] = []
    const reached = Promise.withResolvers<void>()
    const { engine, execute } = await testEngine(
      async () => {
        reached.resolve()
        return never()
      },
      {
        onStatusChange: async ({ status }): Promise<void> => {
          seen.push([status, await engine.status('import-1')])
        },
      },
    )
    const ended = execute()
    await reached.promise
    await Promise.all([engine.stop('import-1'), engine.stop('import-1'), engine.status('import-1'), ended])
    expect(seen).toEqual([
      ['RUNNING', 'RUNNING'],
      ['STOPPED', 'STOPPED'],
    ])
  })

  test('is FAILED after an error', async () => {
    const changes: StatusChange[] = []
    const fails = async () => {
      throw new Error('broken')
    }
    const { execute } = await testEngine(fails, { onStatusChange: change => changes.push(change) })
    await execute()
    expect(statuses(changes)).toEqual(['RUNNING', 'FAILED'])
  })

  test('is sent again by the next process if its listener did not return', async () => {
    const changes: StatusChange[] = []
    const dies = await testEngine(async () => 'done', {
      onStatusChange: ({ status }) => {
        if (status === 'SUCCEEDED') throw new Error('killed')
      },
    })
    await expect(dies.execute()).rejects.toThrow('killed')
    const { directory } = dies
    const next = await testEngine(async () => 'done', { directory, onStatusChange: change => changes.push(change) })
    expect(await next.engine.run('import-1')).toEqual({ status: 'SUCCEEDED', result: 'done' })
    await next.engine.run('import-1')
    expect(statuses(changes)).toEqual(['SUCCEEDED'])
  })
})

describe('an event', () => {
  test('of six hours starts', async () => {
    const clock = fakeClock()
    const { engine } = await testEngine(async () => 'done', clock)
    await engine.start({ name: 'import-1', payload: {} })
    await clock.sleep(6 * HOUR)
    expect(await engine.run('import-1')).toEqual({ status: 'SUCCEEDED', result: 'done' })
  })

  test('that is older is discarded, sent to the failure destination once, and its name is free', async () => {
    const clock = fakeClock()
    const discarded: DiscardedEvent[] = []
    const { engine } = await testEngine(async () => 'done', { ...clock, onDiscard: event => discarded.push(event) })
    await engine.start({ name: 'import-1', payload: { key: 'a' } })
    await clock.sleep(6 * HOUR + 1)
    await expect(engine.run('import-1')).rejects.toThrow('Execution import-1 not found')
    expect(await engine.status('import-1')).toBeUndefined()
    expect(discarded).toEqual([
      {
        name: 'import-1',
        functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:run-import:durable',
        payload: { key: 'a' },
        condition: 'EventAgeExceeded',
      },
    ])
    await engine.start({ name: 'import-1', payload: { key: 'b' } })
    expect(await engine.run('import-1')).toEqual({ status: 'SUCCEEDED', result: 'done' })
  })

  test('that was invoked in time does not age', async () => {
    const clock = fakeClock()
    const { engine } = await testEngine(async (_event, context) => context.wait({ hours: 7 }), clock)
    await engine.start({ name: 'import-1', payload: {} })
    expect(await engine.run('import-1')).toMatchObject({ status: 'SUCCEEDED' })
  })
})
