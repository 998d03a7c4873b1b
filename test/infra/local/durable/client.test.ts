import type { OperationUpdate } from '@aws/durable-execution-sdk-js'
import { expect, test } from 'vitest'
import { createClient, tokenOf } from '../../../../infra/local/durable/client.ts'
import { fileJournals } from '../../../../infra/local/durable/journal.ts'
import { SERVICE_QUOTAS } from '../../../../infra/local/durable/quotas.ts'
import { createExecutionStore } from '../../../../infra/local/durable/store.ts'
import { fakeClock, temporaryDirectory } from './support.ts'

const ARN = 'arn:aws:lambda:us-east-1:000000000000:function:f:durable/durable-execution/import-1/1'

async function testClient() {
  const store = createExecutionStore({
    directory: await temporaryDirectory(),
    journals: fileJournals,
    onWriteError: () => undefined,
  })
  const { now, sleep } = fakeClock()
  await store.record('import-1', { type: 'started', at: now(), arn: ARN, payload: '{}' })
  const state = { current: true }
  const history = [...((await store.find('import-1'))?.operations.values() ?? [])]
  const client = createClient(
    { name: 'import-1', arn: ARN, number: 1, history, current: () => state.current, onRefusal: () => undefined },
    { store, quotas: SERVICE_QUOTAS, now, onCheckpoint: () => undefined, pageSize: 1000 },
  )
  const checkpoint = (token: string, ...Updates: OperationUpdate[]) =>
    client.checkpoint({ DurableExecutionArn: ARN, CheckpointToken: token, Updates })
  return { client, checkpoint, sleep, state, first: tokenOf({ number: 1 }, 0) }
}

const step = (Action: OperationUpdate['Action'], more: Partial<OperationUpdate> = {}): OperationUpdate => ({
  Id: 'a',
  Type: 'STEP',
  Name: 'read',
  Action,
  ...more,
})

test('every checkpoint returns a new token and rejects the old one', async () => {
  const { checkpoint, first } = await testClient()
  const { CheckpointToken } = await checkpoint(first, step('START'))
  expect(CheckpointToken).not.toBe(first)
  await expect(checkpoint(first, step('SUCCEED'))).rejects.toMatchObject({
    scope: 'INVOCATION',
    message: `The checkpoint token ${first} is out of date because of another invocation or checkpoint.`,
  })
  expect((await checkpoint(String(CheckpointToken), step('SUCCEED'))).NewExecutionState?.Operations).toMatchObject([
    { Id: 'a', Status: 'SUCCEEDED' },
  ])
})

test('the token of an invocation that timed out is rejected', async () => {
  const { client, checkpoint, state, first } = await testClient()
  state.current = false
  await expect(checkpoint(first, step('START'))).rejects.toThrow('is out of date')
  const reading = client.getExecutionState({ DurableExecutionArn: ARN, CheckpointToken: first })
  await expect(reading).rejects.toThrow('is out of date')
})

test.each([
  { update: step('SUCCEED'), want: 'STEP "read" has not started; SUCCEED rejected.' },
  { update: step('START', { ParentId: 'nobody' }), want: 'has a parent that has not started' },
  { update: step('CANCEL'), before: step('START'), want: 'the action CANCEL does not exist for this type' },
  { update: step('FAIL'), before: step('START'), next: step('SUCCEED'), want: 'is already SUCCEEDED; FAIL rejected.' },
  {
    update: step('RETRY', { StepOptions: { NextAttemptDelaySeconds: 0 } }),
    before: step('START'),
    want: 'must have a delay of 1 to 31622400 whole seconds, got 0.',
  },
  { update: { Id: 'w', Type: 'WAIT', Action: 'START' } as const, want: 'whole seconds, got undefined.' },
  {
    update: { Id: 'i', Type: 'CHAINED_INVOKE', Action: 'START' } as const,
    want: 'are not supported by the local engine',
  },
])('an invalid update fails the execution: $want', async ({ update, before, next, want }) => {
  const { checkpoint, first } = await testClient()
  const updates = [before, next, update].filter(it => it !== undefined)
  const refused = checkpoint(first, ...updates)
  await expect(refused).rejects.toMatchObject({ scope: 'EXECUTION', message: expect.stringContaining(want) })
})

test('a rejected checkpoint stores nothing', async () => {
  const { checkpoint, first } = await testClient()
  await expect(checkpoint(first, step('START'), step('CANCEL'))).rejects.toThrow()
  expect((await checkpoint(first, step('START'))).NewExecutionState?.Operations).toHaveLength(1)
})

test('a checkpoint returns the operations that became due since the last one', async () => {
  const { checkpoint, sleep, first } = await testClient()
  const wait: OperationUpdate = { Id: 'w', Type: 'WAIT', Action: 'START', WaitOptions: { WaitSeconds: 5 } }
  const retry = step('RETRY', { Payload: '7', StepOptions: { NextAttemptDelaySeconds: 9 } })
  const started = await checkpoint(first, step('START'), retry, wait)
  expect(started.NewExecutionState?.Operations).toMatchObject([
    { Id: 'a', Status: 'PENDING', StepDetails: { Attempt: 1, NextAttemptTimestamp: '2030-01-01T00:00:09.000Z' } },
    { Id: 'w', Status: 'STARTED', WaitDetails: { ScheduledEndTimestamp: '2030-01-01T00:00:05.000Z' } },
  ])
  await sleep(5_000)
  const waited = await checkpoint(String(started.CheckpointToken))
  expect(waited.NewExecutionState?.Operations).toMatchObject([{ Id: 'w', Status: 'SUCCEEDED' }])
  await sleep(4_000)
  const ready = await checkpoint(String(waited.CheckpointToken))
  expect(ready.NewExecutionState?.Operations).toMatchObject([{ Id: 'a', Status: 'READY', StepDetails: { Attempt: 1 } }])
  // The state of a polled condition is in the result, which the next attempt must still find.
  const again = await checkpoint(String(ready.CheckpointToken), step('START'))
  expect(again.NewExecutionState?.Operations).toMatchObject([
    { Id: 'a', Status: 'STARTED', StepDetails: { Attempt: 1, Result: '7' } },
  ])
})
