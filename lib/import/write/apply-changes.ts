import type { DurableContext } from '@aws/durable-execution-sdk-js'
import type { ResourceName } from '../../contract/requests.ts'
import { createPlaces } from '../../util/concurrency.ts'
import type { ImportSession } from '../import-session.ts'
import type { PlanSize, StepOutcome } from '../model.ts'
import { stepInPieces } from '../platform/read-in-pieces.ts'
import type { CountItems } from '../progress.ts'
import type { StepRunner } from '../step-runner.ts'
import { batches, removalBatches } from './batches.ts'
import { removalStep } from './remove.ts'
import { definitionStep } from './write-definitions.ts'
import { resourceStep } from './write-resources.ts'

/** Number of batches that are written concurrently; the client limits the rate of requests. */
const BATCHES_AT_ONCE = 4
/** Items in work for each request in flight, so that the next request waits when one is answered. */
const PLACES_PER_REQUEST = 2
/** Number of batches between two looks at their outcomes: enough to keep requests in flight, few to fail in vain. */
const BATCHES_OF_A_WAVE = 16

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
 * Writes a plan's changes to the platform: definitions in the order of their dependencies, actions and triggers in
 * batches, then removals. The definitions and each batch are checkpoints and safe to repeat. Returns undefined if all items are settled.
 */
export async function applyChanges(application: Application): Promise<Stop | undefined> {
  return (
    (await applyDefinitions(application)) ??
    (await applyResources('actions', application)) ??
    (await applyResources('triggers', application)) ??
    (await applyRemovals(application))
  )
}

/** Writes definitions in one step, or in several if it takes long: the order of their requests is a graph, not waves. */
const applyDefinitions = async ({ session, run, size, prefix = '' }: Application): Promise<Stop | undefined> => {
  if (size.definitions === 0) return undefined
  const work = async (_: number, count: CountItems): Promise<StepOutcome<null | undefined>> => {
    const { settled, isDone } = await definitionStep(session, count)
    return { kind: 'done', value: isDone ? null : undefined, settled }
  }
  const sent = await stepInPieces(run, `${prefix}definitions`, work, 'writes')
  return sent.kind === 'done' ? undefined : sent
}

/** Writes actions or triggers in waves of batches. What stops one batch is seen before the next wave begins. */
const applyResources = async (
  kind: ResourceName,
  { session, context, run, size, prefix = '' }: Application,
): Promise<Stop | undefined> => {
  let left = batches(size[kind], session.dependencies.batchSize)
  const places = createPlaces(PLACES_PER_REQUEST * session.client.concurrency)
  for (let wave = 0; left.length > 0; wave++) {
    const tried = left.slice(0, BATCHES_OF_A_WAVE)
    const written = await context.map(
      `${prefix}${kind}-wave-${wave}`,
      tried,
      (inner, batch) =>
        run.stepIn(inner, `${prefix}${kind}-${batch.from}`, async count => {
          const known = await session.knownDefinitions(size.requests)
          const { settled, isDone } = await resourceStep(session, { kind, batch, known, places, count })
          return { kind: 'done', value: isDone, settled }
        }),
      { maxConcurrency: BATCHES_AT_ONCE },
    )
    // The map's own status is "failed" if one item failed; only the items have the reason.
    const outcomes = written.all.map(({ result, error }) => {
      if (error !== undefined) throw error
      return result
    })
    run.settle(kind, outcomes)
    left = left.filter((_, index) => {
      const outcome = outcomes[index]
      return outcome?.kind !== 'done' || !outcome.value
    })
    const stops = outcomes.filter(outcome => outcome !== undefined && outcome.kind !== 'done')
    const stop = stops.find(({ kind }) => kind !== 'unavailable') ?? stops[0]
    if (stop === undefined) continue
    if (stop.kind !== 'unavailable' || !(await run.waitForPlatform(stop))) return stop
  }
  return undefined
}

const applyRemovals = async ({ session, run, size, prefix = '' }: Application): Promise<Stop | undefined> => {
  for (const batch of removalBatches(size)) {
    const removed = await run.step(`${prefix}removals-${batch.from}`, async count => ({
      kind: 'done',
      value: null,
      settled: await removalStep(session, batch, count),
    }))
    if (removed.kind !== 'done') return removed
  }
  return undefined
}
