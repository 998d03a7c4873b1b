import { child, escapeToken, type Located, pointerOf } from '../../json/location.ts'
import { getField, getOwn, isMapping, type Mapping } from '../../json/mapping.ts'
import type { Resolver } from '../../openapi/references/resolver.ts'
import { referenceOf } from '../../openapi/references/walk.ts'
import type { Role } from './body-owner.ts'
import { nameInFile } from './schema-files.ts'

/** Schema, body or response with a name in the root document. */
export type Component = { readonly name: string; readonly pointer: string; readonly home: Located<Mapping> }

/**
 * Lists the schemas of the Components Object, or of the Definitions Object of 2.0; resolves references to these objects.
 * @see https://spec.openapis.org/oas/v3.1.1.html#components-object
 */
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

/**
 * Lists shared bodies by role: of the Components Object, or of the Responses and Parameters Definitions Objects of 2.0.
 * @see https://spec.openapis.org/oas/v3.1.1.html#components-object
 */
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
    referenceOf(inner.value) === undefined ? ({ ok: true, value: inner } as const) : resolver.follow(inner)
  if (!followed.ok) return undefined
  const { value, at } = followed.value
  return isMapping(value) ? { value, at } : undefined
}

/** Component that is only a reference to a schema in another file. */
export type Alias = Component & { readonly target: Located }

/**
 * Returns one alias for each schema. Of several components for the same schema, prefers the one with the schema's own
 * name, else the first by name.
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
  return resolution.ok && resolution.value.at.file !== home.at.file ? resolution.value : undefined
}

const comesBefore = (a: Alias, b: Alias): boolean => {
  const wanted = nameInFile(a.target.at)
  return a.name === wanted || (b.name !== wanted && a.name < b.name)
}
