import type { DurableContext } from '@aws/durable-execution-sdk-js'
import type { ImportSession } from '../import-session.ts'
import type { PlanSize, StepOutcome } from '../model.ts'
import type { StepRunner } from '../step-runner.ts'
import { batches } from './batches.ts'
import { removalStep } from './remove.ts'
import { actionStep } from './write-actions.ts'
import { definitionStep } from './write-definitions.ts'

/** Batches that are posted side by side; the client's pace decides how many requests that makes. */
const BATCHES_AT_ONCE = 4

/** Why the writing had to stop; undefined where everything was settled. */
export type Stop = Exclude<StepOutcome<never>, { kind: 'done' }>

/** Writes a plan's changes to the platform: definitions in their order, actions in batches, then what is to go. */
export async function applyChanges(
  session: ImportSession,
  context: DurableContext,
  run: StepRunner,
  size: PlanSize,
  part = '',
): Promise<Stop | undefined> {
  return (
    (await applyDefinitions(session, run, size, part)) ??
    (await applyActions(session, context, run, size, part)) ??
    (await applyRemovals(session, run, size, part))
  )
}

const applyDefinitions = async (
  session: ImportSession,
  run: StepRunner,
  size: PlanSize,
  part: string,
): Promise<Stop | undefined> => {
  for (const { from, to } of batches(size.requests, 1)) {
    const sent = await run.step(`${part}definitions-${from}`, async () => {
      let settled = 0
      for (let index = from; index < to; index++) settled += await definitionStep(session, index)
      return { kind: 'done', value: null, settled }
    })
    if (sent.kind !== 'done') return sent
  }
  return undefined
}

const applyActions = async (
  session: ImportSession,
  context: DurableContext,
  run: StepRunner,
  size: PlanSize,
  part: string,
): Promise<Stop | undefined> => {
  const posted = await context.map(
    `${part}actions`,
    batches(size.actions, session.dependencies.batchSize),
    (inner, batch) =>
      run.in(inner).step(`${part}actions-${batch.from}`, async () => {
        const known = await session.knownDefinitions(size.requests)
        return { kind: 'done', value: null, settled: await actionStep(session, batch, known) }
      }),
    { maxConcurrency: BATCHES_AT_ONCE },
  )
  // The map's own status is "failed" as soon as one item is; the items tell.
  let stop: Stop | undefined
  for (const { result, error } of posted.all) {
    if (error !== undefined) throw error
    if (result !== undefined && result.kind !== 'done') stop ??= result
  }
  return stop
}

const applyRemovals = async (
  session: ImportSession,
  run: StepRunner,
  size: PlanSize,
  part: string,
): Promise<Stop | undefined> => {
  if (size.removals === 0) return undefined
  const removed = await run.step(`${part}removals`, async () => ({
    kind: 'done',
    value: null,
    settled: await removalStep(session),
  }))
  return removed.kind === 'done' ? undefined : removed
}
