import type { Located } from '../../json/location.ts'
import { getOwn, type Mapping } from '../../json/mapping.ts'
import { type Role, walk } from './walk.ts'

/**
 * Collects the schemas of a file or of a schema with `$id` by `$anchor` and `$dynamicAnchor`, without nested schemas that
 * have an `$id`. In draft 7, an `$id` that is a fragment is an anchor. An anchor of several schemas is ambiguous.
 * @see https://json-schema.org/draft/2020-12/json-schema-core#section-8.2.2
 * @see https://json-schema.org/draft-07/json-schema-core#rfc.section.8.2.3
 */
export function collectAnchors(start: Located): Map<string, readonly Located[]> {
  const found = new Map<string, readonly Located[]>()
  const add = (anchor: unknown, schema: Located): void => {
    if (typeof anchor !== 'string') return
    const others = found.get(anchor) ?? []
    // Two are enough to see that an anchor is ambiguous. The same schema can be added twice, as by a YAML alias.
    if (others.length < 2 && others[0]?.value !== schema.value) found.set(anchor, [...others, schema])
  }
  const enter = (schema: Located<Mapping>, { byName }: Role): boolean => {
    if (byName) return true
    const id = getOwn(schema.value, '$id')
    const isAnchor = typeof id === 'string' && id.startsWith('#')
    if (typeof id === 'string' && !isAnchor && schema.value !== start.value) return false
    if (isAnchor) add(id.slice(1), schema)
    add(getOwn(schema.value, '$anchor'), schema)
    add(getOwn(schema.value, '$dynamicAnchor'), schema)
    return true
  }
  walk(start, { enter, sorted: true })
  return found
}
