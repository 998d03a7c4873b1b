import type { DurableContext } from '@aws/durable-execution-sdk-js'
import { expect, test } from 'vitest'
import { SERVICE_QUOTAS } from '../../../../infra/local/durable/quotas.ts'
import { testEngine } from './support.ts'

const steps = (count: number, result: string) => async (_event: unknown, context: DurableContext) => {
  for (let index = 0; index < count; index += 1) await context.step(`step-${index}`, async () => result)
  return 'done'
}

test('the quotas are the same as in the service', () => {
  expect(SERVICE_QUOTAS).toEqual({
    operations: 3_000,
    checkpointBytes: 104_857_600,
    payloadBytes: 262_144,
    responseBytes: 6_291_456,
  })
})

test.each([
  { quota: 'operations', handler: steps(5, 'x'), quotas: { operations: 5 } },
  { quota: 'checkpointBytes', handler: steps(5, 'x'.repeat(100)), quotas: { checkpointBytes: 1_000 } },
  { quota: 'payloadBytes', handler: steps(1, 'x'.repeat(262_144)), quotas: {} },
  { quota: 'responseBytes', handler: async () => Array(1_500_000).fill(''), quotas: {} },
  { quota: 'responseBytes', handler: async () => 'x'.repeat(6_291_456), quotas: {} },
])('beyond the quota "$quota" the execution fails for good and names it', async ({ quota, handler, quotas }) => {
  const { engine, execute } = await testEngine(handler, { quotas })
  const error = { ErrorMessage: expect.stringContaining(`exceeds the quota "${quota}"`) }
  expect(await execute()).toMatchObject({ status: 'FAILED', error })
  expect(await engine.run('import-1')).toMatchObject({ status: 'FAILED' })
  expect((await engine.counters('import-1'))?.invocations).toBe(1)
})

test.each([
  { handler: steps(4, 'x'), quotas: { operations: 5 } },
  { handler: steps(1, 'x'.repeat(262_142)), quotas: {} },
  { handler: async () => 'x'.repeat(6_291_456 - 100), quotas: {} },
])('what just fits succeeds', async ({ handler, quotas }) => {
  const { execute } = await testEngine(handler, { quotas })
  expect(await execute()).toMatchObject({ status: 'SUCCEEDED' })
})

test('an execution with an input of more than 256 KB is not started', async () => {
  const { engine } = await testEngine(async () => 1)
  const payload = 'x'.repeat(262_143)
  await expect(engine.start({ name: 'import-1', payload })).rejects.toThrow('exceeds the quota "payloadBytes"')
  expect(await engine.status('import-1')).toBeUndefined()
})
