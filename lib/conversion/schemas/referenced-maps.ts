import { child, type Located, type Location, pointerOf, root } from '../../json/location.ts'
import { getOwn, isMapping, type Mapping } from '../../json/mapping.ts'
import type { Context } from '../../openapi/objects/context.ts'
import { resolveLayers } from '../../openapi/references/chain.ts'

/** Whether `properties` or the like stand elsewhere: a schema that is called `$ref` would be no text. */
export function isMapElsewhere(value: unknown): value is Mapping {
  return isMapping(value) && typeof getOwn(value, '$ref') === 'string'
}

/** The schemas of a mapping by name, those included that its `$ref` leads to: each name once, the nearest first. */
export function schemasByName(
  context: Pick<Context, 'problems' | 'resolver'>,
  node: Located<Mapping>,
): Map<string, Located> {
  const found = new Map<string, Located>()
  for (const { value, at } of isMapElsewhere(node.value)
    ? resolveLayers(context, node, 'A mapping of schemas')
    : [node])
    for (const name of Object.keys(value))
      if (!found.has(name) && !(name === '$ref' && isMapElsewhere(value)))
        found.set(name, { value: value[name], at: child(at, name) })
  return found
}

/** A reference to a place; "%" would begin an escape in it: RFC 6901 section 6. */
export function referenceTo(at: Location): { readonly ref: string; readonly from: Location } {
  return {
    ref: pointerOf(at).slice(at.file.length).replaceAll('%', '%25'),
    from: root(at.file),
  }
}
