import type { Confirmation } from '../../reconcile/confirmations.ts'
import type { ImportOptions } from '../../request/import-options.ts'
import type { Refusal } from '../model.ts'
import { IMPORT_REASONS } from '../reasons.ts'
import type { Breaking } from './effects.ts'

type Compared = {
  readonly planId?: string
  readonly breaking?: Breaking | 'unknown'
  readonly confirm: readonly Confirmation[]
}

/** Returns the refusal of an import whose changes are not the expected ones. */
export function movedRefusal(
  { planId }: Pick<Compared, 'planId'>,
  { expect }: Pick<ImportOptions, 'expect'>,
): Refusal | undefined {
  return expect !== undefined && planId !== expect ? { reason: IMPORT_REASONS.planMoved } : undefined
}

/** Returns the refusal of an import: for another plan than expected, for breaking changes, or for a missing confirmation. */
export function refusalOf(
  { planId, breaking, confirm }: Compared,
  { options, isDryRun }: { readonly options: ImportOptions; readonly isDryRun: boolean },
): Refusal | undefined {
  const moved = movedRefusal(planId === undefined ? {} : { planId }, options)
  if (moved !== undefined || isDryRun) return moved
  if (options.onBreaking === 'refuse' && breaking !== undefined)
    return {
      reason:
        breaking === 'unknown'
          ? IMPORT_REASONS.unclassified
          : IMPORT_REASONS.breaking(breaking.count, breaking.examples),
    }
  if (confirm.length === 0) return undefined
  return { reason: IMPORT_REASONS.unconfirmed(confirm.map(({ message }) => message)), confirm }
}
