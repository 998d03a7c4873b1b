import type { ResourceName } from '../../contract/requests.ts'
import type { Change, Decision } from '../../reconcile/decide/decision.ts'
import type { Removal, Removals } from '../../reconcile/decide/removals.ts'
import type { AppliedResults } from '../../reconcile/next-ledger.ts'
import type { Status } from '../../report/report.ts'
import type { ImportSession } from '../import-session.ts'
import {
  type DefinitionResult,
  keptResult,
  type PlanSize,
  type RemovalResults,
  type RemovedResource,
  type ResourceResult,
  resultOf,
} from '../model.ts'
import type { AppliedVersion } from '../outcome.ts'
import { readBatch } from '../write/batch-file.ts'
import { batches, removalBatches } from '../write/batches.ts'

/** Results of all items, by name, from the steps' files in S3; those that this invocation has written are not read again. */
export type Results = {
  readonly actions: ReadonlyMap<string, ResourceResult>
  readonly triggers: ReadonlyMap<string, ResourceResult>
  readonly definitions: ReadonlyMap<string, DefinitionResult>
  /** Items that the document no longer has. */
  readonly removals: RemovalResults
}

type Planned = { readonly name: string; readonly pointer: string; readonly origin?: string }

const joinRemovals = (parts: readonly RemovalResults[]): RemovalResults => ({
  actions: parts.flatMap(({ actions }) => actions),
  triggers: parts.flatMap(({ triggers }) => triggers),
  definitions: parts.flatMap(({ definitions }) => definitions),
})

/** Collects the results of an import that has ended its writing, for the ledger and the report; for a dry run, the planned results. */
export function collectResults({ session, size, fresh }: AppliedVersion, dryRun: boolean): Promise<Results> {
  if (dryRun) return plannedResults(session)
  return session.once('results', async () => {
    const written = await writtenResults(fresh?.session ?? session, fresh?.size ?? size)
    return fresh === undefined ? written : withKept(session, written)
  })
}

const writtenResults = async (session: ImportSession, size: PlanSize): Promise<Results> => {
  const { objects, batchSize } = session.dependencies
  const read = async <T>(keys: readonly string[]): Promise<T[]> => {
    const parts = await Promise.all(keys.map(key => session.once(key, () => objects.readJson<T | T[]>(key))))
    return parts.flatMap(part => part ?? [])
  }
  const requests = Array.from({ length: size.requests }, (_, request) => session.keys.definitions(request))
  const readResources = async (kind: ResourceName): Promise<ResourceResult[]> => {
    const keys = batches(size[kind], batchSize).map(({ from }) => session.keys[kind](from))
    const files = await Promise.all(keys.map(key => session.once(key, () => readBatch(objects, key))))
    return files.flatMap(file => file?.results ?? [])
  }
  const [actions, triggers, definitions, removals] = await Promise.all([
    readResources('actions'),
    readResources('triggers'),
    read<DefinitionResult>(requests),
    read<RemovalResults>(removalBatches(size).map(({ from }) => session.keys.removals(from))),
  ])
  return {
    actions: byName(actions),
    triggers: byName(triggers),
    definitions: byName(definitions),
    removals: joinRemovals(removals),
  }
}

const byName = <T extends { readonly name: string }>(results: readonly T[]): Map<string, T> =>
  new Map(results.map(result => [result.name, result]))

/**
 * Reports the edits that were copied to a fresh draft as kept, the items that were not copied as removed, and those that
 * the platform does not support as skipped.
 */
const withKept = async (session: ImportSession, written: Results): Promise<Results> => {
  const [plan, changes] = await Promise.all([session.plan(), session.changes()])
  const keep = <T extends ResourceResult>(
    results: ReadonlyMap<string, T>,
    items: readonly Planned[],
    decisions: readonly Decision[],
  ) => {
    const kept = new Map(results)
    for (const [i, item] of items.entries()) {
      const decision = decisions[i]
      const result = results.get(item.name)
      if (decision?.change === 'skip' && result === undefined)
        kept.set(item.name, resultOf(item, decision, 'skipped') as T)
      if (decision?.change !== 'keep' || result?.status !== 'done') continue
      // The ids are those of the copy.
      const { id, url, ...decided } = resultOf(item, decision, 'skipped')
      kept.set(item.name, { ...result, ...decided })
    }
    return kept
  }
  return {
    removals: removalResults(changes.removals, 'done'),
    actions: keep(written.actions, plan.actions, changes.actions),
    triggers: keep(written.triggers, plan.triggers, changes.triggers),
    definitions: keep(written.definitions, plan.definitions, changes.definitions),
  }
}

const plannedResults = async (session: ImportSession): Promise<Results> => {
  const [plan, changes] = await Promise.all([session.plan(), session.changes()])
  const planned = (items: readonly Planned[], decisions: readonly Decision[]) =>
    byName(
      items.map((item, i) => {
        const decision = decisions[i] ?? { change: 'create' }
        return resultOf(item, decision, plannedStatus(decision.change))
      }),
    )
  return {
    actions: planned(plan.actions, changes.actions),
    triggers: planned(plan.triggers, changes.triggers),
    definitions: planned(plan.definitions, changes.definitions),
    removals: removalResults(changes.removals, 'planned'),
  }
}

const plannedStatus = (change: Change): Status => (change === 'skip' || change === 'keep' ? 'skipped' : 'planned')

/** Converts the decisions about removals to results; `removed` is the status of removed items. */
const removalResults = (
  { actions, triggers, definitions, keptDefinitions }: Removals,
  removed: Status,
): RemovalResults => {
  const resultsOf = (removals: readonly Removal[]): RemovedResource[] =>
    removals.map(removal => ({
      ...removalResult(removal, removed),
      method: removal.method ?? '',
      path: removal.path ?? '',
    }))
  return {
    actions: resultsOf(actions),
    triggers: resultsOf(triggers),
    definitions: [...definitions.flat(), ...keptDefinitions].map(removal => removalResult(removal, removed)),
  }
}

const removalResult = (removal: Removal, removed: Status): DefinitionResult =>
  removal.change === 'keep' ? keptResult(removal) : { ...removal, status: removed }

/** Converts the results to the ledger's input. */
export function appliedOf({ removals, ...results }: Results): AppliedResults {
  return {
    ...results,
    removed: {
      actions: byName(removals.actions),
      triggers: byName(removals.triggers),
      definitions: byName(removals.definitions),
    },
  }
}

/** Returns the results of all items. */
export function allResults({ actions, triggers, definitions, removals }: Results): DefinitionResult[] {
  return [
    ...[actions, triggers, definitions].flatMap(results => [...results.values()]),
    ...[removals.actions, removals.triggers, removals.definitions].flat(),
  ]
}
