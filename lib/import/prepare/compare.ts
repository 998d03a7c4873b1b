import type { Plan } from '../../conversion/plan.ts'
import { EMPTY_PLATFORM, type PlatformState, type Policy } from '../../reconcile/compare/platform-state.ts'
import type { Confirmation } from '../../reconcile/confirmations.ts'
import type { Changes } from '../../reconcile/decide/decide-changes.ts'
import type { AppliedContent, IsWanted } from '../../reconcile/ledger/applied.ts'
import { EMPTY_LEDGER, type Ledger } from '../../reconcile/ledger/ledger.ts'
import { type Impacts, NO_IMPACTS } from '../../report/impact.ts'
import type { ImportOptions } from '../../request/import-options.ts'
import type { ImportSession } from '../import-session.ts'
import type { ResolvedTarget } from '../model.ts'
import { readPiece } from '../platform/read-in-pieces.ts'
import { type CountItems, countNothing } from '../progress.ts'

/** Number of a piece of the comparison, from 0. `count` receives the items read. */
export type Piece = { readonly piece: number; readonly count?: CountItems }

/** Policy of an import; `publish` if it is to publish the version. */
type ComparePolicy = Policy & Partial<Pick<ImportOptions, 'publish'>>

/** Result of a comparison, with the changes that need a confirmation, and the number of items with an unknown base. */
export type Comparison = {
  readonly changes: Changes
  readonly confirm: readonly Confirmation[]
  readonly unknown: number
  /** Effects on workflows; `unknown` if the content that was last applied is not stored. Absent without an earlier import. */
  readonly impacts?: Impacts | 'unknown'
}

/**
 * Compares the plan with the platform and the last applied state. The platform is read in pieces.
 * @returns the result after the last piece, undefined before
 * @throws PlatformStop
 */
export async function compare(
  session: ImportSession,
  target: ResolvedTarget,
  policy: ComparePolicy,
  { piece, count = countNothing }: Piece,
): Promise<Comparison | undefined> {
  const { countBaseUnknown, decide, findRenames, neededConfirmations, needsSchema } = await import('../conversion.ts')
  const plan = await session.plan()
  const read = await readLedger(session, target.ledgers)
  const { ledger } = read
  const { fingerprints } = session
  const decideAll = async (platform: PlatformState): Promise<Comparison> => {
    const changes = decide(plan, platform, ledger, { ...policy, fingerprints })
    const confirm = neededConfirmations({ plan, platform, ledger, changes, publish: policy.publish ?? false })
    return { ...(await withContent(session, read, changes)), confirm, unknown: countBaseUnknown(changes) }
  }
  if (target.reads === undefined) return decideAll(EMPTY_PLATFORM)
  const planned = new Map(plan.definitions.map(definition => [definition.name, definition]))
  const renamed = new Set(findRenames(plan, ledger).values())
  // The schema of an unchanged definition is not needed: it is kept anyway.
  const schema = (name: string): boolean => {
    const definition = planned.get(name)
    if (renamed.has(name)) return true
    return definition !== undefined && (policy.force || needsSchema(definition, ledger, fingerprints))
  }
  const { client } = target.reads === session.target.version ? session : session.forVersion(target.reads)
  // Without removals, nothing depends on the triggers that neither the plan nor the ledger has.
  const triggers = plan.triggers.some(isPlanned) || ledger.triggers.size > 0 || policy.removed !== 'keep'
  const platform = await readPiece({ client, session, wanted: { schema, triggers }, count }, piece)
  return platform && decideAll(platform)
}

/**
 * Adds the fields of conflicts, and the effects of the release. Reads the content that was last applied only if there is a
 * conflict, or the document has changed.
 */
const withContent = async (
  session: ImportSession,
  read: ReadLedger,
  changes: Changes,
): Promise<Pick<Comparison, 'changes' | 'impacts'>> => {
  const { conflictNames, hasConflicts, hasRelease, withConflictFields } = await import('../conversion.ts')
  const [plan, { ledger, version }] = [await session.plan(), read]
  const isRelease = version !== undefined && hasRelease(plan, changes, ledger, session.fingerprints)
  const isConflict = hasConflicts(changes)
  if (!isConflict && !isRelease) return { changes, ...(version !== undefined && { impacts: NO_IMPACTS }) }
  const content = await readApplied(session, read, isRelease ? () => true : conflictNames(plan, changes))
  const impacts = isRelease ? await classified(session, read, changes, content) : undefined
  return {
    changes: isConflict ? withConflictFields(changes, plan, ledger, content) : changes,
    ...(version !== undefined && { impacts: impacts ?? NO_IMPACTS }),
  }
}

const readApplied = async (
  { dependencies: { objects }, target }: ImportSession,
  { ledger, version }: ReadLedger,
  isWanted: IsWanted,
): Promise<AppliedContent | undefined> => {
  if (version === undefined || !ledger.hasContent) return undefined
  const { readContent } = await import('../content.ts')
  return readContent(objects, { ...target, version }, isWanted)
}

const classified = async (
  session: ImportSession,
  { ledger }: ReadLedger,
  changes: Changes,
  content: AppliedContent | undefined,
): Promise<Impacts | 'unknown'> => {
  if (content === undefined) return 'unknown'
  // Loaded by the imports that need it.
  const { isContentOf } = await import('../content.ts')
  // The effects would be those of other changes.
  if (!isContentOf(ledger, content)) return 'unknown'
  const { classifyRelease } = await import('../conversion.ts')
  return classifyRelease({ plan: await session.plan(), changes, ledger, content, fingerprints: session.fingerprints })
}

const isPlanned = ({ payload }: Plan['triggers'][number]): boolean => payload !== undefined

type ReadLedger = {
  readonly ledger: Ledger
  readonly damaged: boolean
  /** Version whose ledger it is; absent if there is none. */
  readonly version?: string
}

/** Reads the first existing ledger of the versions. Without one, or if it is damaged, the comparison is by content only. */
export async function readLedger(session: ImportSession, versions: readonly string[]): Promise<ReadLedger> {
  for (const version of versions) {
    const ledger = await session.dependencies.ledgers.read({ ...session.target, version })
    if (ledger === 'damaged') return { ledger: EMPTY_LEDGER, damaged: true }
    if (ledger !== undefined) return { ledger, damaged: false, version }
  }
  return { ledger: EMPTY_LEDGER, damaged: false }
}
