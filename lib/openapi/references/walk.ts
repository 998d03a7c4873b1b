import { child, type Located } from '../../json/location.ts'
import { getOwn, isMapping, type Mapping, sortedKeys } from '../../json/mapping.ts'

/** Kinds of objects of a description that their location determines. Data is not included. */
type Part = 'data' | 'schema' | 'request body' | 'response' | 'parameter' | 'object'

/** Role of a value by its place: an object of a kind, or an object (or array) that holds such objects by name. */
export type Role = { readonly part: Part; readonly byName: boolean }

const single = (part: Part): Role => ({ part, byName: false })
const byName = (part: Part): Role => ({ part, byName: true })

/** Role of an object of no other kind, such as the root of a file. */
export const OBJECT = single('object')
const SCHEMA = single('schema')
/** Roles of single objects, by kind. */
export const SINGLE: Readonly<Record<Part, Role>> = {
  data: single('data'),
  schema: SCHEMA,
  'request body': single('request body'),
  response: single('response'),
  parameter: single('parameter'),
  object: OBJECT,
}

/**
 * Members of OpenAPI and Schema Objects that are not plain objects: the only place where this is written down.
 * @see https://spec.openapis.org/oas/v3.1.1.html#schema-0
 * @see https://json-schema.org/draft/2020-12/json-schema-core#section-10
 */
const MEMBERS: ReadonlyMap<string, Role> = new Map(
  (
    [
      [SINGLE.data, 'example examples default enum const'],
      [SINGLE.schema, 'schema itemSchema allOf anyOf oneOf not if then else contentSchema propertyNames'],
      [SINGLE.schema, 'items prefixItems additionalItems unevaluatedItems contains'],
      [SINGLE.schema, 'additionalProperties unevaluatedProperties'],
      [byName('schema'), 'schemas definitions $defs properties patternProperties dependentSchemas dependencies'],
      [SINGLE['request body'], 'requestBody'],
      [byName('request body'), 'requestBodies'],
      [byName('response'), 'responses'],
      [byName('parameter'), 'parameters'],
      [byName('object'), 'headers securitySchemes links callbacks pathItems webhooks x-webhooks mediaTypes'],
      [byName('object'), 'additionalOperations content encoding'],
    ] as const
  ).flatMap(([role, fields]) => fields.split(' ').map(field => [field, role] as const)),
)

/** Extension of 3.0 in the form of `webhooks`: its values are not data. */
const WEBHOOKS = 'x-webhooks'

/** Returns the role of a member. Names are free: a member of an object by name may be called like any field. */
export function roleOf(field: string, owner: Mapping, role: Role): Role {
  if (role.byName) return SINGLE[role.part]
  if (field.startsWith('x-') && field !== WEBHOOKS) return SINGLE.data
  if (field === 'default' && isResponses(owner)) return SINGLE.response
  const member = MEMBERS.get(field) ?? OBJECT
  return member.byName && isSchemaCalled(field, owner, member) ? OBJECT : member
}

/** Responses Object, which may have a file of its own: there, `default` is a response. */
const isResponses = (owner: Mapping): boolean => Object.keys(owner).some(key => /^[1-5](\d\d|xx)$/i.test(key))

/** In a file of schemas by name, one may be called like a field, as `parameters`; objects by name have no `type`. */
const isSchemaCalled = (field: string, owner: Mapping, { part }: Role): boolean => {
  const value = part === 'schema' ? undefined : getOwn(owner, field)
  return isMapping(value) && typeof getOwn(value, 'type') === 'string'
}

/** Reports whether a JSON Pointer leads into data of its file. Top-level keys of a file may be names; they count as fields. */
export function leadsIntoData(pointer: string): boolean {
  if (!POSSIBLY_DATA.test(pointer)) return false
  let role = OBJECT
  for (const token of pointer.split('/').slice(1)) {
    role = roleOf(token, UNKNOWN, role)
    if (role.part === 'data') return true
  }
  return false
}

/** Object on the way of a pointer, of any kind but a Responses Object. */
const UNKNOWN: Mapping = {}
const POSSIBLY_DATA = /\/(?:x-|example|default|enum|const)/

export type Visitor = {
  /** Returns false to skip the members of an object. */
  readonly enter: (node: Located<Mapping>, role: Role) => boolean
  /** Called after the members of an entered object. */
  readonly leave?: (node: Located<Mapping>) => void
  /** Visits data as if it was part of the description. */
  readonly withData?: boolean
  /** Visits members in the order of their names, which does not depend on the document's. */
  readonly sorted?: boolean
}

/** Visits the objects of a description, outer ones first; data is left aside. */
export function walk(start: Located, { enter, leave, withData, sorted }: Visitor, startRole: Role = OBJECT): void {
  const visit = (value: object, at: Located['at'], role: Role): void => {
    if (Array.isArray(value)) {
      const item = SINGLE[role.part]
      for (const [index, element] of value.entries())
        if (typeof element === 'object' && element !== null) visit(element, child(at, index), item)
      return
    }
    const node = { value: value as Mapping, at }
    if (!enter(node, role)) return
    for (const key of sorted ? sortedKeys(node.value) : Object.keys(node.value)) {
      const member = getOwn(node.value, key)
      if (typeof member !== 'object' || member === null) continue
      const memberRole = roleOf(key, node.value, role)
      if (memberRole.part !== 'data') visit(member, child(at, key), memberRole)
      else if (withData) visit(member, child(at, key), OBJECT)
    }
    leave?.(node)
  }
  if (typeof start.value === 'object' && start.value !== null) visit(start.value, start.at, startRole)
}

/** Returns true for a Reference Object, or a schema with a `$ref`; a `$ref` that is not a string is a property or an error. */
export function isReference(value: unknown): value is Mapping & { readonly $ref: string } {
  return referenceOf(value) !== undefined
}

/** Returns the `$ref` of a Reference Object or schema; undefined for anything else. */
export function referenceOf(value: unknown): string | undefined {
  const ref = isMapping(value) ? getOwn(value, '$ref') : undefined
  return typeof ref === 'string' ? ref : undefined
}
