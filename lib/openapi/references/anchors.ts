import type { Located } from '../../json/location.ts'
import { getOwn, type Mapping } from '../../json/mapping.ts'
import { type Role, walk } from './walk.ts'

/**
 * The schemas that `$anchor` and `$dynamicAnchor` name in a file or in a schema with an `$id`, but not in one inside it that
 * has an `$id` itself. JSON Schema 2020-12 section 8.2.2; draft 7 has them as an `$id` that is a fragment (section 8.2.3).
 * Which schema an anchor of several means is undefined (8.2.2 of 2020-12).
 */
export function collectAnchors(start: Located): Map<string, readonly Located[]> {
  const found = new Map<string, readonly Located[]>()
  const add = (anchor: unknown, schema: Located): void => {
    if (typeof anchor !== 'string') return
    const others = found.get(anchor) ?? []
    // Two tell that there are several. A schema may have a name twice over, and a YAML alias stands for the same schema.
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
