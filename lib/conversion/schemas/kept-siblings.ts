import { getOwn, type Mapping } from '../../json/mapping.ts'
import type { Dialect } from '../../openapi/objects/version.ts'
import { isNullable } from './nullable.ts'

/** Annotations that are kept next to a `$ref` of 2.0 and 3.0, in canonical order. */
export const KEPT_SIBLINGS = ['title', 'description', 'readOnly', 'writeOnly', 'deprecated', 'nullable']

/** Returns true if a schema with a `$ref` has siblings that count, so that it is not only a reference. */
export function hasUsedSiblings(dialect: Dialect, schema: Mapping): boolean {
  if (isNullable(dialect, schema)) return true
  const isIgnoring = dialect === '2.0' || dialect === '3.0'
  return Object.keys(schema).some(key =>
    isIgnoring ? isKept(key, getOwn(schema, key)) : key !== '$ref' && !key.startsWith('x-'),
  )
}

/** Ignores flags that are false, and empty strings. */
const isKept = (key: string, value: unknown): boolean =>
  KEPT_SIBLINGS.includes(key) && (typeof value === 'string' ? value.trim() !== '' && value !== 'false' : value === true)
