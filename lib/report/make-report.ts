import type { Plan } from '../conversion/plan.ts'
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import type { Change } from '../reconcile/decision.ts'
import { countChanges } from './counts.ts'
import type { Counts, Outcome, Report, ReportedAction, ReportedDefinition, Status } from './report.ts'

/** What became of one planned item; absent where the import did not get to it. */
export type Settled = {
  readonly change: Change
  readonly status: Status
  readonly id?: string
  readonly reason?: string
  readonly diff?: ReportedAction['diff']
  readonly problems?: readonly Diagnostic[]
}

export type ReportInput = Pick<
  Report,
  'importId' | 'document' | 'target' | 'requests' | 'startedAt' | 'finishedAt' | 'durationMs'
> & {
  /** Absent where the document could not be planned. */
  readonly plan?: Plan
  readonly actions: ReadonlyMap<string, Settled>
  readonly definitions: ReadonlyMap<string, Settled>
  /** What the document no longer has. */
  readonly removals: {
    readonly actions: readonly (Settled & { readonly name: string; readonly method: string; readonly path: string })[]
    readonly definitions: readonly (Settled & { readonly name: string })[]
  }
  /** Publishing was asked for and refused. */
  readonly publishFailed: boolean
  readonly dryRun: boolean
  /** A newer upload took this one's place. */
  readonly superseded: boolean
  /** Why the import as a whole failed. */
  readonly reason?: string
  readonly diagnostics: readonly Diagnostic[]
}

/** The report of one import, from what was planned and what became of it. */
export function makeReport(input: ReportInput): Report {
  const { plan, reason, startedAt, finishedAt } = input
  const unsettled: Settled = {
    change: 'create',
    status: 'failed',
    reason: 'Not processed: the import stopped earlier.',
  }
  const actions = (plan?.actions ?? []).map(({ payload, skipped, ...action }): ReportedAction => {
    const left: Settled =
      payload === undefined ? { change: 'skip', status: 'skipped', reason: skipped ?? '' } : unsettled
    return { ...action, ...tell(input.actions.get(action.name) ?? left, action.problems) }
  })
  const operations = actions.length
  for (const { name, method, path, ...settled } of input.removals.actions)
    actions.push({ name, method, path, pointer: '#', ...tell(settled) })
  const definitions = (plan?.definitions ?? []).map(({ name, problems }): ReportedDefinition => {
    return { name, ...tell(input.definitions.get(name) ?? unsettled, problems) }
  })
  for (const { name, ...settled } of input.removals.definitions) definitions.push({ name, ...tell(settled) })
  const counts = { actions: countChanges(actions), definitions: countChanges(definitions) }
  return {
    schema: 1,
    importId: input.importId,
    outcome: outcomeOf(counts.actions, counts.definitions, input),
    ...(reason !== undefined && { reason }),
    document: { ...input.document, ...(plan && { title: plan.document.title, version: plan.document.version }) },
    target: input.target,
    counts: { operations, ...counts },
    actions,
    definitions,
    diagnostics: [...input.diagnostics, ...(plan?.diagnostics ?? [])],
    requests: input.requests,
    startedAt,
    finishedAt,
    durationMs: input.durationMs,
  }
}

/** The part of a result that a report has, whatever else it carries. */
const tell = ({ change, status, id, reason, diff, problems = [] }: Settled, before: readonly Diagnostic[] = []) => ({
  change,
  status,
  ...(id !== undefined && { id }),
  ...(reason !== undefined && { reason }),
  ...(diff !== undefined && { diff }),
  problems: [...before, ...problems],
})

const outcomeOf = (
  actions: Counts,
  definitions: Counts,
  { reason, dryRun, superseded, publishFailed, plan }: ReportInput,
): Outcome => {
  if (superseded) return 'superseded'
  if (reason !== undefined || plan === undefined) return 'failed'
  if (dryRun) return 'planned'
  if (actions.failed + definitions.failed > 0)
    return actions.created + actions.updated + actions.unchanged === 0 ? 'failed' : 'partial'
  if (publishFailed) return 'partial'
  const written = [actions, definitions].some(({ created, updated, removed }) => created + updated + removed > 0)
  return written ? 'succeeded' : 'unchanged'
}
