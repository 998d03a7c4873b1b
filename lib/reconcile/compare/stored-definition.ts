import type { PlannedDefinition } from '../../conversion/plan.ts'
import { canonical } from '../../json/canonical.ts'
import { isMapping } from '../../json/mapping.ts'
import type { NameOfUrl } from './definition-url.ts'

/** A definition on the platform, with the schema behind its URL. */
export type StoredDefinition = {
  readonly accept: readonly string[]
  readonly description?: string | undefined
  readonly schema: unknown
}

/** Returns true if a planned and a stored definition have the same content. `nameOf` resolves the stored one's URLs. */
export function sameDefinition(planned: PlannedDefinition, stored: StoredDefinition, nameOf: NameOfUrl): boolean {
  return (
    canonical([...planned.accept].sort()) === canonical([...stored.accept].sort()) &&
    (planned.description ?? '') === (stored.description ?? '') &&
    canonical(JSON.parse(planned.content)) === canonical(withReferences(stored.schema, nameOf))
  )
}

/** Returns the schema with every URL of a definition replaced by the plan's reference, `#/$defs/{name}`. */
export function withReferences(value: unknown, nameOf: NameOfUrl): unknown {
  if (typeof value === 'string') {
    const name = nameOf(value)
    return name === undefined ? value : `#/$defs/${name}`
  }
  if (Array.isArray(value)) return value.map(item => withReferences(item, nameOf))
  if (!isMapping(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withReferences(item, nameOf)]))
}
