import type { DurableContext } from '@aws/durable-execution-sdk-js'
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { versionRedirected, versionUnchangeable } from '../diagnostics/kinds/platform.ts'
import { diagnostic } from '../diagnostics/report.ts'
import type { ImportOptions } from '../request/import-options.ts'
import type { ImportSession } from './import-session.ts'
import type { PlanSize } from './model.ts'
import type { AppliedVersion, Course } from './outcome.ts'
import { compare } from './prepare/compare.ts'
import { planDocument } from './prepare/plan-document.ts'
import type { StepRunner } from './step-runner.ts'
import { createFreshDraft, FRESH, nameFreshDraft, planFreshDraft } from './target/fresh-draft.ts'
import { holdTarget } from './target/hold-target.ts'
import { resolveTarget } from './target/resolve-target.ts'
import { applyChanges } from './write/apply-changes.ts'

const SUPERSEDED = 'The document was uploaded again in the meantime; the import of the newer upload takes its place.'

/** The steps between reading a document and reporting: hold the target, plan, compare, write. */
export async function runPipeline(
  session: ImportSession,
  context: DurableContext,
  run: StepRunner,
  options: ImportOptions,
): Promise<Course> {
  const stop = (reason: string, problems: readonly Diagnostic[] = []): Course => ({ reason, problems })
  if (!options.dryRun) {
    const hold = await holdTarget(session, context)
    if (hold.kind === 'failed') return stop(hold.reason)
    if (hold.kind === 'superseded') return { ...stop(SUPERSEDED), superseded: true }
    run.holding()
  }
  const target = await run.step('target', () => resolveTarget(session, options))
  if (target.kind !== 'done') return stop(target.reason)
  const { version, ledgers, baseUrl } = target.value
  const working = version === session.target.version ? session : session.forVersion(version)
  const redirected =
    working === session ? [] : [diagnostic(versionRedirected.redirected(session.target.version, version), '#')]

  const plan = await run.step('plan', () => planDocument(working, baseUrl, options))
  if (plan.kind !== 'done') return stop(plan.reason, plan.kind === 'failed' ? plan.problems : [])
  const compared = await run.step('compare', async () => {
    const changes = await compare(working, target.value, options)
    await working.dependencies.objects.writeJson(working.keys.changes, changes)
    const { actions, definitions } = changes.removals
    return { kind: 'done', value: { removals: actions.length + definitions.flat().length } }
  })
  const size: PlanSize = { ...plan.value, removals: compared.kind === 'done' ? compared.value.removals : 0 }
  const written: AppliedVersion = { session: working, size, ledgers }
  if (compared.kind !== 'done') return { ...stop(compared.reason), written }
  if (options.dryRun) return { problems: redirected, written }

  run.expect(size.actions + size.definitions + size.removals)
  const stopped = await applyChanges(working, context, run, size)
  if (stopped?.kind === 'unsupported') return writeFresh(working, context, run, written)
  return { problems: redirected, written, ...(stopped !== undefined && { reason: stopped.reason }) }
}

/** Reaches the same end state in a new draft, where the platform lacks what changing the version needs. */
const writeFresh = async (
  session: ImportSession,
  context: DurableContext,
  run: StepRunner,
  written: AppliedVersion,
): Promise<Course> => {
  const named = await run.step(`${FRESH}name`, () => nameFreshDraft(session))
  if (named.kind !== 'done') return { reason: named.reason, problems: [], written }
  const draft = await run.step(`${FRESH}draft`, () => createFreshDraft(session, named.value))
  if (draft.kind !== 'done') return { reason: draft.reason, problems: [], written }
  const fresh = session.forVersion(draft.value, FRESH)
  const plan = await run.step(`${FRESH}plan`, () => planFreshDraft(session, fresh))
  if (plan.kind !== 'done') return { reason: plan.reason, problems: [], written }
  const size = plan.value
  run.expect(size.actions + size.definitions)
  const stopped = await applyChanges(fresh, context, run, size, FRESH)
  return {
    problems: [diagnostic(versionUnchangeable.replaced(session.target.version, draft.value), '#')],
    written: { ...written, fresh: { session: fresh, size } },
    ...(stopped !== undefined && { reason: stopped.reason }),
  }
}
