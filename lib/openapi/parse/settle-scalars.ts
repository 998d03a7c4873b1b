import { child, type Location, root } from '../../json/location.ts'
import { isMapping } from '../../json/mapping.ts'
import { hasOnlyStrings } from '../objects/type-name.ts'
import { OBJECT, type Role, roleOf, SINGLE } from '../references/walk.ts'
import { hasUnsettled, recordText, type SourceTexts, type UnsettledValues, VALUES } from './unsettled-values.ts'
import { toText, toValue, WrittenScalar } from './written-scalar.ts'

/**
 * String fields of OpenAPI and Schema Objects.
 * @see https://spec.openapis.org/oas/v3.2.0.html#openapi-object
 * @see https://json-schema.org/draft/2020-12/json-schema-validation
 */
const STRINGS = new Set(
  [
    'openapi swagger $self jsonSchemaDialect title summary description termsOfService version name url email identifier',
    'host basePath operationId operationRef externalValue in style collectionFormat contentType parent kind',
    'type format pattern $ref $id $schema $anchor $dynamicRef $dynamicAnchor $comment contentEncoding contentMediaType',
    'propertyName defaultMapping scheme bearerFormat openIdConnectUrl authorizationUrl tokenUrl refreshUrl flow',
  ].flatMap(fields => fields.split(' ')),
)

/** Fields that are arrays of strings. */
const STRING_ARRAYS = new Set(['required', 'tags', 'type', 'consumes', 'produces', 'schemes'])

/** Fields that are objects of arrays of strings. */
const STRING_ARRAYS_BY_NAME = new Set(['dependentRequired', 'dependencies'])

type Mutable = Record<string, unknown>
type Convert = (scalar: unknown) => unknown

/** State of one file. */
type State = {
  readonly maxDepth: number
  readonly unsettled: UnsettledValues[]
  readonly texts: SourceTexts
  /** Objects and arrays that are handled, each once, so that aliases cost nothing; undefined without aliases. */
  readonly settled: Set<object> | undefined
  readonly converted: Map<Convert, Map<readonly unknown[], readonly unknown[]>>
}

/** Value of a file, and the objects whose values may be strings by the type of another schema. */
export type SettledFile = { readonly value: unknown; readonly unsettled: readonly UnsettledValues[] }

/**
 * Replaces each `WrittenScalar` of a YAML file: by its text where OpenAPI or the type of the schema requires a string,
 * else by its value. The same applies to all numbers and booleans, since a plain scalar has no type of its own.
 * Changes the objects of the file: no other code has them yet. Ignores levels below `maxDepth`.
 */
export function settleScalars(
  file: unknown,
  fileName: string,
  { maxDepth, hasAliases, isData = false }: SettleOptions,
): SettledFile {
  if (file instanceof WrittenScalar) return { value: toValue(file), unsettled: [] }
  const settledObjects = hasAliases ? new Set<object>() : undefined
  const state: State = { maxDepth, unsettled: [], texts: new Map(), settled: settledObjects, converted: new Map() }
  const settled = Array.isArray(file) ? convertItems(state, file, toValue) : file
  if (typeof settled === 'object' && settled !== null) {
    visit(state, settled, { role: isData ? SINGLE.data : OBJECT, depth: 1, at: root(fileName), isKept: false })
  }
  return { value: settled, unsettled: state.unsettled }
}

/** Options of `settleScalars`. */
type SettleOptions = {
  readonly maxDepth: number
  readonly hasAliases: boolean
  /** The file is not a part of a description: no scalar becomes a string. */
  readonly isData?: boolean
}

/** In an array of names, `null` can only be a name. */
const nameText: Convert = scalar => {
  if (scalar === null) return 'null'
  return scalar instanceof WrittenScalar && /^null$/i.test(scalar.text) ? scalar.text : toText(scalar)
}

/** Place of an object or array; `isKept` is true if the source text of its scalars may be needed. */
type Place = { readonly role: Role; readonly depth: number; readonly at: Location; readonly isKept: boolean }

const visit = (state: State, node: object, { role, depth, at, isKept }: Place): void => {
  if (depth > state.maxDepth || state.settled?.has(node)) return
  state.settled?.add(node)
  const isArray = Array.isArray(node)
  const owner = node as Mutable
  const isPart = !isArray && !role.byName && role.part !== 'data'
  if (isPart) settleStrings(state, owner)
  const isUnsettled = isPart && hasUnsettled(owner)
  if (isUnsettled) state.unsettled.push({ owner, at, texts: state.texts })
  for (const key of Object.keys(owner)) {
    const member = owner[key]
    if (typeof member !== 'object' || member === null) continue
    const keepsText = isKept || (isUnsettled && (VALUES.includes(key) || key === 'content'))
    if (member instanceof WrittenScalar) {
      if (keepsText) recordText(state.texts, owner, key, member)
      owner[key] = toValue(member)
    } else {
      const inner = Array.isArray(member) ? convertItems(state, member, toValue) : member
      if (inner !== member) owner[key] = inner
      if (keepsText && Array.isArray(member))
        for (const [i, item] of member.entries()) recordText(state.texts, inner, i, item)
      visit(state, inner, {
        role: isArray || role.part === 'data' ? SINGLE[role.part] : roleOf(key, owner, role),
        depth: depth + 1,
        at: child(at, key),
        isKept: keepsText,
      })
    }
  }
}

/** Sets the strings of an OpenAPI or Schema Object. */
const settleStrings = (state: State, owner: Mutable): void => {
  for (const key of Object.keys(owner)) {
    const member = owner[key]
    if (Array.isArray(member)) {
      if (STRING_ARRAYS.has(key)) owner[key] = convertItems(state, member, key === 'type' ? toText : nameText)
    } else if (isObject(member)) {
      if (STRING_ARRAYS_BY_NAME.has(key)) settleMembers(member, item => convertArray(state, item, nameText))
      else if (key === 'discriminator') settleMembers(member.mapping, toText)
      else if (key === 'variables' && Object.hasOwn(owner, 'url')) settleVariables(state, member)
    } else if (STRINGS.has(key)) owner[key] = toText(member)
  }
  if (hasStrings(owner)) settleValues(state, owner, VALUES, toText)
  else if (hasStrings(owner.items)) settleItems(state, owner)
}

/** Sets scalars, and the items of arrays. */
const settleValues = (state: State, owner: Mutable, keys: readonly string[], convert: Convert): void => {
  for (const key of keys) {
    const member = owner[key]
    if (Array.isArray(member)) owner[key] = convertItems(state, member, convert)
    else if (member !== undefined && !isObject(member)) owner[key] = convert(member)
  }
}

/** Sets the items of a default that is an array of strings. */
const settleItems = (state: State, owner: Mutable): void => {
  for (const key of ['default', 'const', 'example'])
    if (Array.isArray(owner[key])) owner[key] = convertItems(state, owner[key], toText)
}

const settleMembers = (members: unknown, convert: Convert): void => {
  if (!isObject(members)) return
  for (const [key, member] of Object.entries(members)) if (!isObject(member)) members[key] = convert(member)
}

/** @see https://spec.openapis.org/oas/v3.2.0.html#server-variable-object */
const settleVariables = (state: State, variables: Mutable): void => {
  for (const variable of Object.values(variables))
    if (isObject(variable)) settleValues(state, variable, ['default', 'enum'], toText)
}

const convertArray = (state: State, value: unknown, convert: Convert): unknown =>
  Array.isArray(value) ? convertItems(state, value, convert) : value

/** Returns the array with its scalars converted; the same array if that changes nothing. */
const convertItems = (state: State, items: readonly unknown[], convert: Convert): readonly unknown[] => {
  if (state.settled === undefined) return convertOnce(items, convert)
  const { converted } = state
  const known = converted.get(convert) ?? new Map<readonly unknown[], readonly unknown[]>()
  converted.set(convert, known)
  const before = known.get(items)
  if (before !== undefined) return before
  const after = convertOnce(items, convert)
  known.set(items, after)
  return after
}

const convertOnce = (items: readonly unknown[], convert: Convert): readonly unknown[] =>
  items.some(item => convert(item) !== item) ? items.map(convert) : items

/** Returns true for a schema whose values are strings, or null. */
const hasStrings = (schema: unknown): boolean => {
  return isObject(schema) && hasOnlyStrings(schema.type)
}

const isObject = (value: unknown): value is Mutable => isMapping(value) && !(value instanceof WrittenScalar)
