import { type Located, type Location, pointerOf, root } from '../../json/location.ts'
import { getOwn, isMapping } from '../../json/mapping.ts'
import type { Files, Resolver } from '../../openapi/references/resolver.ts'

/** Fields whose value is a schema or an array of schemas, in any object. */
const SCHEMAS = new Set([
  ...['schema', 'itemSchema', 'allOf', 'anyOf', 'oneOf', 'not', 'if', 'then', 'else'],
  ...['items', 'prefixItems', 'additionalItems', 'unevaluatedItems', 'contains', 'contentSchema'],
  ...['additionalProperties', 'unevaluatedProperties', 'propertyNames'],
])
/** Fields whose value is an object of schemas by name. */
const NAMED_SCHEMAS = new Set([
  ...['schemas', 'definitions', '$defs'],
  ...['properties', 'patternProperties', 'dependentSchemas', 'dependencies'],
])
/** Fields whose value is an object of other things by name: a response with the name `schema` is not a schema. */
const NAMED_OTHERS: ReadonlySet<string> = new Set([
  ...['paths', 'pathItems', 'webhooks', 'callbacks', 'links', 'additionalOperations'],
  ...['parameters', 'requestBodies', 'responses', 'headers', 'content', 'mediaTypes', 'encoding', 'securitySchemes'],
])
/** In a file of named schemas, these fields are names. */
const NONE: ReadonlySet<string> = new Set()
/** Fields whose value is data; a `$ref` in it is a string like any other. */
const DATA = new Set(['example', 'examples', 'enum', 'const'])

/** Request body or response that is the target of a reference. */
export type Body = { readonly at: Location; readonly role: 'Request' | 'Response' }

/** Schemas of other files, by pointer; and shared bodies of all files. */
export type Referred = { readonly schemas: ReadonlyMap<string, Located>; readonly bodies: readonly Body[] }

/**
 * Finds all schemas outside the root file that a schema position refers to, in any operation. The reference decides:
 * an example or a header may look like a schema. Finds shared bodies in the same way.
 */
export function findReferred(files: Files, rootFile: string, resolver: Resolver): Referred {
  const schemas = new Map<string, Located>()
  const bodies = new Map<string, Body>()
  const visitedMaps = new Set<unknown>()

  /** Adds the target of a reference, and the targets of the references that it consists of. */
  const refer = (ref: string, file: string): void => {
    let next: string | undefined = ref
    let from = root(file)
    while (next !== undefined && !(from.file === rootFile && next.startsWith('#'))) {
      const resolution = resolver.target(next, from)
      if (!resolution.ok) return
      const { value, at } = resolution.value
      const pointer = pointerOf(at)
      if (at.file === rootFile || schemas.has(pointer)) return
      schemas.set(pointer, resolution.value)
      from = at
      next = refOf(value)
    }
  }

  const visitSchema = (schema: unknown, file: string): void => {
    const ref = refOf(schema)
    if (ref !== undefined) refer(ref, file)
    if (Array.isArray(schema)) for (const item of schema) visitSchema(item, file)
    else visit(schema, file)
  }

  const visitNamedSchemas = (named: unknown, file: string): void => {
    if (!isMapping(named)) return
    if (refOf(named) !== undefined) visitNamesElsewhere(named, file)
    else for (const name of Object.keys(named)) visitSchema(named[name], file)
  }

  /** Adds only the targets of references; the schemas themselves are visited with their file. */
  const visitNamesElsewhere = (value: unknown, file: string): void => {
    const resolution = resolver.follow({ value, at: root(file) })
    if (!resolution.ok) return
    const { value: named, at } = resolution.value
    if (!isMapping(named) || visitedMaps.has(named)) return
    visitedMaps.add(named)
    for (const name of Object.keys(named)) {
      const ref = refOf(named[name])
      if (ref !== undefined) refer(ref, at.file)
    }
  }

  /**
   * Visits the mapping of a discriminator; a value is the name of a component or a reference.
   * @see https://spec.openapis.org/oas/v3.1.1.html#discriminator-object
   */
  const visitDiscriminator = (discriminator: unknown, file: string): void => {
    const mapping = isMapping(discriminator) ? getOwn(discriminator, 'mapping') : undefined
    if (!isMapping(mapping)) return
    for (const value of Object.values(mapping)) if (typeof value === 'string' && /[/#.]/.test(value)) refer(value, file)
  }

  const referBody = (value: unknown, file: string, role: Body['role']): void => {
    if (refOf(value) === undefined) return
    const resolution = resolver.follow({ value, at: root(file) })
    if (!resolution.ok) return
    const { at } = resolution.value
    bodies.set(`${role} ${pointerOf(at)}`, { at, role })
  }

  /** Adds a parameter of 2.0 that is the body. */
  const referParameter = (value: unknown, file: string): void => {
    if (refOf(value) === undefined) return
    const resolution = resolver.follow({ value, at: root(file) })
    const parameter = resolution.ok ? resolution.value.value : undefined
    if (isMapping(parameter) && getOwn(parameter, 'in') === 'body') referBody(value, file, 'Request')
  }

  const visit = (node: unknown, file: string, namedOthers = NAMED_OTHERS): void => {
    if (Array.isArray(node)) {
      for (const item of node) visit(item, file)
    } else if (isMapping(node)) {
      for (const key of Object.keys(node)) {
        const value = node[key]
        if (typeof value !== 'object' || value === null || DATA.has(key)) continue
        if (key === 'requestBody') referBody(value, file, 'Request')
        if (key === 'requestBodies') for (const body of Object.values(value)) referBody(body, file, 'Request')
        if (key === 'responses') for (const response of Object.values(value)) referBody(response, file, 'Response')
        if (key === 'parameters') for (const parameter of Object.values(value)) referParameter(parameter, file)
        if (SCHEMAS.has(key)) visitSchema(value, file)
        else if (NAMED_SCHEMAS.has(key)) visitNamedSchemas(value, file)
        else if (key === 'discriminator') visitDiscriminator(value, file)
        else if (namedOthers.has(key)) for (const member of Object.values(value)) visit(member, file)
        else visit(value, file)
      }
    }
  }

  for (const [file, value] of files) visit(value, file, file === rootFile ? NAMED_OTHERS : NONE)
  return { schemas, bodies: [...bodies.values()] }
}

/** Returns the `$ref` of a Reference Object; undefined for any other value. */
export function refOf(value: unknown): string | undefined {
  const ref = isMapping(value) ? getOwn(value, '$ref') : undefined
  return typeof ref === 'string' ? ref : undefined
}
