import { child, escapeToken, type Located, pointerOf } from '../../json/location.ts'
import { getField, getOwn, isMapping, type Mapping } from '../../json/mapping.ts'
import type { Resolver } from '../../openapi/references/resolver.ts'
import { referenceOf } from '../../openapi/references/walk.ts'
import type { Role } from './body-owner.ts'
import { nameInFile } from './schema-files.ts'

/** A schema, body or response that the root document gives a name to. */
export type Component = { readonly name: string; readonly pointer: string; readonly home: Located<Mapping> }

/** Components Object, or 2.0's Definitions Object; each may be a reference to where they really stand. */
export function listComponents(document: Located, resolver: Resolver): Component[] {
  const components = step(document, 'components', resolver)
  const homes = [step(document, 'definitions', resolver), components && step(components, 'schemas', resolver)]
  return homes.flatMap(componentsIn)
}

const componentsIn = (home: Located<Mapping> | undefined): Component[] => {
  if (home === undefined) return []
  const place = pointerOf(home.at)
  return Object.keys(home.value).map(name => ({ name, pointer: `${place}/${escapeToken(name)}`, home }))
}

/** Components Object, or 2.0's Responses and Parameters Definitions Objects: what operations can share, by its role. */
export function listSharedBodies(document: Located, resolver: Resolver): Record<Role, Component[]> {
  const components = step(document, 'components', resolver)
  const listAt = (key: string, key20: string): Component[] =>
    [step(document, key20, resolver), components && step(components, key, resolver)].flatMap(componentsIn)
  return { Request: listAt('requestBodies', 'parameters'), Response: listAt('responses', 'responses') }
}

const step = (outer: Located, key: string, resolver: Resolver): Located<Mapping> | undefined => {
  if (!isMapping(outer.value)) return undefined
  const inner = getField({ value: outer.value, at: outer.at }, key)
  const followed =
    referenceOf(inner.value) === undefined ? ({ ok: true, target: inner } as const) : resolver.follow(inner)
  if (!followed.ok) return undefined
  const { value, at } = followed.target
  return isMapping(value) ? { value, at } : undefined
}

/** A component that is nothing but a reference to a schema in another file, and so is that schema. */
export type Alias = Component & { readonly target: Located }

/**
 * One alias for each schema: of several components that are the same one, the component that is called as the schema is
 * where it stands, or else the first by name; the others refer to that one.
 */
export function findAliases(components: readonly Component[], resolver: Resolver): Alias[] {
  const found = new Map<string, Alias>()
  for (const component of components) {
    const target = aliasTarget(component, resolver)
    if (target === undefined) continue
    const place = pointerOf(target.at)
    const alias = { ...component, target }
    const other = found.get(place)
    if (other === undefined || comesBefore(alias, other)) found.set(place, alias)
  }
  return [...found.values()]
}

const aliasTarget = ({ name, home }: Component, resolver: Resolver): Located | undefined => {
  const schema = getOwn(home.value, name)
  const ref = referenceOf(schema)
  if (ref === undefined || !isMapping(schema)) return undefined
  if (!Object.keys(schema).every(key => key === '$ref' || key.startsWith('x-'))) return undefined
  const resolution = resolver.target(ref, child(home.at, name))
  return resolution.ok && resolution.target.at.file !== home.at.file ? resolution.target : undefined
}

const comesBefore = (a: Alias, b: Alias): boolean => {
  const wanted = nameInFile(a.target.at)
  return a.name === wanted || (b.name !== wanted && a.name < b.name)
}
