import type { Plan } from '../conversion/plan.ts'
import {
  contentWithin,
  hasNewContent,
  type IsWanted,
  isContentOf,
  isKept,
  keepsSome,
  nextContent,
} from '../reconcile/ledger/applied.ts'
import type { Ledger } from '../reconcile/ledger/ledger.ts'
import type { Target } from '../request/target.ts'
import { readContent, writeContent } from '../store/contents.ts'
import type { ImportSession } from './import-session.ts'

export { isContentOf } from '../reconcile/ledger/applied.ts'
export { nextLedger } from '../reconcile/next-ledger.ts'
export { readContent } from '../store/contents.ts'

type Next = { readonly target: Target; readonly plan: Plan; readonly next: Ledger }

/**
 * Writes the content of the next ledger's entries, unless it is stored already. Before the ledger is written: an entry without
 * its content, after an interruption, could not be the base of a conflict.
 */
export async function storeContent(
  { target: { version: _, ...connector }, dependencies: { objects } }: ImportSession,
  { ledger, version }: { readonly ledger: Ledger; readonly version?: string },
  { target, plan, next }: Next,
): Promise<void> {
  const ledgers = { before: ledger, next }
  if (ledger.hasContent && version === target.version && !hasNewContent(ledgers)) return
  const isWanted: IsWanted = (kind, name) => isKept(ledgers, kind, name)
  const earlier =
    version !== undefined && ledger.hasContent && keepsSome(ledgers)
      ? await readContent(objects, { ...connector, version }, isWanted)
      : undefined
  // That of a ledger whose import was interrupted here, or of another one.
  const isForeign = earlier !== undefined && !isContentOf(ledger, earlier)
  const known = isForeign ? contentWithin(ledger, earlier) : earlier
  await writeContent(objects, target, nextContent(ledgers, plan, known))
}
