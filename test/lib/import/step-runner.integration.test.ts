import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { ConnectError } from '../../../lib/connect/errors.ts'
import type { LocalRun } from '../../../lib/import/dependencies.ts'
import type { StepKind } from '../../../lib/import/durable-step.ts'
import type { ImportSession } from '../../../lib/import/import-session.ts'
import { NO_REQUESTS, type StepOutcome } from '../../../lib/import/model.ts'
import { PlatformStop } from '../../../lib/import/platform/platform-error.ts'
import { createStepRunner } from '../../../lib/import/step-runner.ts'
import type { LockResult } from '../../../lib/store/locks.ts'
import { testEngine } from '../../infra/local/durable/support.ts'
import { sessionOf } from './support.ts'

const LEASE = 30
const ignore = () => undefined
const QUIET = { warn: ignore, info: ignore, debug: ignore }
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
    run.holding(session.target)
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

test('steps of a map that has ended count once, also after a later wait', async () => {
  const dependencies = { outageWaits: [], leaseSeconds: LEASE, now: () => START, records: { save: async () => false } }
  const drainRequestCounts = () => ({ sent: 1, retried: 0, throttled: 0 })
  const session = sessionOf({} as ImportSession['client'], { dependencies, drainRequestCounts })
  const { execute } = await testEngine(async (_: unknown, context) => {
    const run = createStepRunner(session, context)
    const work = async (): Promise<StepOutcome<null>> => ({ kind: 'done', value: null, settled: 1 })
    const ended = await context.map('wave', [0, 1], (inner, i) => run.stepIn(inner, `item-${i}`, work))
    run.settle(
      'actions',
      ended.all.map(({ result }) => result),
    )
    await context.wait('pause', { seconds: 5 })
    return run.requests()
  })
  expect(await execute()).toMatchObject({ result: { sent: 2, retried: 0, throttled: 0 } })
})

test('an import that was cancelled within a map is cancelled also after a later wait', async () => {
  let time = START
  const now = () => (time += 1_000)
  const dependencies = { outageWaits: [], leaseSeconds: LEASE, now, records: { save: async () => true } }
  const session = sessionOf({} as ImportSession['client'], { dependencies, drainRequestCounts: () => NO_REQUESTS })
  const worked: number[] = []
  const { execute } = await testEngine(async (_: unknown, context) => {
    const run = createStepRunner(session, context)
    const step = (item: number) => async (): Promise<StepOutcome<null>> => {
      worked.push(item)
      return { kind: 'done', value: null }
    }
    const ended = await context.map('wave', [0, 1], (inner, i) => run.stepIn(inner, `item-${i}`, step(i)), {
      maxConcurrency: 1,
    })
    run.settle(
      'actions',
      ended.all.map(({ result }) => result),
    )
    await context.wait('pause', { seconds: 5 })
    return run.isCancelled()
  })
  expect(await execute()).toMatchObject({ result: true })
  expect(worked).toEqual([0])
})

test('a wait that can not be recorded begins all the same', async () => {
  const left = [down()]
  const save = async () => {
    throw new Error('the table can not be reached')
  }
  const dependencies = { outageWaits: [60], leaseSeconds: LEASE, now: () => START, records: { save } }
  const session = sessionOf({} as ImportSession['client'], { dependencies, drainRequestCounts: () => NO_REQUESTS })
  const { execute, sleeps } = await testEngine(async (_: unknown, context) => {
    context.configureLogger({ customLogger: { ...QUIET, error: ignore } })
    return createStepRunner(session, context).step('work', async () => {
      const stop = left.shift()
      if (stop !== undefined) throw stop
      return { kind: 'done', value: 'done' }
    })
  })
  expect(await execute()).toMatchObject({ result: { kind: 'done', value: 'done' } })
  expect(sleeps.map(wait => Math.round(wait / 1000))).toContain(60)
})

test('the waits are for the whole import, whichever steps need them', async () => {
  const left = [down(), undefined, down(), down()]
  const records = { save: async () => false }
  const dependencies = { outageWaits: [60, 120], leaseSeconds: LEASE, now: () => START, records }
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
    /^Lock lost: it expired and import imp-2 took over\. Import the document again\.$/,
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

/** Runs three steps and the ledger; each step takes a second. `answers` are those of the record, `false` after the last. */
const runCancelled = async (answers: readonly boolean[], stops: readonly PlatformStop[] = []) => {
  const left = [...answers]
  const stopsLeft = [...stops]
  const worked: string[] = []
  const saved: object[] = []
  let time = START
  const records = {
    save: async (_: string, fields: object) => {
      saved.push(fields)
      return left.shift() ?? false
    },
  }
  const dependencies = { outageWaits: [60], leaseSeconds: LEASE, now: () => (time += 1_000), records }
  const session = sessionOf({} as ImportSession['client'], { dependencies, drainRequestCounts: () => NO_REQUESTS })
  const { execute, sleeps } = await testEngine(async (_: unknown, context) => {
    const run = createStepRunner(session, context)
    const work = (name: string) => async (): Promise<StepOutcome<null>> => {
      worked.push(name)
      const stop = stopsLeft.shift()
      if (stop !== undefined) throw stop
      return { kind: 'done', value: null }
    }
    const outcomes = [await run.step('one', work('one')), await run.step('two', work('two'))]
    // A replay must find the same.
    await context.wait('pause', { seconds: 1 })
    outcomes.push(await run.finish('ledger', work('ledger')))
    return { kinds: outcomes.map(({ kind }) => kind), cancelled: run.isCancelled() }
  })
  const { result } = (await execute()) as { result: { kinds: string[]; cancelled: boolean } }
  const waits = sleeps.map(wait => Math.round(wait / 1000)).filter(wait => wait > 1)
  return { ...result, worked, saved, waits }
}

test('a step after a request to cancel is left out, but not the ledger', async () => {
  const { kinds, cancelled, worked } = await runCancelled([true])
  expect({ kinds, cancelled }).toEqual({ kinds: ['done', 'failed', 'done'], cancelled: true })
  expect(worked).toEqual(['one', 'ledger'])
})

test('a request to cancel after the last step has no effect', async () => {
  expect(await runCancelled([false, false, true])).toMatchObject({ kinds: ['done', 'done', 'done'], cancelled: false })
})

test('an import that should be cancelled does not wait for the platform', async () => {
  const result = await runCancelled([false, true], [down()])
  expect(result).toMatchObject({ kinds: ['unavailable', 'done', 'done'], cancelled: true, waits: [] })
})

test('a wait for the platform is recorded before it begins', async () => {
  const { saved, waits, cancelled } = await runCancelled([], [down()])
  const [until] = saved.flatMap(fields => ('waitingUntil' in fields ? [String(fields.waitingUntil)] : []))
  expect({ waits, cancelled }).toEqual({ waits: [60], cancelled: false })
  expect(Date.parse(until ?? '') - START).toBeGreaterThanOrEqual(60_000)
})

/** Runs one step whose process is killed in it: the invocation ends while the work runs, `kills` times. */
const runKilled = async (kind: StepKind | undefined, kills: number, local?: LocalRun) => {
  let works = 0
  const records = { save: async () => {} }
  const dependencies = { outageWaits: [], leaseSeconds: LEASE, now: () => START, records, local }
  const session = sessionOf({} as ImportSession['client'], { dependencies, drainRequestCounts: () => NO_REQUESTS })
  const { execute } = await testEngine(
    async (_: unknown, context) =>
      createStepRunner(session, context).step(
        'work',
        async () => {
          works += 1
          return works <= kills ? new Promise<never>(() => {}) : { kind: 'done', value: null }
        },
        kind,
      ),
    { invocationMs: 50 },
  )
  return { ended: await execute(), works: () => works }
}

test('a step that reads is repeated once after its process is killed', async () => {
  const { ended, works } = await runKilled('reads', 1)
  expect(ended).toMatchObject({ status: 'SUCCEEDED', result: { kind: 'done' } })
  expect(works()).toBe(2)
})

test('a step that reads and kills its process twice fails with a remedy', async () => {
  const { ended, works } = await runKilled('reads', 99)
  const reason =
    'The step "work" was interrupted 2 times. The import needs more memory than the function has, or more time than an invocation has. Raise importMemoryMb, or split the document.'
  expect(ended).toMatchObject({ status: 'SUCCEEDED', result: { kind: 'failed', reason } })
  expect(works()).toBe(2)
})

test('a step that writes survives nine kills, and fails after the tenth', async () => {
  const survived = await runKilled(undefined, 9)
  expect(survived.ended).toMatchObject({ status: 'SUCCEEDED', result: { kind: 'done' } })
  const { ended, works } = await runKilled(undefined, 99)
  const reason = expect.stringMatching(/^The step "work" was interrupted 10 times\..* Import again to continue; raise/)
  expect(ended).toMatchObject({ status: 'SUCCEEDED', result: { kind: 'failed', reason } })
  expect(works()).toBe(10)
})

test.each<[StepKind, RegExp]>([
  [
    'reads',
    /^The step "work" was interrupted 2 times\. Import again\. .*--max-old-space-size.*, or split the document\.$/,
  ],
  ['writes', /^The step "work" was interrupted 10 times\. Import again to continue\. .*, or lower BATCH_SIZE\.$/],
])('on the command line, a step that %s and kills its process has the remedy of a process', async (kind, reason) => {
  const { ended } = await runKilled(kind, 99, { tokenVariable: 'CONNECT_API_TOKEN' })
  expect(ended).toMatchObject({ result: { kind: 'failed', reason: expect.stringMatching(reason) } })
  expect(JSON.stringify(ended)).not.toContain('importMemoryMb')
})

test('an error of a step is its outcome after the retries, without credentials', async () => {
  const dependencies = { outageWaits: [], leaseSeconds: LEASE, now: () => START }
  const session = sessionOf({} as ImportSession['client'], { dependencies, drainRequestCounts: () => NO_REQUESTS })
  let works = 0
  const logged: unknown[] = []
  const { execute } = await testEngine(async (_: unknown, context) => {
    context.configureLogger({ customLogger: { ...QUIET, error: entry => logged.push(entry) } })
    return createStepRunner(session, context).step('work', async () => {
      works += 1
      throw new TypeError(
        'GET https://user:pass@example.com/x?sig=abc failed with Authorization: Bearer abc.def,\n token=xyz',
      )
    })
  })
  const reason =
    'The importer failed in the step "work": TypeError: GET https://example.com/x failed with Authorization: … …, token=…. This is a fault of the importer or of an AWS service, not of the document. Import again; the log has the details.'
  expect(await execute()).toMatchObject({ status: 'SUCCEEDED', result: { kind: 'failed', reason } })
  expect(works).toBe(6)
  expect(logged).toHaveLength(6)
  expect(logged[0]).toMatchObject({ step: 'work', stack: expect.stringContaining('step-runner.integration.test.ts') })
  expect(JSON.stringify(logged)).not.toMatch(/pass|sig=|abc|xyz/)
})

test('a long reason is cut before it goes into a checkpoint', async () => {
  const dependencies = { outageWaits: [], leaseSeconds: LEASE, now: () => START }
  const session = sessionOf({} as ImportSession['client'], { dependencies, drainRequestCounts: () => NO_REQUESTS })
  const { execute } = await testEngine(async (_: unknown, context) =>
    createStepRunner(session, context).step('work', async () => ({ kind: 'failed', reason: 'x'.repeat(100_000) })),
  )
  expect(await execute()).toMatchObject({ result: { kind: 'failed', reason: `${'x'.repeat(2_000)}…` } })
})

/** Runs steps of a length in milliseconds, and returns what they write to the record. */
const savesOf = async (steps: readonly (readonly [name: string, milliseconds: number])[], save = async () => false) => {
  const saves: object[] = []
  const records = {
    save: async (_: string, fields: object) => {
      saves.push(fields)
      return save()
    },
  }
  const dependencies = { outageWaits: [], leaseSeconds: LEASE, now: () => START, records }
  const session = sessionOf({} as ImportSession['client'], { dependencies, drainRequestCounts: () => NO_REQUESTS })
  const { execute } = await testEngine(async (_: unknown, context) => {
    const run = createStepRunner(session, context)
    for (const [name, milliseconds] of steps)
      await run.step(name, async () => {
        await delay(milliseconds)
        return { kind: 'done', value: null }
      })
    return run.isCancelled()
  })
  const { result } = (await execute()) as { result: unknown }
  return { saves, result }
}

test('a phase that lasts a second is written to the record once, a shorter one is not', async () => {
  const { saves } = await savesOf([
    ['plan', 0],
    ['actions-0', 1_100],
    ['actions-50', 1_100],
  ])
  expect(saves).toEqual([{ phase: 'actions' }])
})

test('a request to cancel that comes with the phase ends the import, and a failed write does not', async () => {
  const steps = [
    ['compare', 1_100],
    ['actions-0', 0],
  ] as const
  expect(await savesOf(steps, async () => true)).toMatchObject({ result: true })
  expect(await savesOf(steps, () => Promise.reject(new Error('throttled')))).toMatchObject({ result: false })
})

test('an import that is cancelled while a step retries ends as cancelled, and waits for no platform', async () => {
  let isCancelled = false
  const records = { save: async () => false }
  const dependencies = {
    ...{ outageWaits: [60], leaseSeconds: LEASE, now: () => START, records },
    isCancelled: () => isCancelled,
  }
  const session = sessionOf({} as ImportSession['client'], { dependencies, drainRequestCounts: () => NO_REQUESTS })
  const { execute, sleeps } = await testEngine(async (_: unknown, context) => {
    const run = createStepRunner(session, context)
    await run.step('work', async () => {
      isCancelled = true
      throw down()
    })
    return run.isCancelled()
  })
  expect(await execute()).toMatchObject({ result: true })
  expect(sleeps.filter(wait => wait > 30_000)).toEqual([])
})
