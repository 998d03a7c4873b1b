import { getOwn, isMapping } from '../../json/mapping.ts'
import type { Direction } from '../rule.ts'
import type { Lookup } from './comparison.ts'

const DEFINITION = '#/$defs/'

/** Returns the name of the definition that a reference of a plan refers to. */
export function definitionName(reference: unknown): string | undefined {
  return typeof reference === 'string' && reference.startsWith(DEFINITION)
    ? reference.slice(DEFINITION.length)
    : undefined
}

/** Number of references and `allOf` that are followed for `readOnly` and `writeOnly`. */
const MAX_STEPS = 10

/** Returns true for a property that is not part of the data: `readOnly` ones are not sent, `writeOnly` ones not received. */
export function isHidden(schema: unknown, direction: Direction, lookup: Lookup, steps = MAX_STEPS): boolean {
  if (!lookup.hasFlags || !isMapping(schema) || steps === 0) return false
  if (getOwn(schema, direction === 'sent' ? 'readOnly' : 'writeOnly') === true) return true
  const name = definitionName(getOwn(schema, '$ref'))
  if (name !== undefined && isHidden(lookup(name)?.schema, direction, lookup, steps - 1)) return true
  const parts = getOwn(schema, 'allOf')
  return (
    Array.isArray(parts) &&
    parts.slice(0, MAX_STEPS).some(part => isHidden(part, direction, lookup, Math.min(steps - 1, 2)))
  )
}

/** Calls `add` for the definitions that the visible parts of a schema refer to. */
export function findReferences(
  schema: unknown,
  direction: Direction,
  lookup: Lookup,
  add: (name: string) => void,
): void {
  const open: unknown[] = [schema]
  while (open.length > 0) {
    const value = open.pop()
    if (Array.isArray(value)) {
      for (const item of value) open.push(item)
      continue
    }
    const name = definitionName(value)
    if (name !== undefined) add(name)
    if (!isMapping(value)) continue
    for (const key of Object.keys(value)) {
      const member = value[key]
      if (key !== 'properties' || !isMapping(member)) open.push(member)
      else for (const property of Object.values(member)) if (!isHidden(property, direction, lookup)) open.push(property)
    }
  }
}
