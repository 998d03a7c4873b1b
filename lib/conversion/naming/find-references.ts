import { child, type Located, type Location, pointerOf, root } from '../../json/location.ts'
import { getOwn, isMapping, type Mapping } from '../../json/mapping.ts'
import { componentReference } from '../../openapi/references/component-reference.ts'
import type { Files, Resolver } from '../../openapi/references/resolver.ts'
import { splitReference } from '../../openapi/references/uri.ts'
import { leadsIntoData, type Role, referenceOf, walk } from '../../openapi/references/walk.ts'

/** Request body or response that is the target of a reference. */
export type Body = { readonly at: Location; readonly role: 'Request' | 'Response' }

/** Schemas of other files that something refers to, by pointer, and shared bodies of any file. */
export type Referred = { readonly schemas: ReadonlyMap<string, Located>; readonly bodies: readonly Body[] }

/**
 * Finds every place outside the root file that a schema position refers to, whichever operation it belongs to, and the
 * bodies that are referred to. An object of another file has the kind that references expect: an example or a header may
 * look like a schema.
 */
export function findReferred(files: Files, rootFile: string, resolver: Resolver): Referred {
  const schemas = new Map<string, Located>()
  const bodies = new Map<string, Body>()
  const visited = new Set<Mapping>()

  /** A schema that is only a reference makes its target a schema, too. */
  const referSchema = (node: Located): void => {
    let [ref, from] = [referenceOf(node.value), node.at]
    while (ref !== undefined && !(from.file === rootFile && ref.startsWith('#'))) {
      const resolution = resolver.target(ref, from)
      if (!resolution.ok) return
      const { value, at } = resolution.value
      const pointer = pointerOf(at)
      if (at.file === rootFile || schemas.has(pointer)) return
      schemas.set(pointer, resolution.value)
      ;[ref, from] = [referenceOf(value), at]
    }
  }

  /** `properties` and the like may be a reference to an object of schemas. */
  const referNamedSchemas = (node: Located): void => {
    const resolution = resolver.follow(node)
    if (!resolution.ok) return
    const { value, at } = resolution.value
    if (!isMapping(value) || visited.has(value)) return
    visited.add(value)
    for (const name of Object.keys(value)) referSchema({ value: value[name], at: child(at, name) })
  }

  const referMapped = (target: string, at: Location, isSchema: boolean): void => {
    const component = componentReference(resolver, rootFile, { name: target, file: at.file })
    if (component !== undefined) referSchema({ value: { $ref: component.ref }, at: component.from })
    else if (isSchema) referSchema({ value: { $ref: target }, at })
  }

  /** Discriminator Object: a value of `mapping` is the name of a component or else a reference. */
  const referMapping = ({ value, at }: Located<Mapping>, isSchema: boolean): void => {
    const discriminator = getOwn(value, 'discriminator')
    const mapping = isMapping(discriminator) ? getOwn(discriminator, 'mapping') : undefined
    for (const target of isMapping(mapping) ? Object.values(mapping) : [])
      if (typeof target === 'string') referMapped(target, at, isSchema)
  }

  const referBody = (node: Located, role: Body['role']): void => {
    const resolution = resolver.follow(node)
    if (!resolution.ok) return
    const { at } = resolution.value
    bodies.set(`${role} ${pointerOf(at)}`, { at, role })
  }

  /** Parameter Object of 2.0: one of them may be the body. */
  const referParameter = (node: Located): void => {
    const resolution = resolver.follow(node)
    const parameter = resolution.ok ? resolution.value.value : undefined
    if (isMapping(parameter) && getOwn(parameter, 'in') === 'body') referBody(node, 'Request')
  }

  /** The walk through a file leaves its data aside, unless a reference makes it part of the description. */
  const walkData = (ref: string, from: Location, role: Role): void => {
    if (!leadsIntoData(splitReference(ref).fragment)) return
    const resolution = resolver.target(ref, from)
    const target = resolution.ok ? resolution.value : undefined
    if (target === undefined || !isMapping(target.value) || visited.has(target.value)) return
    visited.add(target.value)
    walk(target, { enter }, role)
  }

  const enter = (node: Located<Mapping>, role: Role): boolean => {
    const { part, byName } = role
    // A schema in a file of schemas by name is known as an object only.
    if ((part === 'schema' || part === 'object') && !byName) referMapping(node, part === 'schema')
    const ref = referenceOf(node.value)
    if (ref === undefined) return true
    walkData(ref, node.at, role)
    if (part === 'schema') (byName ? referNamedSchemas : referSchema)(node)
    if (part === 'request body' && !byName) referBody(node, 'Request')
    if (part === 'response' && !byName) referBody(node, 'Response')
    if (part === 'parameter' && !byName) referParameter(node)
    return !byName
  }

  for (const [file, value] of files) walk({ value, at: root(file) }, { enter })
  return { schemas, bodies: [...bodies.values()] }
}
