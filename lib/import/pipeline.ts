import type { DurableContext } from '@aws/durable-execution-sdk-js'
import type { DiagnosticEntry } from '../diagnostics/catalogue.ts'
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { versionRedirected, versionUnchangeable } from '../diagnostics/kinds/platform.ts'
import { breakingChanges } from '../diagnostics/kinds/release.ts'
import { diagnostic } from '../diagnostics/report.ts'
import type { ImportOptions } from '../request/import-options.ts'
import { storeConnectorResults } from './connector/stored-results.ts'
import type { ImportSession } from './import-session.ts'
import { countItems, type DocumentFacts, type PlanSize, type ResolvedTarget, type StepOutcome } from './model.ts'
import { type AppliedVersion, notCompared, type PipelineResult } from './outcome.ts'
import { stepInPieces } from './platform/read-in-pieces.ts'
import { compareTarget, type Prepared } from './prepare/compare-target.ts'
import { isExpected } from './prepare/expected-plan.ts'
import { planDocument } from './prepare/plan-document.ts'
import { phaseSizes } from './progress.ts'
import { IMPORT_REASONS } from './reasons.ts'
import type { StepRunner } from './step-runner.ts'
import { createFreshDraft, FRESH, nameFreshDraft, planFreshDraft } from './target/fresh-draft.ts'
import { holdTarget } from './target/hold-target.ts'
import { resolveTarget } from './target/resolve-target.ts'
import { applyChanges } from './write/apply-changes.ts'

/** Document and options of an import, as the step `open` has read them. */
type Opened = { readonly options: ImportOptions; readonly facts: DocumentFacts }

/** Runs the steps between `open` and `report`, first those that create a connector. Each step is a checkpoint. */
export async function runPipeline(
  session: ImportSession,
  context: DurableContext,
  run: StepRunner,
  opened: Opened,
): Promise<PipelineResult> {
  const isDryRun = opened.options.dryRun
  // Publishing needs a confirmation in any case: without it, nothing is created, and no lock is needed.
  const options = { ...opened.options, dryRun: isDryRun || (opened.options.publish && !opened.options.confirm) }
  const prepared = { ...opened, options, isDryRun }
  if (!options.createConnector || session.alias !== undefined) return importInto({ session }, context, run, prepared)
  // Loaded by the imports that need it.
  const { provideConnector } = await import('./connector/provide-connector.ts')
  const provided = await provideConnector(session, context, run, { ...prepared, isExpected })
  if (provided.kind === 'stopped') return provided.result
  const { connector, authSchemes } = provided
  return {
    // Also of an import that ends before it has a plan: its lock and record are those of the connector.
    session: provided.session,
    ...(await importInto(provided, context, run, prepared)),
    ...(connector && { connector }),
    ...(authSchemes && { authSchemes }),
  }
}

/** Connector to import into, and the size of the plan if the connector was planned with it. */
type Destination = { readonly session: ImportSession; readonly size?: PlanSize }

/** Runs the steps hold, target, plan, compare, and the writing. */
const importInto = async (
  { session, size: planned }: Destination,
  context: DurableContext,
  run: StepRunner,
  prepared: Prepared,
): Promise<PipelineResult> => {
  const { options } = prepared
  const stop = (reason: string, problems: readonly Diagnostic[] = []): PipelineResult => ({ reason, problems })
  if (!options.dryRun) {
    const hold = await holdTarget(session, context)
    if (hold.kind === 'failed') return stop(hold.reason)
    if (hold.kind === 'cancelled') return { ...stop(IMPORT_REASONS.cancelled), cancelled: true }
    if (hold.kind === 'superseded') return { ...stop(IMPORT_REASONS.superseded), superseded: true }
    run.holding(session.request.target)
  }
  // A dry run does not create the connector, which has the version.
  const isOnNothing = options.dryRun && planned !== undefined
  const target = isOnNothing ? nothingOn(session) : await run.step('target', () => resolveTarget(session, options))
  if (target.kind !== 'done') return { ...stop(target.reason), ...faultOf(target) }
  const { version, baseUrl } = target.value
  const working = version === session.target.version ? session : session.forVersion(version)
  const redirected =
    working === session ? [] : [diagnostic(versionRedirected.redirected(session.target.version, version), '#')]

  const addsSchemes = options.authSchemes === 'add' && planned === undefined
  const planning = { ...options, authentication: addsSchemes, isNew: false }
  const plan =
    planned === undefined
      ? await run.step('plan', () => planDocument(working, baseUrl, planning), 'reads')
      : ({ kind: 'done', value: planned } as const)
  if (plan.kind !== 'done')
    return {
      ...stop(plan.reason, plan.kind === 'failed' ? plan.problems : []),
      ...faultOf(plan),
      ...(plan.kind === 'failed' && plan.refused && { refused: true, written: notCompared(working) }),
    }
  const destination = { session, working, target: target.value, size: plan.value }
  const compared = await compareTarget(run, destination, planned === undefined ? prepared : withoutExpected(prepared))
  if (compared.kind === 'stopped') return compared.result
  const { written, refusal, breakingForDraft, planId } = compared
  const problems = [...redirected, ...compared.problems]
  const isOnlyPlanned = options.dryRun || refusal !== undefined
  const added = addsSchemes ? await addSchemes(working, run, { ...options, dryRun: isOnlyPlanned }) : {}
  if (refusal !== undefined) return { problems, written, ...added, refused: true, isCompared: true, ...refusal }
  if (isOnlyPlanned || 'reason' in added)
    return { problems, written, ...added, ...(planId !== undefined && { planId }) }

  if (breakingForDraft !== undefined) {
    const explain = (from: string, to: string) => breakingChanges.drafted(breakingForDraft, from, to)
    const fresh = await writeFresh({ session: working, context, run }, written, explain)
    return { ...fresh, ...added, problems: [...problems, ...fresh.problems] }
  }

  const { size } = written
  run.expect(countItems(size))
  await reportSizes(working)
  const stopped = await applyChanges({ session: working, context, run, size })
  if (stopped?.kind === 'unsupported') {
    const fresh = await writeFresh({ session: working, context, run }, written, versionUnchangeable.replaced)
    return { ...fresh, ...added, problems: [...compared.problems, ...fresh.problems] }
  }
  return { problems, written, ...added, ...(stopped !== undefined && { reason: stopped.reason }) }
}

/** Reports the sizes of the phases to come, if there is a live view. A failure to read them is left to the steps. */
const reportSizes = async ({ dependencies: { progress }, changes }: ImportSession): Promise<void> => {
  if (progress === undefined) return
  const read = await changes().catch(() => undefined)
  if (read !== undefined) progress({ kind: 'sizes', sizes: phaseSizes(read) })
}

/** The plan of a new connector was checked before its creation. */
const withoutExpected = ({ options: { expect, ...options }, ...prepared }: Prepared): Prepared => ({
  ...prepared,
  options,
})

const nothingOn = ({ target: { version } }: ImportSession): StepOutcome<ResolvedTarget> & { kind: 'done' } => ({
  kind: 'done',
  value: { version, ledgers: [] },
})

/** Adds the authentication schemes of the plan to an existing connector; a dry run only compares them. */
const addSchemes = async (
  session: ImportSession,
  run: StepRunner,
  options: ImportOptions,
): Promise<Pick<PipelineResult, 'authSchemes'> | { readonly reason: string }> => {
  const { addAuthSchemes } = await import('./connector/auth-schemes.ts')
  const added = await run.step('auth-schemes', async () => {
    const outcome = await addAuthSchemes(session, options)
    if (outcome.kind === 'done') await storeConnectorResults(session, { authSchemes: outcome.value })
    return outcome
  })
  return added.kind === 'done' ? { authSchemes: added.value } : { reason: added.reason }
}

/** Returns the mark of an outcome that the document, its options or its target caused. */
const faultOf = (outcome: StepOutcome<unknown>): { readonly badInput?: true } =>
  outcome.kind === 'failed' && outcome.badInput ? { badInput: true } : {}

type Writing = { readonly session: ImportSession; readonly context: DurableContext; readonly run: StepRunner }

/**
 * Reaches the same end state in a fresh draft: the platform lacks update or delete, or a release must not change the version.
 * @param explain creates the diagnostic from the names of the version and of the draft
 */
const writeFresh = async (
  { session, context, run }: Writing,
  written: AppliedVersion,
  explain: (from: string, to: string) => DiagnosticEntry,
): Promise<PipelineResult> => {
  const stop = (reason: string): PipelineResult => ({ reason, problems: [], written })
  const named = await run.step(`${FRESH}name`, () => nameFreshDraft(session))
  if (named.kind !== 'done') return stop(named.reason)
  const draft = await run.step(`${FRESH}draft`, () => createFreshDraft(session, named.value))
  if (draft.kind !== 'done') return stop(draft.reason)
  const fresh = session.forVersion(draft.value, FRESH)
  const plan = await stepInPieces(run, `${FRESH}plan`, (piece, count) =>
    planFreshDraft(session, fresh, { piece, count }),
  )
  if (plan.kind !== 'done') return stop(plan.reason)
  const size = plan.value
  run.expect(countItems(size))
  await reportSizes(fresh)
  const stopped = await applyChanges({ session: fresh, context, run, size, prefix: FRESH })
  return {
    problems: [diagnostic(explain(session.target.version, draft.value), '#')],
    written: { ...written, fresh: { session: fresh, size } },
    ...(stopped !== undefined && { reason: stopped.reason }),
  }
}
