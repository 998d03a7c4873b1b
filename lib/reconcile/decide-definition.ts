import type { PlannedDefinition } from '../conversion/plan.ts'
import { CONFLICT, type Decision, EDITED, UNKNOWN } from './decision.ts'
import type { NameOfUrl } from './definition-url.ts'
import { diff } from './diff.ts'
import { fingerprintPlanned, fingerprintStored } from './fingerprint.ts'
import type { Ledger } from './ledger.ts'
import type { PlatformState, Policy } from './platform-state.ts'
import { byName, sameDefinition } from './stored-definition.ts'

type DefinitionSituation = {
  readonly platform: PlatformState
  readonly ledger: Ledger
  readonly policy: Policy
  readonly nameOf: NameOfUrl
}

/**
 * Returns true if the decision needs the stored schema. If the document has not changed a definition since it was applied,
 * the platform's schema is kept anyway.
 */
export function needsSchema(definition: PlannedDefinition, { definitions }: Ledger): boolean {
  const entry = definitions.get(definition.name)
  return entry === undefined || entry.applied !== fingerprintPlanned(definition)
}

/** Decides on one planned definition. */
export function decideDefinition(definition: PlannedDefinition, situation: DefinitionSituation): Decision {
  const { platform, ledger, policy, nameOf } = situation
  const stored = platform.definitions.get(definition.name)
  if (stored === undefined) return { change: 'create' }
  const { id, url } = stored
  const entry = ledger.definitions.get(definition.name)
  const documentChanged = entry === undefined || needsSchema(definition, ledger)
  if (stored.schema === undefined && !documentChanged) {
    const edited = [...stored.accept].sort().join() !== [...definition.accept].sort().join()
    return edited && !policy.force ? { change: 'keep', id, url, reason: EDITED } : { change: 'unchanged', id, url }
  }
  if (sameDefinition(definition, stored, nameOf)) return { change: 'unchanged', id, url }
  const edited = entry === undefined || fingerprintStored(stored, nameOf) !== entry.applied
  const before = { accept: stored.accept, description: stored.description ?? '', schema: byName(stored.schema, nameOf) }
  const { accept, description = '', content } = definition
  const differences = diff(before, { accept, description, schema: JSON.parse(content) })
  if (!edited || policy.force) return { change: 'update', id, url, diff: differences }
  if (!documentChanged) return { change: 'keep', id, url, reason: EDITED }
  const reason = entry === undefined ? UNKNOWN : CONFLICT
  return { change: 'keep', id, url, conflict: true, diff: differences, reason }
}
