import type { PlannedAction } from '../conversion/plan.ts'
import { comparableAction } from './comparable.ts'
import { CONFLICT, type Decision, EDITED, UNKNOWN } from './decision.ts'
import { diff } from './diff.ts'
import { fingerprintAction } from './fingerprint.ts'
import type { Ledger } from './ledger.ts'
import { isEdited, type PlatformState, type Policy, type StoredAction } from './platform-state.ts'

/** Action on the platform with the former name of an operation. */
export type Rename = { readonly from: string; readonly stored: StoredAction; readonly edited: boolean }

type ActionSituation = {
  readonly platform: PlatformState
  readonly ledger: Ledger
  readonly policy: Policy
  readonly renames: ReadonlyMap<string, Rename>
}

/** Decides on the action of one operation. */
export function decideAction(action: PlannedAction, situation: ActionSituation): Decision {
  const { name, payload, skipped } = action
  if (payload === undefined) return { change: 'skip', ...(skipped !== undefined && { reason: skipped }) }
  const { platform, ledger, policy, renames } = situation
  const stored = platform.actions.get(name)
  if (stored === undefined) return decideMissing(name, payload, renames.get(name), policy)
  const { id } = stored
  const differences = diff(comparableAction(stored), comparableAction(payload))
  if (differences.length === 0) return { change: 'unchanged', id }
  const entry = ledger.actions.get(name)
  const documentChanged = entry === undefined || fingerprintAction(payload) !== entry.applied
  const edited = isEdited(stored, ledger, name)
  // The platform stores it in another form; neither side has changed.
  if (!documentChanged && !edited) return { change: 'unchanged', id }
  if (!edited || policy.force) return { change: 'update', id, stored, diff: differences }
  if (!documentChanged) return { change: 'keep', id, reason: EDITED }
  return { change: 'keep', id, conflict: true, diff: differences, reason: entry === undefined ? UNKNOWN : CONFLICT }
}

const decideMissing = (
  name: string,
  payload: NonNullable<PlannedAction['payload']>,
  rename: Rename | undefined,
  policy: Policy,
): Decision => {
  if (rename === undefined) return { change: 'create' }
  const { stored, from, edited } = rename
  const renamed = { id: stored.id, renamedFrom: from }
  const reason = `Renamed from ${from}.`
  if (edited && !policy.force)
    return {
      change: 'keep',
      ...renamed,
      conflict: true,
      reason: `${reason} Edited on the platform; kept (--force overwrites).`,
    }
  const differences = diff(comparableAction(stored), comparableAction(payload))
  return {
    change: 'update',
    ...renamed,
    stored,
    reason,
    diff: [{ field: '/name', before: from, after: name }, ...differences],
  }
}
