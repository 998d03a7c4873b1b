import { child, type Located, type Location, pointerOf, root } from '../../json/location.ts'
import type { Mapping } from '../../json/mapping.ts'
import type { Context } from '../../openapi/objects/context.ts'
import { resolveLayers } from '../../openapi/references/chain.ts'
import { isReference } from '../../openapi/references/walk.ts'

/** Returns the schemas of an object by name, with those of its `$ref`: each name once, the nearest first. */
export function schemasByName(
  context: Pick<Context, 'problems' | 'resolver'>,
  node: Located<Mapping>,
): Map<string, Located> {
  const found = new Map<string, Located>()
  for (const { value, at } of resolveLayers(context, node, 'an object of schemas by name'))
    for (const name of Object.keys(value))
      if (!found.has(name) && !(name === '$ref' && isReference(value)))
        found.set(name, { value: value[name], at: child(at, name) })
  return found
}

/**
 * Returns a reference to a location; escapes "%".
 * @see https://www.rfc-editor.org/rfc/rfc6901#section-6
 */
export function referenceTo(at: Location): { readonly ref: string; readonly from: Location } {
  return {
    ref: pointerOf(at).slice(at.file.length).replaceAll('%', '%25'),
    from: root(at.file),
  }
}
