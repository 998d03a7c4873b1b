import type { ResourceName } from '../../contract/requests.ts'
import type { PlannedTrigger } from '../../conversion/plan.ts'
import { comparableResource } from '../compare/comparable.ts'
import { diff } from '../compare/diff.ts'
import { type Fingerprints, fingerprintResource } from '../compare/fingerprint.ts'
import { isEdited, type PlatformState, type Policy, type StoredResource } from '../compare/platform-state.ts'
import { isBaseKnown } from '../ledger/base-known.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { type Decision, decideDifference } from './decision.ts'
import type { DefinitionRenames } from './definition-renames.ts'
import { DECISION_REASONS } from './reasons.ts'
import { keepForLoss } from './unread.ts'

/** An operation's action or trigger on the platform, under its former name. */
export type Rename = { readonly from: string; readonly stored: StoredResource; readonly edited: boolean }

/** Both sides of the comparison of actions or triggers. */
type ResourceComparison = {
  readonly kind: ResourceName
  readonly platform: PlatformState
  readonly ledger: Ledger
  readonly policy: Policy
  readonly renames: ReadonlyMap<string, Rename>
  readonly definitionRenames: DefinitionRenames
  readonly fingerprints: Fingerprints
}

/** Decides about one planned action or trigger. */
export function decideResource(planned: PlannedTrigger, comparison: ResourceComparison): Decision {
  const { name, payload, skipped, lost } = planned
  if (payload === undefined) return { change: 'skip', ...(skipped !== undefined && { reason: skipped }) }
  const { kind, platform, ledger, policy, definitionRenames, fingerprints } = comparison
  const { presentName, formerName } = definitionRenames
  if (kind === 'triggers' && platform.noTriggers !== undefined)
    return { change: 'skip', reason: DECISION_REASONS.noTriggers(platform.noTriggers) }
  const stored = platform[kind].get(name)
  if (stored === undefined) return decideMissing(planned, payload, comparison)
  const { id } = stored
  const differences = diff(comparableResource(stored, presentName), comparableResource(payload))
  if (differences.length === 0) return { change: 'unchanged', id }
  const entry = ledger[kind].get(name)
  const isApplied = fingerprints.ofPayload(payload) === entry?.applied
  const documentChanged = !isApplied && fingerprintResource(payload, formerName) !== entry?.applied
  const edited = isEdited(stored, entry, presentName)
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
    isBaseKnown: isBaseKnown(ledger),
  })
  return decision.change === 'update' ? { ...decision, stored } : decision
}

const decideMissing = (
  { name, lost }: PlannedTrigger,
  payload: NonNullable<PlannedTrigger['payload']>,
  { kind, ledger, policy, renames, definitionRenames: { presentName } }: ResourceComparison,
): Decision => {
  const rename = renames.get(name)
  if (rename === undefined) return { change: 'create' }
  const { stored, from, edited } = rename
  const entry = ledger[kind].get(from)
  const renamed = { id: stored.id, renamedFrom: from }
  const differences = [
    { field: '/name', before: from, after: name },
    ...diff(comparableResource(stored, presentName), comparableResource(payload)),
  ]
  if (edited && !policy.force) {
    if (entry?.keptAs === name && entry.applied === fingerprintResource(payload))
      return { change: 'keep', ...renamed, reason: DECISION_REASONS.keptUnderFormerName(from) }
    const reason = DECISION_REASONS.renamedAndEdited(from)
    return { change: 'keep', ...renamed, conflict: true, reason, diff: differences }
  }
  const kept = keepForLoss(lost, entry?.lost)
  if (kept !== undefined) return { ...kept, ...renamed }
  return { change: 'update', ...renamed, stored, reason: DECISION_REASONS.renamed(from), diff: differences }
}
