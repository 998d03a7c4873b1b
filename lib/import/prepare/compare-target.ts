import type { DiagnosticEntry } from '../../diagnostics/catalogue.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { baseUnknown, confirmationNeeded, resolveUnused } from '../../diagnostics/kinds/platform.ts'
import { breakingChanges, releaseUnclassified } from '../../diagnostics/kinds/release.ts'
import { diagnostic } from '../../diagnostics/report.ts'
import type { Confirmation } from '../../reconcile/confirmations.ts'
import type { Changes } from '../../reconcile/decide/decide-changes.ts'
import type { UnusedResolution } from '../../reconcile/decide/resolutions.ts'
import type { ImportOptions } from '../../request/import-options.ts'
import type { ImportSession } from '../import-session.ts'
import {
  type DocumentFacts,
  type PlanSize,
  type Refusal,
  type ResolvedTarget,
  removalSize,
  type StepOutcome,
  type StoredChanges,
} from '../model.ts'
import type { AppliedVersion, Effects, PipelineResult } from '../outcome.ts'
import { stepInPieces } from '../platform/read-in-pieces.ts'
import type { StepRunner } from '../step-runner.ts'
import { createMissing } from '../target/resolve-target.ts'
import { compare } from './compare.ts'
import type { Breaking } from './effects.ts'
import { movedRefusal, refusalOf } from './refusal.ts'

/** Maximum number of unused resolutions in a checkpoint. */
const MAX_UNUSED = 20

/** Options of an import. With `dryRun`, nothing is written; `isDryRun` is false if only a confirmation is missing for that. */
export type Prepared = {
  readonly options: ImportOptions
  readonly isDryRun: boolean
  readonly facts: DocumentFacts
}

/** Plan of a document, and the target that it is compared with. */
type Destination = {
  readonly session: ImportSession
  /** Session for the version that is written to. */
  readonly working: ImportSession
  readonly target: ResolvedTarget
  readonly size: PlanSize
}

/** Plan that is compared with a version that exists, unless nothing is to be written. */
type ComparedTarget = {
  readonly kind: 'compared'
  readonly written: AppliedVersion
  readonly confirm: readonly Confirmation[]
  /** Present if the import is refused. */
  readonly refusal?: Refusal
  /** Number of items whose change breaks workflows, or may do so, if the options ask for a fresh draft then. */
  readonly breakingForDraft?: number | 'unknown'
  readonly planId?: string
  readonly problems: readonly Diagnostic[]
}

/**
 * Compares the plan with the target. Creates a missing version after that, unless the import is refused, and compares again:
 * the items of a copy have other ids.
 */
export async function compareTarget(
  run: StepRunner,
  { session, working, target, size }: Destination,
  prepared: Prepared,
): Promise<ComparedTarget | { readonly kind: 'stopped'; readonly result: PipelineResult }> {
  const writtenBy = ({ size: changes, effects }: Partial<Compared> = {}): AppliedVersion => {
    const of = effects === undefined || effects === 'unknown' ? {} : { effects }
    return { session: working, size: { ...size, ...changes }, ledgers: target.ledgers, ...of }
  }
  const first = await compareStep(run, 'compare', { working, target }, prepared)
  if (first.kind !== 'done')
    return { kind: 'stopped', result: { reason: first.reason, problems: [], written: writtenBy() } }
  const { confirm, breaking, planId } = first.value
  const { options, isDryRun } = prepared
  const problems = comparisonProblems(first.value, prepared)
  const refusal = refusalOf(first.value, prepared)
  // A missing version is a draft of its own.
  const needsDraft = options.onBreaking === 'draft' && breaking !== undefined && target.missing === undefined
  const compared = {
    kind: 'compared',
    written: writtenBy(first.value),
    confirm,
    ...(planId !== undefined && isDryRun && { planId }),
    ...(refusal && { refusal }),
    ...(needsDraft && { breakingForDraft: countOf(breaking) }),
    problems,
  } as const
  if (target.missing === undefined || options.dryRun || refusal !== undefined) return compared
  const created = await run.step('version', () => createMissing(session, target))
  if (created.kind !== 'done') {
    const isFault = created.kind === 'failed' && created.badInput
    return { kind: 'stopped', result: { reason: created.reason, problems, ...(isFault && { badInput: true }) } }
  }
  const copy = { ...target, reads: target.version, isCreated: true } as const
  const second = await compareStep(run, 'compare-version', { working, target: copy }, prepared)
  if (second.kind !== 'done')
    return { kind: 'stopped', result: { reason: second.reason, problems, written: writtenBy() } }
  // An empty version can only differ in what the platform supports.
  const moved = target.missing.from === undefined ? undefined : movedRefusal(second.value, options)
  return { ...compared, written: writtenBy(second.value), ...(moved && { refusal: moved }) }
}

/** Result of a comparison; small enough for a checkpoint. The changes are in S3. */
type Compared = {
  readonly size: Pick<PlanSize, 'removals' | 'removalUnits'>
  /** Changes that need a confirmation, which the options do not have; the import is refused, unless it is a dry run. */
  readonly confirm: readonly Confirmation[]
  readonly unused: readonly UnusedResolution[]
  /** Identifies the changes; absent if neither a dry run nor an expected plan needs it. */
  readonly planId?: string
  /** Number of items that differ from the platform, while no earlier import is known. */
  readonly unknown: number
  /** Present if the release breaks workflows, or may do so. */
  readonly breaking?: Breaking | 'unknown'
  /** Effects on workflows; absent without an earlier import. */
  readonly effects?: Effects | 'unknown'
}

/** Compares the plan with a version, in pieces, and writes the changes to S3. Safe to repeat. */
const compareStep = (
  run: StepRunner,
  name: string,
  { working, target }: Pick<Destination, 'working' | 'target'>,
  { options, isDryRun, facts }: Prepared,
): Promise<StepOutcome<Compared>> =>
  stepInPieces(run, name, async (piece, count) => {
    const comparison = await compare(working, target, options, { piece, count })
    if (comparison === undefined) return { kind: 'done', value: undefined }
    const { breakingOf, effectsOf } = await import('../conversion.ts')
    const { changes, unknown } = comparison
    const impacts = comparison.impacts === 'unknown' ? undefined : comparison.impacts
    const breaking = comparison.impacts && breakingOf(comparison.impacts)
    const { objects, batchSize } = working.dependencies
    // A missing version is created after a first comparison, which had everything to confirm.
    const confirm = options.confirm || target.isCreated ? [] : comparison.confirm
    const planId =
      isDryRun || options.expect !== undefined ? await identify(working, changes, { options, facts }) : undefined
    const compared = { confirm, ...(planId !== undefined && { planId }), ...(breaking && { breaking }) }
    const refusal = refusalOf(compared, { options, isDryRun })
    const stored: StoredChanges = {
      ...changes,
      version: target.version,
      ...(impacts && { impacts }),
      comparison: {
        ledgers: target.ledgers,
        batchSize,
        dryRun: options.dryRun,
        facts,
        ...(refusal && { refusal }),
      },
    }
    await objects.writeJson(working.keys.changes, stored)
    const unused = (changes.unusedResolutions ?? []).slice(0, MAX_UNUSED)
    const value = {
      size: removalSize(changes.removals),
      unused,
      unknown,
      ...compared,
      ...(comparison.impacts && { effects: effectsOf(comparison.impacts) }),
    }
    return { kind: 'done', value }
  })

const countOf = (breaking: Breaking | 'unknown'): number | 'unknown' =>
  breaking === 'unknown' ? breaking : breaking.count

/** Returns the id of the changes that a comparison has found. */
export async function identify(
  { target: { version }, plan }: Pick<ImportSession, 'target' | 'plan'>,
  changes: Changes,
  { options, facts }: Pick<Prepared, 'options' | 'facts'>,
): Promise<string> {
  const { planIdOf } = await import('../conversion.ts')
  return planIdOf(await plan(), changes, {
    document: facts.filesSha256 ?? facts.sha256,
    options: decidingOptions(options),
    version,
  })
}

/** Returns the options that the changes depend on. */
const decidingOptions = ({ dryRun, confirm, expect, sourceUrl, document, scheduled, ...options }: ImportOptions) =>
  options

const unusedEntry = ({ name, candidates, edited }: UnusedResolution): DiagnosticEntry => {
  if (candidates.length > 0) return resolveUnused.several(name, candidates)
  if (edited === undefined) return resolveUnused.none(name)
  return edited === 'platform' ? resolveUnused.onlyEdited(name) : resolveUnused.onlyEditedKept(name)
}

/** Creates the diagnostics of a comparison: an unknown base, resolutions without a conflict, and what an import will need after a dry run. */
const comparisonProblems = (
  { unused, confirm, unknown, breaking, effects }: Compared,
  { isDryRun, options: { onBreaking } }: Prepared,
): Diagnostic[] => {
  return [
    ...(unknown > 0 ? [diagnostic(baseUnknown.kept(unknown), '#')] : []),
    ...unused.map(resolution => diagnostic(unusedEntry(resolution), '#')),
    ...(isDryRun ? confirm : []).map(({ message }) => diagnostic(confirmationNeeded.needed(message), '#')),
    ...(isDryRun && breaking !== undefined && onBreaking !== 'apply'
      ? [diagnostic(breakingChanges[onBreaking](countOf(breaking)), '#')]
      : []),
    ...(effects === 'unknown' ? [diagnostic(releaseUnclassified.unknown(), '#')] : []),
  ]
}
