import type { DurableContext } from '@aws/durable-execution-sdk-js'
import type { ImportSession } from '../import-session.ts'
import type { PlanSize, StepOutcome } from '../model.ts'
import type { StepRunner } from '../step-runner.ts'
import { batches } from './batches.ts'
import { removalStep } from './remove.ts'
import { actionStep } from './write-actions.ts'
import { definitionStep } from './write-definitions.ts'

/** Number of batches that are written concurrently; the client limits the rate of requests. */
const BATCHES_AT_ONCE = 4

/** Outcome of the step that stopped the writing. */
export type Stop = Exclude<StepOutcome<never>, { kind: 'done' }>

type Application = {
  readonly session: ImportSession
  readonly context: DurableContext
  readonly run: StepRunner
  readonly size: PlanSize
  /** Prefix of the names of the steps. */
  readonly prefix?: string
}

/**
 * Writes a plan's changes to the platform: definitions in the order of their dependencies, actions in batches, then
 * removals. Each batch is a checkpoint and safe to repeat. Returns undefined if all items are settled.
 */
export async function applyChanges(application: Application): Promise<Stop | undefined> {
  return (
    (await applyDefinitions(application)) ?? (await applyActions(application)) ?? (await applyRemovals(application))
  )
}

const applyDefinitions = async ({ session, run, size, prefix = '' }: Application): Promise<Stop | undefined> => {
  for (const { from, to } of batches(size.requests, 1)) {
    const sent = await run.step(`${prefix}definitions-${from}`, async () => {
      let settled = 0
      for (let index = from; index < to; index++) settled += await definitionStep(session, index)
      return { kind: 'done', value: null, settled }
    })
    if (sent.kind !== 'done') return sent
  }
  return undefined
}

const applyActions = async (application: Application): Promise<Stop | undefined> => {
  const { session, context, run, size, prefix = '' } = application
  const posted = await context.map(
    `${prefix}actions`,
    batches(size.actions, session.dependencies.batchSize),
    (inner, batch) =>
      run.in(inner).step(`${prefix}actions-${batch.from}`, async () => {
        const known = await session.knownDefinitions(size.requests)
        return { kind: 'done', value: null, settled: await actionStep(session, batch, known) }
      }),
    { maxConcurrency: BATCHES_AT_ONCE },
  )
  // The map's own status is "failed" if one item failed; only the items have the reason.
  let stop: Stop | undefined
  for (const { result, error } of posted.all) {
    if (error !== undefined) throw error
    if (result !== undefined && result.kind !== 'done') stop ??= result
  }
  return stop
}

const applyRemovals = async ({ session, run, size, prefix = '' }: Application): Promise<Stop | undefined> => {
  if (size.removals === 0) return undefined
  const removed = await run.step(`${prefix}removals`, async () => ({
    kind: 'done',
    value: null,
    settled: await removalStep(session),
  }))
  return removed.kind === 'done' ? undefined : removed
}
