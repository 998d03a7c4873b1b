import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { baseUnknown, confirmationNeeded, resolveUnused } from '../../diagnostics/kinds/platform.ts'
import { diagnostic } from '../../diagnostics/report.ts'
import type { Confirmation } from '../../reconcile/confirmations.ts'
import type { UnusedResolution } from '../../reconcile/resolutions.ts'
import type { ImportOptions } from '../../request/import-options.ts'
import type { ImportSession } from '../import-session.ts'
import {
  type DocumentFacts,
  type PlanSize,
  type ResolvedTarget,
  removalSize,
  type StepOutcome,
  type StoredChanges,
} from '../model.ts'
import { stepInPieces } from '../platform/read-in-pieces.ts'
import type { StepRunner } from '../step-runner.ts'
import { compare, countBaseUnknown } from './compare.ts'

/** Maximum number of unused resolutions in a checkpoint. */
const MAX_UNUSED = 20

/** Options of an import. With `dryRun`, nothing is written; `isDryRun` is false if only a confirmation is missing for that. */
export type Prepared = {
  readonly options: ImportOptions
  readonly isDryRun: boolean
  readonly facts: DocumentFacts
}

/** Result of a comparison; small enough for a checkpoint. The changes are in S3. */
export type Compared = {
  readonly size: Pick<PlanSize, 'removals' | 'removalUnits'>
  /** Changes that need a confirmation, which the options do not have; the import is refused, unless it is a dry run. */
  readonly confirm: readonly Confirmation[]
  readonly unused: readonly UnusedResolution[]
  /** Number of items that differ from the platform, while no earlier import is known. */
  readonly unknown: number
}

/** Compares the plan with a version, in pieces, and writes the changes to S3. Safe to repeat. */
export function compareSteps(
  run: StepRunner,
  name: string,
  session: ImportSession,
  target: ResolvedTarget,
  { options, isDryRun, facts }: Prepared,
): Promise<StepOutcome<Compared>> {
  return stepInPieces(run, name, async piece => {
    const comparison = await compare(session, target, options, piece)
    if (comparison === undefined) return { kind: 'done', value: undefined }
    const { changes } = comparison
    const { objects, batchSize } = session.dependencies
    // A missing version is created after a first comparison, which had everything to confirm.
    const confirm = options.confirm || target.isCreated ? [] : comparison.confirm
    const stored: StoredChanges = {
      ...changes,
      version: target.version,
      comparison: {
        ledgers: target.ledgers,
        batchSize,
        dryRun: options.dryRun,
        facts,
        ...(confirm.length > 0 && !isDryRun && { refused: confirm }),
      },
    }
    await objects.writeJson(session.keys.changes, stored)
    const unused = (changes.unusedResolutions ?? []).slice(0, MAX_UNUSED)
    const unknown = countBaseUnknown(changes)
    return { kind: 'done', value: { size: removalSize(changes.removals), confirm, unused, unknown } }
  })
}

/** Creates the diagnostics of a comparison: a base that is unknown, resolutions without a conflict, and what an import will need after a dry run. */
export function comparisonProblems({ unused, confirm, unknown }: Compared, isDryRun: boolean): Diagnostic[] {
  return [
    ...(unknown > 0 ? [diagnostic(baseUnknown.kept(unknown), '#')] : []),
    ...unused.map(({ name, candidates }) => {
      return diagnostic(
        candidates.length === 0 ? resolveUnused.none(name) : resolveUnused.several(name, candidates),
        '#',
      )
    }),
    ...(isDryRun ? confirm : []).map(({ message }) => diagnostic(confirmationNeeded.needed(message), '#')),
  ]
}
