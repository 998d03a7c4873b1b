import type { PlannedDefinition } from '../conversion/plan.ts'
import { canonical } from '../json/canonical.ts'
import { sha256 } from '../util/hash.ts'
import { comparableAction } from './comparable.ts'
import type { NameOfUrl } from './definition-url.ts'
import { byName, type StoredDefinition } from './stored-definition.ts'

/** Returns a hash of the comparable form of a planned or stored action. */
export function fingerprintAction(action: unknown): string {
  return sha256(canonical(comparableAction(action))).slice(0, 32)
}

export function fingerprintPlanned({ accept, description, content }: PlannedDefinition): string {
  return fingerprint({ accept, description, schema: JSON.parse(content) })
}

export function fingerprintStored(stored: StoredDefinition, nameOf: NameOfUrl): string {
  return fingerprint({ ...stored, schema: byName(stored.schema, nameOf) })
}

const fingerprint = ({ accept, description, schema }: StoredDefinition): string =>
  sha256(canonical([[...accept].sort(), description ?? '', schema])).slice(0, 32)
