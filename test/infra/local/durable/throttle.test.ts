import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { testEngine } from './support.ts'

test('invocations beyond the concurrency are throttled, and repeated as by Lambda', async () => {
  const pauses: number[] = []
  const { promise: released, resolve: release } = Promise.withResolvers<void>()
  const { engine } = await testEngine(async name => (name === 'first' ? released : undefined), {
    concurrency: 1,
    eventAgeMs: Number.POSITIVE_INFINITY,
    // Leaves the first invocation the time to end.
    sleep: () => delay(1),
    onThrottle: ({ name, retryInMs }) => {
      expect(name).toBe('second')
      pauses.push(retryInMs / 1000)
      if (pauses.length === 11) release()
    },
  })
  for (const name of ['first', 'second']) await engine.start({ name, payload: name })
  const runs = [engine.run('first'), engine.run('second')]
  expect(await Promise.all(runs)).toMatchObject([{ status: 'SUCCEEDED' }, { status: 'SUCCEEDED' }])
  expect(pauses.slice(0, 11)).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300])
  expect((await engine.counters('second'))?.invocations).toBe(1)
})

test('an execution that waits uses no concurrency', async () => {
  const { engine } = await testEngine(async (_name, context) => context.wait('delay', { seconds: 60 }), {
    concurrency: 1,
    onThrottle: () => expect.unreachable('An invocation was throttled.'),
  })
  for (const name of ['first', 'second']) {
    await engine.start({ name, payload: name })
    expect(await engine.run(name)).toMatchObject({ status: 'SUCCEEDED' })
  }
})

test('an invocation that fails frees its place', async () => {
  let isFirst = true
  const { execute } = await testEngine(
    async () => {
      if (isFirst) {
        isFirst = false
        await new Promise(() => undefined)
      }
    },
    { concurrency: 1, invocationMs: 5 },
  )
  expect(await execute()).toMatchObject({ status: 'SUCCEEDED' })
})
