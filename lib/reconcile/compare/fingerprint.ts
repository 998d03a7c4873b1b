import type { OperationFacts, PlannedDefinition } from '../../conversion/plan.ts'
import { canonical } from '../../json/canonical.ts'
import { parseExactly } from '../../json/parse-json.ts'
import { sha256 } from '../../util/hash.ts'
import { comparableResource, type NameOf } from './comparable.ts'
import type { NameOfUrl } from './definition-url.ts'
import { type StoredDefinition, withReferences } from './stored-definition.ts'

/** Identifies the content of an action or trigger, planned or stored: 32 hexadecimal digits. */
export function fingerprintResource(resource: unknown, nameOf?: NameOf): string {
  return sha256(canonical(comparableResource(resource, nameOf))).slice(0, 32)
}

/**
 * Identifies the content of a planned definition: 32 hexadecimal digits, the same as of the stored one, and a dot with 8
 * more if it has numbers that JavaScript can't hold.
 */
export function fingerprintPlanned({
  accept,
  description,
  content,
}: Pick<PlannedDefinition, 'accept' | 'description' | 'content'>): string {
  const exact = parseExactly(content)
  const digits = exact === undefined ? '' : `.${sha256(canonical(exact)).slice(0, 8)}`
  return `${fingerprint({ accept, description, schema: JSON.parse(content) })}${digits}`
}

/** Fingerprints of planned items. Each is made when it is first asked for, and kept. */
export type Fingerprints = {
  readonly ofPayload: (payload: object) => string
  readonly ofDefinition: (definition: PlannedDefinition) => string
}

/** Creates the fingerprints of the items of a plan. An equal item that is another object has its own. */
export function createFingerprints(): Fingerprints {
  return { ofPayload: keep(payload => fingerprintResource(payload)), ofDefinition: keep(fingerprintPlanned) }
}

const keep = <Item extends object>(make: (item: Item) => string): ((item: Item) => string) => {
  const kept = new WeakMap<Item, string>()
  return item => {
    const known = kept.get(item)
    if (known !== undefined) return known
    const made = make(item)
    kept.set(item, made)
    return made
  }
}

/** Identifies the facts about an operation: 16 hexadecimal digits. */
export function fingerprintFacts(facts: OperationFacts): string {
  return sha256(canonical(facts)).slice(0, 16)
}

/** Returns a fingerprint of a planned definition without that of its exact numbers, as of a stored one. */
export function withoutDigits(applied: string): string {
  return applied.replace(/\..*$/, '')
}

/** Identifies the content of a stored definition. */
export function fingerprintStored(stored: StoredDefinition, nameOf: NameOfUrl): string {
  return fingerprint({ ...stored, schema: withReferences(stored.schema, nameOf) })
}

const fingerprint = ({ accept, description, schema }: StoredDefinition): string =>
  sha256(canonical([[...accept].sort(), description ?? '', schema])).slice(0, 32)
