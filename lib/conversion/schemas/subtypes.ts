import { child, type Located, type Location, pointerOf } from '../../json/location.ts'
import { getField, getOwn, isMapping } from '../../json/mapping.ts'
import type { Context } from '../../openapi/objects/context.ts'
import { referenceOf } from '../../openapi/references/walk.ts'
import { lazy } from '../../util/lazy.ts'
import { type Component, listComponents } from '../naming/components.ts'

/** Finds the component schemas that extend a schema by `allOf`, directly or not, sorted by name. */
export type FindSubtypes = (base: Location) => readonly Component[]

/**
 * Creates the search for subtypes, which a discriminator without a mapping names implicitly. The document is indexed once.
 * @see https://spec.openapis.org/oas/v3.1.1.html#discriminator-object
 */
export function createSubtypes({ document, resolver }: Context): FindSubtypes {
  const index = lazy(() => {
    const byBase = new Map<string, Component[]>()
    for (const component of listComponents(document, resolver)) {
      const schema = getOwn(component.home.value, component.name)
      for (const member of membersOf({ value: schema, at: child(component.home.at, component.name) })) {
        const ref = referenceOf(member.value)
        const resolution = ref === undefined ? undefined : resolver.target(ref, member.at)
        if (!resolution?.ok) continue
        const base = pointerOf(resolution.value.at)
        byBase.set(base, [...(byBase.get(base) ?? []), component])
      }
    }
    return byBase
  })
  return base => {
    const found = new Map<string, Component>()
    const open = [pointerOf(base)]
    for (let pointer = open.pop(); pointer !== undefined; pointer = open.pop())
      for (const component of index().get(pointer) ?? []) {
        if (found.has(component.pointer)) continue
        found.set(component.pointer, component)
        open.push(component.pointer)
      }
    return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
  }
}

const membersOf = ({ value, at }: Located): Located[] => {
  const allOf = isMapping(value) ? getField({ value, at }, 'allOf') : undefined
  return Array.isArray(allOf?.value)
    ? allOf.value.map((member: unknown, index) => ({ value: member, at: child(allOf.at, index) }))
    : []
}
