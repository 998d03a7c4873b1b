import type { PlannedAction } from '../conversion/plan.ts'
import { comparableAction } from './comparable.ts'
import { type Decision, decideDifference } from './decision.ts'
import type { DefinitionRenames } from './definition-renames.ts'
import { diff } from './diff.ts'
import { fingerprintAction } from './fingerprint.ts'
import type { Ledger } from './ledger.ts'
import { isEdited, type PlatformState, type Policy, type StoredAction } from './platform-state.ts'
import { DECISION_REASONS } from './reasons.ts'
import { keepForLoss } from './unread.ts'

/** An operation's action on the platform, under its former name. */
export type Rename = { readonly from: string; readonly stored: StoredAction; readonly edited: boolean }

/** Both sides of the comparison of actions. */
type ActionComparison = {
  readonly platform: PlatformState
  readonly ledger: Ledger
  readonly policy: Policy
  readonly renames: ReadonlyMap<string, Rename>
  readonly definitionRenames: DefinitionRenames
}

/** Decides about one planned action. */
export function decideAction(action: PlannedAction, comparison: ActionComparison): Decision {
  const { name, payload, skipped, lost } = action
  if (payload === undefined) return { change: 'skip', ...(skipped !== undefined && { reason: skipped }) }
  const { platform, ledger, policy, definitionRenames } = comparison
  const { presentName, formerName } = definitionRenames
  const stored = platform.actions.get(name)
  if (stored === undefined) return decideMissing(action, payload, comparison)
  const { id } = stored
  const differences = diff(comparableAction(stored, presentName), comparableAction(payload))
  if (differences.length === 0) return { change: 'unchanged', id }
  const entry = ledger.actions.get(name)
  const isApplied = fingerprintAction(payload) === entry?.applied
  const documentChanged = !isApplied && fingerprintAction(payload, formerName) !== entry?.applied
  const edited = isEdited(stored, ledger, name, presentName)
  // Neither side has changed: the platform stores some values in another form than it receives them.
  // With a renamed definition it is written again: the ledger needs the fingerprint of the new form.
  if (!documentChanged && !edited)
    return isApplied ? { change: 'unchanged', id } : { change: 'update', id, stored, diff: differences }
  const kept = documentChanged ? keepForLoss(lost, entry?.lost) : undefined
  if (kept !== undefined) return { ...kept, id }
  const { force } = policy
  const decision = decideDifference({ id }, differences, {
    edited,
    documentChanged,
    force,
    applied: entry !== undefined,
  })
  return decision.change === 'update' ? { ...decision, stored } : decision
}

const decideMissing = (
  { name, lost }: PlannedAction,
  payload: NonNullable<PlannedAction['payload']>,
  { ledger, policy, renames, definitionRenames: { presentName } }: ActionComparison,
): Decision => {
  const rename = renames.get(name)
  if (rename === undefined) return { change: 'create' }
  const { stored, from, edited } = rename
  const renamed = { id: stored.id, renamedFrom: from }
  if (edited && !policy.force)
    return { change: 'keep', ...renamed, conflict: true, reason: DECISION_REASONS.renamedAndEdited(from) }
  const kept = keepForLoss(lost, ledger.actions.get(from)?.lost)
  if (kept !== undefined) return { ...kept, ...renamed }
  const differences = diff(comparableAction(stored, presentName), comparableAction(payload))
  return {
    change: 'update',
    ...renamed,
    stored,
    reason: DECISION_REASONS.renamed(from),
    diff: [{ field: '/name', before: from, after: name }, ...differences],
  }
}
