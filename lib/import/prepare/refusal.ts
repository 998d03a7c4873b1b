import type { Confirmation } from '../../reconcile/confirmations.ts'
import { type Impacts, isBreaking } from '../../report/impact.ts'
import { ITEM_KINDS } from '../../report/report.ts'
import type { ImportOptions } from '../../request/import-options.ts'
import type { Refusal } from '../model.ts'
import { IMPORT_REASONS } from '../reasons.ts'

/** Items with a breaking change. */
export type Breaking = {
  readonly count: number
  /** The first items, each as a sentence. */
  readonly examples: readonly string[]
}

/** Maximum number of items that a reason names. */
const MAX_EXAMPLES = 3

/** Returns the items whose change breaks workflows; undefined if there are none. */
export function breakingOf(impacts: Impacts): Breaking | undefined {
  const items = ITEM_KINDS.flatMap(({ items: kind, noun }) =>
    impacts[kind].flatMap(([name, impact]) =>
      isBreaking({ status: 'planned', impact }) ? [`${noun} ${name}: ${impact.reasons[0]?.message ?? ''}`] : [],
    ),
  )
  return items.length === 0 ? undefined : { count: items.length, examples: items.slice(0, MAX_EXAMPLES) }
}

type Compared = {
  readonly planId?: string
  readonly breaking?: Breaking
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
    return { reason: IMPORT_REASONS.breaking(breaking.count, breaking.examples) }
  if (confirm.length === 0) return undefined
  return { reason: IMPORT_REASONS.unconfirmed(confirm.map(({ message }) => message)), confirm }
}
