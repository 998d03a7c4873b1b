import type { Location } from '../../json/location.ts'
import { hasOnlyStrings } from '../objects/type-name.ts'
import { WrittenScalar } from './written-scalar.ts'

/** Object whose values may be strings by the type of another schema, such as the target of its `$ref`. */
export type UnsettledValues = {
  readonly owner: Record<string, unknown>
  readonly at: Location
  /** Source text of numbers and booleans by the object or array that has them, if it differs from their value. */
  readonly texts: SourceTexts
}

/** Source text of scalars by their object or array and their key or index. */
export type SourceTexts = Map<object, Map<string | number, string>>

/** Keywords of a schema that hold values of it. */
export const VALUES = ['default', 'const', 'enum', 'example', 'examples']

/** Keywords by which another schema applies to a value or to a part of it. */
const APPLYING = ['$ref', 'allOf', 'anyOf', 'oneOf', 'items', 'properties']

const hasKey = (owner: Record<string, unknown>, key: string): boolean => Object.hasOwn(owner, key)

/** Returns true if the type of another schema may decide about a value of an object: of a schema, or a parameter's example. */
export function hasUnsettled(owner: Record<string, unknown>): boolean {
  const isParameter = hasKey(owner, 'in') && (hasKey(owner, 'schema') || hasKey(owner, 'content'))
  if (isParameter) return hasKey(owner, 'content') || isOpen(owner.example) || isOpen(owner.examples)
  if (!VALUES.some(key => isOpen(owner[key]))) return false
  return APPLYING.some(key => hasKey(owner, key)) && !hasOnlyStrings(owner.type) && !hasOtherScalars(owner.type)
}

/** Scalars that are strings or null are settled. */
const isOpen = (value: unknown): boolean => value !== undefined && value !== null && typeof value !== 'string'

const hasOtherScalars = (type: unknown): boolean => type === 'integer' || type === 'number' || type === 'boolean'

/** Source texts of one object or array: a Map can't hold many more. */
const MAX_TEXTS = 10_000_000

/** Records the source text of a scalar of an object or array, if it is lost. */
export function recordText(texts: SourceTexts, owner: object, key: string | number, scalar: unknown): void {
  if (!(scalar instanceof WrittenScalar) || scalar.value === null) return
  const known = texts.get(owner) ?? new Map<string | number, string>()
  if (known.size >= MAX_TEXTS) return
  texts.set(owner, known.set(key, scalar.text))
}
