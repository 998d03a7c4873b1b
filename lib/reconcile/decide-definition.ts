import type { PlannedDefinition } from '../conversion/plan.ts'
import { parseExactly } from '../json/parse-json.ts'
import { type Decision, decideDifference } from './decision.ts'
import type { NameOfUrl } from './definition-url.ts'
import { diff } from './diff.ts'
import { fingerprintPlanned, fingerprintStored, withoutDigits } from './fingerprint.ts'
import type { DefinitionEntry, Ledger } from './ledger.ts'
import type { PlatformState, Policy } from './platform-state.ts'
import { DECISION_REASONS } from './reasons.ts'
import { sameDefinition, withReferences } from './stored-definition.ts'
import { keepForLoss } from './unread.ts'

/** Both sides of the comparison of definitions. */
type DefinitionComparison = {
  readonly platform: PlatformState
  readonly ledger: Ledger
  readonly policy: Policy
  readonly nameOf: NameOfUrl
}

/** Returns true if the platform's schema is required to decide: a definition that the document has not changed is kept anyway. */
export function needsSchema(definition: PlannedDefinition, { definitions }: Ledger): boolean {
  const entry = definitions.get(definition.name)
  return entry === undefined || entry.applied !== fingerprintPlanned(definition)
}

/** Decides about one planned definition. */
export function decideDefinition(definition: PlannedDefinition, comparison: DefinitionComparison): Decision {
  const { platform, ledger, policy, nameOf } = comparison
  const stored = platform.definitions.get(definition.name)
  if (stored === undefined) return { change: 'create' }
  const { id, url } = stored
  const entry = ledger.definitions.get(definition.name)
  const documentChanged = entry === undefined || needsSchema(definition, ledger)
  if (stored.schema === undefined && !documentChanged) {
    const edited = [...stored.accept].sort().join() !== [...definition.accept].sort().join()
    return edited && !policy.force
      ? { change: 'keep', id, url, reason: DECISION_REASONS.edited }
      : { change: 'unchanged', id, url }
  }
  if (sameDefinition(definition, stored, nameOf) && !hasNewDigits(definition, entry))
    return { change: 'unchanged', id, url }
  const kept = documentChanged ? keepForLoss(definition.lost, entry?.lost) : undefined
  if (kept !== undefined) return { ...kept, id, url }
  const edited = entry === undefined || fingerprintStored(stored, nameOf) !== withoutDigits(entry.applied)
  const before = {
    accept: stored.accept,
    description: stored.description ?? '',
    schema: withReferences(stored.schema, nameOf),
  }
  const { accept, description = '', content } = definition
  const differences = diff(before, { accept, description, schema: parseExactly(content) ?? JSON.parse(content) })
  const { force } = policy
  return decideDifference({ id, url }, differences, { edited, documentChanged, force, applied: entry !== undefined })
}

/** Returns true if only digits differ from what was applied: those beyond the precision of the platform's JSON. */
const hasNewDigits = (definition: PlannedDefinition, entry: DefinitionEntry | undefined): boolean => {
  const planned = fingerprintPlanned(definition)
  return entry !== undefined && withoutDigits(planned) === withoutDigits(entry.applied) && planned !== entry.applied
}
