import type { Decision } from '../../reconcile/decision.ts'
import type { AppliedResults } from '../../reconcile/next-ledger.ts'
import type { Removals } from '../../reconcile/removals.ts'
import type { Status } from '../../report/report.ts'
import type { ImportSession } from '../import-session.ts'
import type { ActionResult, DefinitionResult, PlanSize, RemovalResults } from '../model.ts'
import { conflictProblem } from '../model.ts'
import type { AppliedVersion } from '../outcome.ts'
import { batches } from '../write/batches.ts'

/** What became of every item, by name, as the steps have left it in S3. */
export type Results = {
  readonly actions: ReadonlyMap<string, ActionResult>
  readonly definitions: ReadonlyMap<string, DefinitionResult>
  /** Of what the document no longer has. */
  readonly removals: RemovalResults
}

const NO_REMOVALS: RemovalResults = { actions: [], definitions: [] }

/** The results of an import's writing; those of a dry run are what it would do. */
export async function collectResults({ session, size, fresh }: AppliedVersion, dryRun: boolean): Promise<Results> {
  if (dryRun) return plannedResults(session)
  const written = await writtenResults(fresh?.session ?? session, fresh?.size ?? size)
  return fresh === undefined ? written : asKept(session, written)
}

const writtenResults = async (session: ImportSession, size: PlanSize): Promise<Results> => {
  const { objects, batchSize } = session.dependencies
  const read = async <T>(keys: readonly string[]): Promise<T[]> => {
    const lists = await Promise.all(keys.map(key => objects.readJson<T[]>(key)))
    return lists.flatMap(list => list ?? [])
  }
  const requests = Array.from({ length: size.requests }, (_, request) => session.keys.definitions(request))
  const [actions, definitions, removals] = await Promise.all([
    read<ActionResult>(batches(size.actions, batchSize).map(({ from }) => session.keys.actions(from))),
    read<DefinitionResult>(requests),
    size.removals > 0 ? objects.readJson<RemovalResults>(session.keys.removals) : undefined,
  ])
  return { actions: byName(actions), definitions: byName(definitions), removals: removals ?? NO_REMOVALS }
}

const byName = <T extends { readonly name: string }>(results: readonly T[]): Map<string, T> =>
  new Map(results.map(result => [result.name, result]))

/** In a fresh draft, what people edited was copied: it is still theirs. What was to be removed was not copied. */
const asKept = async (session: ImportSession, written: Results): Promise<Results> => {
  const [plan, changes] = await Promise.all([session.plan(), session.changes()])
  const keep = <T extends ActionResult>(
    results: ReadonlyMap<string, T>,
    items: readonly { readonly name: string; readonly pointer: string }[],
    decisions: readonly Decision[],
  ) => {
    const kept = new Map(results)
    for (const [i, { name, pointer }] of items.entries()) {
      const { change, reason, diff, conflict } = decisions[i] ?? {}
      const result = results.get(name)
      if (change !== 'keep' || result?.status !== 'done') continue
      kept.set(name, {
        ...result,
        change,
        status: 'skipped',
        ...(reason !== undefined && { reason }),
        ...(diff && { diff }),
        ...(conflict && { problems: [conflictProblem(pointer, reason)] }),
      })
    }
    return kept
  }
  return {
    removals: toldRemovals(changes.removals, 'done'),
    actions: keep(written.actions, plan.actions, changes.actions),
    definitions: keep(written.definitions, plan.definitions, changes.definitions),
  }
}

const plannedResults = async (session: ImportSession): Promise<Results> => {
  const [plan, changes] = await Promise.all([session.plan(), session.changes()])
  const settle = (items: readonly { name: string; pointer: string }[], decisions: readonly Decision[]) =>
    byName(
      items.map(({ name, pointer }, i): ActionResult => {
        const { stored: _stored, url: _url, conflict, ...decision } = decisions[i] ?? { change: 'create' }
        const problems = conflict ? [conflictProblem(pointer, decision.reason)] : []
        return { name, ...decision, status: statusOf(decision.change), problems }
      }),
    )
  return {
    actions: settle(plan.actions, changes.actions),
    definitions: settle(plan.definitions, changes.definitions),
    removals: toldRemovals(changes.removals, 'planned'),
  }
}

/** What was decided about what the document no longer has; `removed` is what became of that which is to go. */
const toldRemovals = ({ actions, definitions }: Removals, removed: Status): RemovalResults => ({
  actions: actions.map(({ method = '', path = '', ...removal }) => ({
    ...removal,
    method,
    path,
    status: removal.change === 'keep' ? 'skipped' : removed,
  })),
  definitions: definitions.flat().map(removal => ({ ...removal, status: removed })),
})

const statusOf = (change: Decision['change']): 'planned' | 'skipped' =>
  change === 'skip' || change === 'keep' ? 'skipped' : 'planned'

/** The results as the ledger wants them. */
export function appliedOf({ actions, definitions, removals }: Results): AppliedResults {
  return {
    actions,
    definitions,
    removedActions: byName(removals.actions),
    removedDefinitions: byName(removals.definitions),
  }
}
