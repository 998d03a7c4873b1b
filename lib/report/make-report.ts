import type { Plan } from '../conversion/plan.ts'
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { documentIncomplete } from '../diagnostics/kinds/platform.ts'
import type { Change } from '../reconcile/decision.ts'
import { countChanges, countDiagnostics } from './counts.ts'
import { nextSteps } from './next-steps.ts'
import type {
  Counts,
  Outcome,
  Report,
  ReportedAction,
  ReportedAuthScheme,
  ReportedConnector,
  ReportedDefinition,
  Status,
} from './report.ts'

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
  readonly connector?: ReportedConnector
  readonly authSchemes?: readonly ReportedAuthScheme[]
  readonly dryRun: boolean
  /** A newer upload replaced this one. */
  readonly superseded: boolean
  /** A person or program asked to stop the import. */
  readonly cancelled: boolean
  /** Reason why the import as a whole ended early. */
  readonly reason?: string
  readonly diagnostics: readonly Diagnostic[]
}

/** Makes the report of one import from its plan and the results of its items. */
export function makeReport(input: ReportInput): Report {
  const { plan, reason, caller, startedAt, finishedAt, connector, authSchemes } = input
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
  const steps = nextSteps(input)
  return {
    schema: 1,
    importId: input.importId,
    outcome: outcomeOf(counts.actions, counts.definitions, isIncomplete([...actions, ...definitions]), input),
    ...(reason !== undefined && { reason }),
    document: { ...input.document, ...(plan && { title: plan.document.title, version: plan.document.version }) },
    target: input.target,
    ...(caller !== undefined && { caller }),
    ...(connector && { connector }),
    ...(authSchemes && { authSchemes }),
    ...(steps.length > 0 && { nextSteps: steps }),
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
  { reason, dryRun, superseded, cancelled, publishFailed, plan, connector, authSchemes = [] }: ReportInput,
): Outcome => {
  if (superseded) return 'superseded'
  if (cancelled) return 'cancelled'
  if (reason !== undefined || plan === undefined) return 'failed'
  if (dryRun) return 'planned'
  if (actions.failed + definitions.failed > 0)
    return actions.created + actions.updated + actions.unchanged === 0 ? 'failed' : 'partial'
  const lacksScheme = authSchemes.some(({ status }) => status === 'failed')
  if (publishFailed || incomplete || lacksScheme || plan.missingFiles !== undefined) return 'partial'
  const written = [actions, definitions].some(({ created, updated, removed }) => created + updated + removed > 0)
  const isNew =
    connector?.change === 'create' || authSchemes.some(({ change }) => change === 'create' || change === 'update')
  return written || isNew ? 'succeeded' : 'unchanged'
}
