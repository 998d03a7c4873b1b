import { canonical } from '../../json/canonical.ts'
import { escapeToken, unescapeToken } from '../../json/location.ts'
import { isMapping } from '../../json/mapping.ts'

/** One field that an update changes; `before` or `after` is absent if the field is. */
export type FieldDiff = { readonly field: string; readonly before?: unknown; readonly after?: unknown }

/** Compares two values field by field; arrays by their items' identity (name, or status) if each item has one. */
export function diff(before: unknown, after: unknown, field = ''): FieldDiff[] {
  if (canonical(before ?? null) === canonical(after ?? null)) return []
  const [left, right] = [fieldsOf(before), fieldsOf(after)]
  if (left === undefined || right === undefined) return [one(field, before, after)]
  return [...new Set([...left.keys(), ...right.keys()])].flatMap(key =>
    diff(left.get(key), right.get(key), `${field}/${escapeToken(key)}`),
  )
}

const one = (field: string, before: unknown, after: unknown): FieldDiff => ({
  field: field === '' ? '/' : field,
  ...(before !== undefined && before !== null && { before }),
  ...(after !== undefined && after !== null && { after }),
})

const fieldsOf = (value: unknown): Map<string, unknown> | undefined => {
  if (Array.isArray(value)) {
    const keys = value.map(itemIdentity)
    // Without an identity of its items, the array is one field.
    return keys.every(key => key !== undefined) && new Set(keys).size === keys.length
      ? new Map(value.map((item, i) => [keys[i] ?? '', item]))
      : undefined
  }
  return isMapping(value) ? new Map(Object.entries(value)) : undefined
}

/** Returns the value at a field of `diff`; undefined if there is none. */
export function valueAt(value: unknown, field: string): unknown {
  if (field === '/') return value
  const tokens = field.split('/').slice(1).map(unescapeToken)
  return tokens.reduce((part: unknown, token) => fieldsOf(part)?.get(token), value)
}

const itemIdentity = (item: unknown): string | undefined => {
  if (!isMapping(item)) return undefined
  if (typeof item.name === 'string' && typeof item.in === 'string') return `${item.in} ${item.name}`
  if ('status' in item) return item.status === null ? 'default' : String(item.status)
  return undefined
}
