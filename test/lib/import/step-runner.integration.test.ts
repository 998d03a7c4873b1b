import { expect, test } from 'vitest'
import type { ConnectError } from '../../../lib/connect/errors.ts'
import type { ImportSession } from '../../../lib/import/import-session.ts'
import { NO_REQUESTS, type StepOutcome } from '../../../lib/import/model.ts'
import { PlatformStop } from '../../../lib/import/platform/platform-error.ts'
import { createStepRunner } from '../../../lib/import/step-runner.ts'
import type { LockResult } from '../../../lib/store/locks.ts'
import { testEngine } from '../../infra/local/durable/support.ts'
import { sessionOf } from './support.ts'

const LEASE = 30
const START = Date.parse('2030-01-01T00:00:00Z')

const down = (retryAfterMs?: number): PlatformStop => {
  const error: ConnectError = {
    kind: 'unavailable',
    method: 'GET',
    path: '/x',
    cause: 'status 503',
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  }
  return new PlatformStop(error)
}

/** Runs one step that holds its target; its work throws each of `stops` before it succeeds. */
const runStep = async (
  stops: readonly PlatformStop[],
  { lock = { held: true }, save = async () => {} }: { lock?: LockResult; save?: () => Promise<void> } = {},
) => {
  let works = 0
  const leases: number[] = []
  const left = [...stops]
  const dependencies = {
    outageWaits: [60, 120],
    leaseSeconds: LEASE,
    now: () => START,
    records: { save },
    locks: {
      renew: async (_target: unknown, _owner: unknown, seconds: number): Promise<LockResult> => {
        leases.push(seconds)
        return lock
      },
    },
  }
  const drainRequestCounts = () => ({ sent: 1, retried: 0, throttled: 0 })
  const session = sessionOf({} as ImportSession['client'], { dependencies, drainRequestCounts })
  const { execute, sleeps } = await testEngine(async (_: unknown, context) => {
    const run = createStepRunner(session, context)
    run.holding()
    run.expect(1)
    const outcome = await run.step('work', async () => {
      works += 1
      const stop = left.shift()
      if (stop !== undefined) throw stop
      return { kind: 'done', value: 'done' }
    })
    return { outcome, requests: run.requests() }
  })
  const { result } = (await execute()) as { result: { outcome: object; requests: object } }
  return { ...result, waits: sleeps.map(wait => Math.round(wait / 1000)).filter(wait => wait > 0), leases, works }
}

test('an unavailable platform is retried with increasing waits, and the lease covers each wait', async () => {
  const { outcome, requests, waits, leases } = await runStep([down(), down()])
  expect(outcome).toMatchObject({ kind: 'done', value: 'done' })
  expect(requests).toEqual({ sent: 3, retried: 0, throttled: 0 })
  expect(waits).toEqual([60, 120])
  expect(leases).toEqual(expect.arrayContaining([LEASE + 60, LEASE + 120]))
})

test('Retry-After extends the wait, up to two hours', async () => {
  const { outcome, waits, leases } = await runStep([down(600_500), down(10 * 3_600_000)])
  expect(outcome).toMatchObject({ kind: 'done' })
  expect(waits).toEqual([601, 7_200])
  expect(leases).toEqual(expect.arrayContaining([LEASE + 601, LEASE + 7_200]))
})

test('after the last wait, the step ends with the error of the platform', async () => {
  const { outcome, waits } = await runStep([down(), down(), down()])
  expect(outcome).toMatchObject({ kind: 'unavailable', reason: expect.stringMatching(/unavailable \(status 503\)/) })
  expect(waits).toEqual([60, 120])
})

test('the waits are for the whole import, whichever steps need them', async () => {
  const left = [down(), undefined, down(), down()]
  const dependencies = { outageWaits: [60, 120], leaseSeconds: LEASE, now: () => START }
  const session = sessionOf({} as ImportSession['client'], { dependencies, drainRequestCounts: () => NO_REQUESTS })
  const { execute, sleeps } = await testEngine(async (_: unknown, context) => {
    const run = createStepRunner(session, context)
    const work = async (): Promise<StepOutcome<null>> => {
      const stop = left.shift()
      if (stop !== undefined) throw stop
      return { kind: 'done', value: null }
    }
    return [await run.step('first', work), await run.step('second', work), await run.step('third', work)]
  })
  const { result } = (await execute()) as { result: readonly StepOutcome<null>[] }
  expect(result.map(({ kind }) => kind)).toEqual(['done', 'unavailable', 'done'])
  expect(sleeps.map(wait => Math.round(wait / 1000)).filter(wait => wait > 0)).toEqual([60, 120])
})

test('a lost lock ends the step before its work', async () => {
  const { outcome } = await runStep([], { lock: { held: false, owner: 'imp-2', until: START } })
  const reason = expect.stringMatching(
    /^Lock lost: it expired and import imp-2 took over\. Upload the document again\.$/,
  )
  expect(outcome).toMatchObject({ kind: 'failed', reason })
})

test('a failure to save the progress does not fail the step', async () => {
  const save = async () => {
    throw new Error('ProvisionedThroughputExceededException')
  }
  const { outcome, requests, works } = await runStep([], { save })
  expect(outcome).toMatchObject({ kind: 'done', value: 'done' })
  expect({ works, requests }).toEqual({ works: 1, requests: { sent: 1, retried: 0, throttled: 0 } })
})
