import type { PlannedDefinition } from '../../conversion/plan.ts'
import { parseExactly } from '../../json/parse-json.ts'
import type { NameOfUrl } from '../compare/definition-url.ts'
import { diff, type FieldDiff } from '../compare/diff.ts'
import { type Fingerprints, fingerprintStored, withoutDigits } from '../compare/fingerprint.ts'
import type { PlatformState, Policy } from '../compare/platform-state.ts'
import { sameDefinition, withReferences } from '../compare/stored-definition.ts'
import { isBaseKnown } from '../ledger/base-known.ts'
import type { DefinitionEntry, Ledger } from '../ledger/ledger.ts'
import { type Decision, decideDifference } from './decision.ts'
import { type DefinitionRenames, withFormerNames } from './definition-renames.ts'
import { DECISION_REASONS } from './reasons.ts'
import { type KeptForLoss, keepForLoss, type UnreadFile } from './unread.ts'

/** Both sides of the comparison of definitions. */
type DefinitionComparison = {
  readonly platform: PlatformState
  readonly ledger: Ledger
  readonly policy: Policy
  readonly nameOf: NameOfUrl
  readonly renames: DefinitionRenames
  readonly fileOf: UnreadFile
  readonly fingerprints: Fingerprints
}

/** Returns true if the platform's schema is required to decide: a definition that the document has not changed is kept anyway. */
export function needsSchema(
  definition: PlannedDefinition,
  { definitions }: Ledger,
  fingerprints: Fingerprints,
): boolean {
  const entry = definitions.get(definition.name)
  return entry === undefined || entry.applied !== fingerprints.ofDefinition(definition)
}

/** Decides about one planned definition. */
export function decideDefinition(definition: PlannedDefinition, comparison: DefinitionComparison): Decision {
  const { platform, ledger, policy, nameOf, renames, fileOf, fingerprints } = comparison
  const { name } = definition
  const from = renames.former.get(name)
  const stored = platform.definitions.get(from ?? name)
  if (stored === undefined) return { change: 'create' }
  const { id, url } = stored
  const entry = ledger.definitions.get(from ?? name)
  // An import that could not rename a definition has recorded those that refer to it by the present name.
  const documentChanged =
    entry === undefined ||
    (fingerprints.ofDefinition(definition) !== entry.applied &&
      fingerprints.ofDefinition(withFormerNames(definition, renames.former)) !== entry.applied)
  if (stored.schema === undefined && !documentChanged && from === undefined) {
    const edited = [...stored.accept].sort().join() !== [...definition.accept].sort().join()
    return edited && !policy.force
      ? { change: 'keep', id, url, reason: DECISION_REASONS.edited }
      : { change: 'unchanged', id, url }
  }
  /** References as the plan has them, with the present names of renamed definitions. */
  const presentNameOf: NameOfUrl = url => {
    const stored = nameOf(url)
    return stored === undefined ? undefined : renames.presentName(stored)
  }
  const isSame = sameDefinition(definition, stored, presentNameOf) && !hasNewDigits(definition, entry, comparison)
  if (isSame && from === undefined) return { change: 'unchanged', id, url }
  const renamed = from !== undefined && { renamedFrom: from }
  const kept = documentChanged
    ? (keepForLoss(definition.lost, entry?.lost) ?? keepForMove(definition, entry, fileOf))
    : undefined
  if (kept !== undefined) return { ...kept, id, url, ...renamed }
  const edited =
    entry === undefined ||
    [nameOf, presentNameOf].every(names => fingerprintStored(stored, names) !== withoutDigits(entry.applied))
  const before = {
    accept: stored.accept,
    description: stored.description ?? '',
    schema: withReferences(stored.schema, presentNameOf),
  }
  const { accept, description = '', content } = definition
  const differences = diff(before, { accept, description, schema: parseExactly(content) ?? JSON.parse(content) })
  const { force } = policy
  if (from !== undefined) {
    const isAccepted = entry?.keptAs === name && !documentChanged
    return decideRename({ id, url, name, from }, differences, { isKept: edited && !force, isAccepted })
  }
  return decideDifference({ id, url }, differences, {
    edited,
    documentChanged,
    force,
    applied: entry !== undefined,
    isBaseKnown: isBaseKnown(ledger),
  })
}

const decideRename = (
  { id, url, name, from }: { readonly id: string; readonly url: string; readonly name: string; readonly from: string },
  differences: readonly FieldDiff[],
  { isKept, isAccepted }: { readonly isKept: boolean; readonly isAccepted: boolean },
): Decision => {
  if (isKept && isAccepted)
    return { change: 'keep', id, url, renamedFrom: from, reason: DECISION_REASONS.keptUnderFormerName(from) }
  const renamed = { id, url, renamedFrom: from, diff: [{ field: '/name', before: from, after: name }, ...differences] }
  return isKept
    ? { change: 'keep', ...renamed, conflict: true, reason: DECISION_REASONS.definitionRenamedAndEdited(from) }
    : { change: 'update', ...renamed, reason: DECISION_REASONS.definitionRenamed(from) }
}

/** Keeps a definition whose name another schema has taken, since its own file can't be read. */
const keepForMove = (
  { pointer }: PlannedDefinition,
  entry: DefinitionEntry | undefined,
  fileOf: UnreadFile,
): KeptForLoss | undefined => {
  const before = entry?.pointer
  const cause = before === undefined || before === pointer ? undefined : fileOf(before)
  if (before === undefined || cause === undefined) return undefined
  return { change: 'keep', reason: DECISION_REASONS.movedFromUnread(before, cause.reason), unread: cause.pointer }
}

/** Returns true if only digits differ from what was applied: those beyond the precision of the platform's JSON. */
const hasNewDigits = (
  definition: PlannedDefinition,
  entry: DefinitionEntry | undefined,
  { renames: { former }, fingerprints }: DefinitionComparison,
): boolean => {
  const planned = fingerprints.ofDefinition(withFormerNames(definition, former))
  return entry !== undefined && withoutDigits(planned) === withoutDigits(entry.applied) && planned !== entry.applied
}
