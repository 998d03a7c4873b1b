import type { PlannedDefinition } from '../conversion/plan.ts'
import { canonical } from '../json/canonical.ts'
import { isMapping } from '../json/mapping.ts'
import type { NameOfUrl } from './definition-url.ts'

/** A definition as the platform has it, with the schema behind its URL. */
export type StoredDefinition = {
  readonly accept: readonly string[]
  readonly description?: string | undefined
  readonly schema: unknown
}

/** Whether the platform's definition says what a planned one says. Its references are URLs; `nameOf` tells whose. */
export function sameDefinition(planned: PlannedDefinition, stored: StoredDefinition, nameOf: NameOfUrl): boolean {
  return (
    canonical([...planned.accept].sort()) === canonical([...stored.accept].sort()) &&
    (planned.description ?? '') === (stored.description ?? '') &&
    canonical(JSON.parse(planned.content)) === canonical(byName(stored.schema, nameOf))
  )
}

/** The schema with every text that is a definition's URL turned back into the reference that a plan has. */
export function byName(value: unknown, nameOf: NameOfUrl): unknown {
  if (typeof value === 'string') {
    const name = nameOf(value)
    return name === undefined ? value : `#/$defs/${name}`
  }
  if (Array.isArray(value)) return value.map(item => byName(item, nameOf))
  if (!isMapping(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, byName(item, nameOf)]))
}
