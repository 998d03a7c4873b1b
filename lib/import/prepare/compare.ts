import type { Plan } from '../../conversion/plan.ts'
import type { Changes } from '../../reconcile/decide-changes.ts'
import { needsSchema } from '../../reconcile/decide-definition.ts'
import { findRenames } from '../../reconcile/definition-renames.ts'
import { EMPTY_LEDGER, type Ledger } from '../../reconcile/ledger.ts'
import { EMPTY_PLATFORM, type Policy } from '../../reconcile/platform-state.ts'
import type { ImportSession } from '../import-session.ts'
import type { ResolvedTarget } from '../model.ts'
import { readPiece } from '../platform/read-in-pieces.ts'
import { type CountItems, countNothing } from '../progress.ts'

/** Number of a piece of the comparison, from 0. `count` receives the items read. */
export type Piece = { readonly piece: number; readonly count?: CountItems }

/**
 * Compares the plan with the platform and the last applied state. The platform is read in pieces.
 * @returns the changes after the last piece, undefined before
 * @throws PlatformStop
 */
export async function compare(
  session: ImportSession,
  target: ResolvedTarget,
  policy: Policy,
  { piece, count = countNothing }: Piece,
): Promise<Changes | undefined> {
  const { decide } = await import('../conversion.ts')
  const plan = await session.plan()
  const { ledger } = await readLedger(session, target.ledgers)
  if (target.reads === undefined) return decide(plan, EMPTY_PLATFORM, ledger, policy)
  const planned = new Map(plan.definitions.map(definition => [definition.name, definition]))
  const renamed = new Set(findRenames(plan, ledger).values())
  // The schema of an unchanged definition is not needed: it is kept anyway.
  const schema = (name: string): boolean => {
    const definition = planned.get(name)
    if (renamed.has(name)) return true
    return definition !== undefined && (policy.force || needsSchema(definition, ledger))
  }
  const { client } = target.reads === session.target.version ? session : session.forVersion(target.reads)
  // Without removals, nothing depends on the triggers that neither the plan nor the ledger has.
  const triggers = plan.triggers.some(isPlanned) || ledger.triggers.size > 0 || policy.removed !== 'keep'
  const platform = await readPiece({ client, session, wanted: { schema, triggers }, count }, piece)
  return platform && decide(plan, platform, ledger, policy)
}

const isPlanned = ({ payload }: Plan['triggers'][number]): boolean => payload !== undefined

/** Reads the first existing ledger of the versions. Without one, or if it is damaged, the comparison is by content only. */
export async function readLedger(
  session: ImportSession,
  versions: readonly string[],
): Promise<{ ledger: Ledger; damaged: boolean }> {
  for (const version of versions) {
    const ledger = await session.dependencies.ledgers.read({ ...session.target, version })
    if (ledger === 'damaged') return { ledger: EMPTY_LEDGER, damaged: true }
    if (ledger !== undefined) return { ledger, damaged: false }
  }
  return { ledger: EMPTY_LEDGER, damaged: false }
}
