import type { PlannedDefinition } from '../conversion/plan.ts'
import { canonical } from '../json/canonical.ts'
import { isMapping } from '../json/mapping.ts'
import type { NameOfUrl } from './definition-url.ts'

/** Definition on the platform, with the schema from its URL. */
export type StoredDefinition = {
  readonly accept: readonly string[]
  readonly description?: string | undefined
  readonly schema: unknown
}

/** Returns true if a planned and a stored definition are equal. `nameOf` resolves the URLs of stored references. */
export function sameDefinition(planned: PlannedDefinition, stored: StoredDefinition, nameOf: NameOfUrl): boolean {
  return (
    canonical([...planned.accept].sort()) === canonical([...stored.accept].sort()) &&
    (planned.description ?? '') === (stored.description ?? '') &&
    canonical(JSON.parse(planned.content)) === canonical(byName(stored.schema, nameOf))
  )
}

/** Returns the schema with every URL of a definition replaced by the reference of a plan. */
export function byName(value: unknown, nameOf: NameOfUrl): unknown {
  if (typeof value === 'string') {
    const name = nameOf(value)
    return name === undefined ? value : `#/$defs/${name}`
  }
  if (Array.isArray(value)) return value.map(item => byName(item, nameOf))
  if (!isMapping(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, byName(item, nameOf)]))
}
