import { isMapping } from '../../lib/json/mapping.ts'

type Document = { readonly paths: Record<string, unknown>; readonly components: Record<string, unknown> }

const METHODS = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'])

/** Real documents of OpenAPI 3 over and over, each copy under a prefix of its own, until there are so many operations. */
export const mergeDocuments = (documents: readonly unknown[], operations: number): Record<string, unknown> => {
  const merged: Document = { paths: {}, components: {} }
  let missing = operations
  for (let copy = 0; missing > 0; copy++)
    missing -= addCopy(merged, documents[copy % documents.length], `c${copy}`, missing)
  return { openapi: '3.0.3', info: { title: 'Merged', version: '1' }, ...merged }
}

/** How many operations were added; at most `most`. */
const addCopy = (merged: Document, document: unknown, prefix: string, most: number): number => {
  const { paths, components } = withPrefix(document, prefix) as Document
  for (const [kind, named] of Object.entries(components)) {
    if (!isMapping(named)) continue
    const copies = Object.entries(named).map(([name, value]) => [`${prefix}_${name}`, value])
    merged.components[kind] = Object.assign(merged.components[kind] ?? {}, Object.fromEntries(copies))
  }
  let added = 0
  for (const [path, item] of Object.entries(paths)) {
    if (!isMapping(item) || added >= most) continue
    const kept = Object.entries(item).filter(([key]) => !METHODS.has(key) || added++ < most)
    merged.paths[`/${prefix}${path}`] = Object.fromEntries(kept)
  }
  return Math.min(added, most)
}

/** The value with every reference and every `operationId` in it under the prefix. */
const withPrefix = (value: unknown, prefix: string): unknown => {
  if (typeof value === 'string')
    return value
      .replace(/^#\/components\/(\w+)\//, `#/components/$1/${prefix}_`)
      .replace(/^#\/paths\//, `#/paths/~1${prefix}`)
  if (Array.isArray(value)) return value.map(item => withPrefix(item, prefix))
  if (!isMapping(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      key === 'operationId' && typeof item === 'string' ? `${prefix}_${item}` : withPrefix(item, prefix),
    ]),
  )
}
