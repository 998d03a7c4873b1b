import type { Plan } from '../conversion/plan.ts'
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { documentIncomplete } from '../diagnostics/kinds/platform.ts'
import type { Change } from '../reconcile/decision.ts'
import { countChanges, countDiagnostics } from './counts.ts'
import type { Counts, Outcome, Report, ReportedAction, ReportedDefinition, Status } from './report.ts'

/** Result of one item. */
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
  'importId' | 'document' | 'target' | 'caller' | 'requests' | 'startedAt' | 'finishedAt' | 'durationMs'
> & {
  /** Absent if the document could not be converted. */
  readonly plan?: Plan
  /** Results by name; an item without a result was not processed. */
  readonly actions: ReadonlyMap<string, Settled>
  readonly definitions: ReadonlyMap<string, Settled>
  /** Items of the platform that the document no longer has. */
  readonly removals: {
    readonly actions: readonly (Settled & { readonly name: string; readonly method: string; readonly path: string })[]
    readonly definitions: readonly (Settled & { readonly name: string })[]
  }
  /** Publishing was requested and failed. */
  readonly publishFailed: boolean
  readonly dryRun: boolean
  /** A newer upload replaced this one. */
  readonly superseded: boolean
  /** Reason why the whole import failed. */
  readonly reason?: string
  readonly diagnostics: readonly Diagnostic[]
}

/** Makes the report of one import from its plan and the results of its items. */
export function makeReport(input: ReportInput): Report {
  const { plan, reason, caller, startedAt, finishedAt } = input
  const unprocessed: Settled = {
    change: 'create',
    status: 'failed',
    reason: 'Not processed: the import stopped earlier.',
  }
  const leaving = new Map(input.removals.actions.map(removal => [removal.name, removal]))
  const actions = (plan?.actions ?? []).map(({ payload, skipped, isFiltered, lost, ...action }): ReportedAction => {
    const missing: Settled =
      payload === undefined ? { change: 'skip', status: 'skipped', reason: skipped ?? '' } : unprocessed
    // An operation that is skipped and whose action is removed or kept has one entry.
    const settled = payload === undefined ? leaving.get(action.name) : undefined
    return { ...action, ...reported(settled ?? input.actions.get(action.name) ?? missing, action.problems) }
  })
  const operations = actions.length
  const planned = new Set(actions.map(({ name }) => name))
  for (const { name, method, path, ...settled } of input.removals.actions)
    if (!planned.has(name)) actions.push({ name, method, path, pointer: '#', ...reported(settled) })
  const definitions = (plan?.definitions ?? []).map(({ name, problems }): ReportedDefinition => {
    return { name, ...reported(input.definitions.get(name) ?? unprocessed, problems) }
  })
  for (const { name, ...settled } of input.removals.definitions) definitions.push({ name, ...reported(settled) })
  const diagnostics = [...input.diagnostics, ...(plan?.diagnostics ?? [])]
  const counts = {
    operations,
    actions: countChanges(actions),
    definitions: countChanges(definitions),
    diagnostics: countDiagnostics([
      ...diagnostics,
      ...[...actions, ...definitions].flatMap(({ problems }) => problems),
    ]),
  }
  return {
    schema: 1,
    importId: input.importId,
    outcome: outcomeOf(counts.actions, counts.definitions, isIncomplete([...actions, ...definitions]), input),
    ...(reason !== undefined && { reason }),
    document: { ...input.document, ...(plan && { title: plan.document.title, version: plan.document.version }) },
    target: input.target,
    ...(caller !== undefined && { caller }),
    counts,
    actions,
    definitions,
    diagnostics,
    requests: input.requests,
    startedAt,
    finishedAt,
    durationMs: input.durationMs,
  }
}

/** Returns the fields of a result that belong in the report. */
const reported = (
  { change, status, id, reason, diff, problems = [] }: Settled,
  before: readonly Diagnostic[] = [],
) => ({
  change,
  status,
  ...(id !== undefined && { id }),
  ...(reason !== undefined && { reason }),
  ...(diff !== undefined && { diff }),
  problems: [...before, ...problems],
})

/** Returns true if an item is kept because a part of the document can't be read. */
const isIncomplete = (items: readonly ReportedDefinition[]): boolean =>
  items.some(({ problems }) => problems.some(({ code }) => code === documentIncomplete.code))

const outcomeOf = (
  actions: Counts,
  definitions: Counts,
  incomplete: boolean,
  { reason, dryRun, superseded, publishFailed, plan }: ReportInput,
): Outcome => {
  if (superseded) return 'superseded'
  if (reason !== undefined || plan === undefined) return 'failed'
  if (dryRun) return 'planned'
  if (actions.failed + definitions.failed > 0)
    return actions.created + actions.updated + actions.unchanged === 0 ? 'failed' : 'partial'
  if (publishFailed || incomplete) return 'partial'
  const written = [actions, definitions].some(({ created, updated, removed }) => created + updated + removed > 0)
  return written ? 'succeeded' : 'unchanged'
}
