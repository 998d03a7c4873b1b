import type { Plan, PlannedTrigger } from '../conversion/plan.ts'
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { conflict, documentIncomplete } from '../diagnostics/kinds/platform.ts'
import type { Confirmation } from '../reconcile/confirmations.ts'
import type { Change } from '../reconcile/decide/decision.ts'
import { countChanges, countDiagnostics } from './counts.ts'
import { countImpacts, type Impact, type Impacts } from './impact.ts'
import { nextSteps } from './next-steps.ts'
import { createPayloadLimit, definitionPayload, type PayloadLimit } from './payloads.ts'
import {
  type ItemKind,
  itemsOf,
  type Outcome,
  type Report,
  type ReportedAction,
  type ReportedAuthScheme,
  type ReportedConnector,
  type ReportedDefinition,
  type Status,
} from './report.ts'

/** Result of one item. */
export type Settled = {
  readonly change: Change
  readonly status: Status
  readonly id?: string
  readonly reason?: string
  readonly diff?: ReportedAction['diff']
  /** Fields of a conflict. */
  readonly fields?: ReportedAction['conflict']
  readonly baseUnknown?: true
  readonly problems?: readonly Diagnostic[]
}

/** Kinds of items that an operation of the document becomes. */
type ResourceKind = Exclude<ItemKind, 'definitions'>

type RemovedResource = Settled & { readonly name: string; readonly method: string; readonly path: string }

export type ReportInput = Pick<
  Report,
  'importId' | 'planId' | 'document' | 'target' | 'caller' | 'requests' | 'startedAt' | 'finishedAt' | 'durationMs'
> & {
  /** Absent if the document could not be converted. */
  readonly plan?: Plan
  /** Results by name; an item without a result was not processed. */
  readonly actions: ReadonlyMap<string, Settled>
  readonly triggers: ReadonlyMap<string, Settled>
  readonly definitions: ReadonlyMap<string, Settled>
  /** Items of the platform that the document no longer has. */
  readonly removals: Readonly<Record<ResourceKind, readonly RemovedResource[]>> & {
    readonly definitions: readonly (Settled & { readonly name: string })[]
  }
  /** Effects of the changes on workflows; absent if they are not known. */
  readonly impacts?: Impacts
  /** Publishing was requested and failed. */
  readonly publishFailed: boolean
  readonly connector?: ReportedConnector
  readonly authSchemes?: readonly ReportedAuthScheme[]
  readonly dryRun: boolean
  /** A newer upload replaced this one. */
  readonly superseded: boolean
  /** The import was refused before anything was written; its items are planned. */
  readonly refused?: boolean
  /** Changes that need a confirmation, for which the import was refused. */
  readonly confirm?: readonly Confirmation[]
  /** A person or program asked to stop the import. */
  readonly cancelled: boolean
  /** Reason why the import as a whole ended early. */
  readonly reason?: string
  readonly diagnostics: readonly Diagnostic[]
}

/** Makes the report of one import from its plan and the results of its items. */
export function makeReport(input: ReportInput): Report {
  const { plan, reason, caller, startedAt, finishedAt, connector, authSchemes } = input
  const payloads = createPayloadLimit()
  const triggers = reportResources('triggers', input, payloads)
  const actions = reportResources('actions', input, payloads)
  const impactOf = impactLookup('definitions', input.impacts)
  const definitions = (plan?.definitions ?? []).map((planned): ReportedDefinition => {
    const { name, problems } = planned
    const item = { name, ...reported(input.definitions.get(name) ?? unprocessed, problems), ...impactOf(name) }
    return payloads.add(item, () => definitionPayload(planned))
  })
  for (const { name, ...settled } of input.removals.definitions)
    definitions.push({ name, ...reported(settled), ...impactOf(name) })
  const diagnostics = [...input.diagnostics, ...(plan?.diagnostics ?? [])]
  const all = itemsOf({ actions, triggers, definitions }).map(({ item }) => item)
  const counts = {
    operations: plan?.actions.length ?? 0,
    triggers: countChanges(triggers),
    actions: countChanges(actions),
    definitions: countChanges(definitions),
    diagnostics: countDiagnostics([...diagnostics, ...all.flatMap(({ problems }) => problems)]),
    ...(input.impacts && { impact: countImpacts(all) }),
  }
  const steps = nextSteps({ ...input, triggers: counts.triggers })
  return {
    schema: 1,
    importId: input.importId,
    outcome: outcomeOf(counts, all, input),
    ...(reason !== undefined && { reason }),
    ...(input.planId !== undefined && { planId: input.planId }),
    ...(input.refused && input.confirm && input.confirm.length > 0 && { confirm: input.confirm }),
    document: { ...input.document, ...(plan && { title: plan.document.title, version: plan.document.version }) },
    target: input.target,
    ...(caller !== undefined && { caller }),
    ...(connector && { connector }),
    ...(authSchemes && { authSchemes }),
    ...(steps.length > 0 && { nextSteps: steps }),
    counts,
    triggers,
    actions,
    definitions,
    diagnostics,
    ...(payloads.omitted() > 0 && { payloadsOmitted: payloads.omitted() }),
    requests: input.requests,
    startedAt,
    finishedAt,
    durationMs: input.durationMs,
  }
}

const unprocessed: Settled = {
  change: 'create',
  status: 'failed',
  reason: 'Not processed: the import stopped earlier.',
}

/** Reports the actions or triggers of the plan, then those that the document no longer has. */
const reportResources = (
  kind: ResourceKind,
  { plan, removals, impacts, [kind]: results }: ReportInput,
  payloads: PayloadLimit,
): ReportedAction[] => {
  const impactOf = impactLookup(kind, impacts)
  const leaving = new Map(removals[kind].map(removal => [removal.name, removal]))
  const reportPlanned = ({
    payload,
    skipped,
    isFiltered,
    lost,
    security,
    facts,
    ...item
  }: PlannedTrigger): ReportedAction => {
    const missing: Settled =
      payload === undefined ? { change: 'skip', status: 'skipped', reason: skipped ?? '' } : unprocessed
    // An operation that is skipped and whose action or trigger is removed or kept has one entry.
    const settled = payload === undefined ? leaving.get(item.name) : undefined
    const entry = {
      ...item,
      ...reported(settled ?? results.get(item.name) ?? missing, item.problems),
      ...impactOf(item.name),
    }
    return payload === undefined ? entry : payloads.add(entry, () => payload)
  }
  const planned: ReportedAction[] = (plan?.[kind] ?? []).map(reportPlanned)
  const names = new Set(planned.map(({ name }) => name))
  const others = removals[kind]
    .filter(({ name }) => !names.has(name))
    .map(({ name, method, path, ...settled }) => ({
      name,
      method,
      path,
      pointer: '#',
      ...reported(settled),
      ...impactOf(name),
    }))
  return [...planned, ...others]
}

/** Creates a lookup of the fields `impact` and, if the plan does not have it, `tag`. */
const impactLookup = (
  kind: ItemKind,
  impacts: Impacts | undefined,
): ((name: string) => { readonly impact?: Impact; readonly tag?: string }) => {
  const byName = new Map(
    impacts?.[kind].map(([name, impact, tag]) => [name, { impact, ...(tag !== undefined && { tag }) }]),
  )
  return name => byName.get(name) ?? {}
}

/** Returns the fields of a result that belong in the report. */
const reported = (
  { change, status, id, reason, diff, fields, baseUnknown, problems = [] }: Settled,
  before: readonly Diagnostic[] = [],
) => ({
  change,
  status,
  ...(id !== undefined && { id }),
  ...(reason !== undefined && { reason }),
  ...(diff !== undefined && { diff }),
  ...(fields !== undefined && { conflict: fields }),
  ...(baseUnknown && { baseUnknown }),
  problems: [...before, ...problems],
})

/** Returns true if an item has a diagnostic. */
const has = (items: readonly ReportedDefinition[], wanted: string): boolean =>
  items.some(({ problems }) => problems.some(({ code }) => code === wanted))

const outcomeOf = (
  { actions, triggers, definitions }: Report['counts'],
  items: readonly ReportedDefinition[],
  { reason, dryRun, superseded, cancelled, refused, publishFailed, plan, connector, authSchemes = [] }: ReportInput,
): Outcome => {
  if (superseded) return 'superseded'
  if (cancelled) return 'cancelled'
  if (refused) return 'refused'
  if (reason !== undefined || plan === undefined) return 'failed'
  if (dryRun) return 'planned'
  if (actions.failed + triggers.failed + definitions.failed > 0) {
    const isUsable = [actions, triggers].some(({ created, updated, unchanged }) => created + updated + unchanged > 0)
    return isUsable ? 'partial' : 'failed'
  }
  const lacksScheme = authSchemes.some(({ status }) => status === 'failed')
  // An item is kept because a part of the document can't be read.
  const incomplete = has(items, documentIncomplete.code)
  if (publishFailed || incomplete || lacksScheme || plan.missingFiles !== undefined) return 'partial'
  if (has(items, conflict.code)) return 'conflicts'
  const written = [actions, triggers, definitions].some(
    ({ created, updated, removed }) => created + updated + removed > 0,
  )
  const isNew =
    connector?.change === 'create' || authSchemes.some(({ change }) => change === 'create' || change === 'update')
  return written || isNew ? 'succeeded' : 'unchanged'
}
