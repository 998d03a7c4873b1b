/** A schema of JSON Schema 2020-12. */
export type Lifted = boolean | { [keyword: string]: unknown }

export type Fields = { readonly [key: string]: unknown }

type Inside = (schema: unknown) => Lifted
type Read = (value: unknown, inside: Inside) => unknown

export const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Returns the keywords of a schema of any version as those of 2020-12, without `$ref` and annotations. */
export const liftKeywords = (schema: Fields, inside: Inside): Record<string, unknown> => {
  const out: Record<string, unknown> = {}
  for (const [keyword, stated] of Object.entries(schema)) {
    const read = KEYWORDS[keyword]?.(stated, inside)
    if (read !== undefined) out[keyword] = read
  }
  liftArrays(schema, out, inside)
  liftBounds(schema, out)
  liftDependencies(schema, out, inside)
  return out
}

const numberOf: Read = value => {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined
}
const countOf: Read = (value, inside) => {
  const number = numberOf(value, inside)
  return Number.isInteger(number) && (number as number) >= 0 ? number : undefined
}
const schemaOf: Read = (value, inside) => inside(value)
const schemasOf: Read = (value, inside) =>
  Array.isArray(value) && value.length > 0 ? value.map(item => inside(item)) : undefined
const byName: Read = (value, inside) =>
  isObject(value)
    ? Object.fromEntries(Object.entries(value).map(([name, schema]) => [name, inside(schema)]))
    : undefined
const namesOf: Read = value =>
  Array.isArray(value) && value.every(name => ['string', 'number', 'boolean'].includes(typeof name))
    ? [...new Set(value.map(String))]
    : undefined

const TYPES = ['string', 'number', 'integer', 'boolean', 'array', 'object', 'null']

const typeOf: Read = value => {
  if (typeof value === 'string' && value.trim().toLowerCase() === 'file') return 'string'
  const types = (Array.isArray(value) ? value : [value]).map(type =>
    type === null && Array.isArray(value) ? 'null' : typeof type === 'string' ? type.trim().toLowerCase() : type,
  )
  return types.length > 0 && types.every(type => TYPES.includes(type as string)) ? [...new Set(types)] : undefined
}

const patternOf: Read = value => {
  if (typeof value !== 'string') return undefined
  for (const flags of ['u', '']) {
    try {
      new RegExp(value, flags)
      return value
    } catch {}
  }
  return undefined
}

export const isTrue = (value: unknown): boolean => value === true || value === 'true'

/** Keywords with the same meaning in every version; `undefined` is a value that has no meaning in any. */
const KEYWORDS: Readonly<Record<string, Read>> = {
  type: typeOf,
  enum: value => (Array.isArray(value) && value.length > 0 ? value : undefined),
  const: value => value,
  multipleOf: (value, inside) => ((numberOf(value, inside) as number) > 0 ? numberOf(value, inside) : undefined),
  minimum: numberOf,
  maximum: numberOf,
  minLength: countOf,
  maxLength: countOf,
  pattern: patternOf,
  minItems: countOf,
  maxItems: countOf,
  uniqueItems: value => (isTrue(value) ? true : undefined),
  contains: schemaOf,
  minContains: countOf,
  maxContains: countOf,
  unevaluatedItems: schemaOf,
  minProperties: countOf,
  maxProperties: countOf,
  required: namesOf,
  properties: byName,
  patternProperties: (value, inside) =>
    isObject(value)
      ? byName(
          Object.fromEntries(Object.entries(value).filter(([name]) => patternOf(name, inside) !== undefined)),
          inside,
        )
      : undefined,
  additionalProperties: schemaOf,
  propertyNames: schemaOf,
  dependentSchemas: byName,
  unevaluatedProperties: schemaOf,
  allOf: schemasOf,
  anyOf: schemasOf,
  oneOf: schemasOf,
  not: schemaOf,
  if: schemaOf,
  // biome-ignore lint/suspicious/noThenProperty: a keyword.
  then: schemaOf,
  else: schemaOf,
}

/** `items` is an array in draft 4, and `additionalItems` has what is now `items`. */
const liftArrays = (value: Fields, out: Record<string, unknown>, inside: Inside): void => {
  const prefix = schemasOf(value.prefixItems, inside)
  if (prefix !== undefined) out.prefixItems = prefix
  if (!Array.isArray(value.items)) {
    if (value.items !== undefined) out.items = inside(value.items)
    return
  }
  if (prefix !== undefined) return
  if (value.items.length > 0) out.prefixItems = schemasOf(value.items, inside)
  if (value.additionalItems !== undefined) out.items = inside(value.additionalItems)
}

/** `exclusiveMinimum` is a flag of `minimum` in draft 4, and a bound of its own in 2020-12. */
const liftBounds = (value: Fields, out: Record<string, unknown>): void => {
  for (const [flag, bound] of [
    ['exclusiveMinimum', 'minimum'],
    ['exclusiveMaximum', 'maximum'],
  ] as const) {
    const stated = value[flag]
    if (typeof stated !== 'boolean') {
      const number = numberOf(stated, () => true)
      if (number !== undefined) out[flag] = number
    } else if (stated && out[bound] !== undefined) {
      out[flag] = out[bound]
      delete out[bound]
    }
  }
}

/** `dependencies` of draft 4 holds names or schemas. */
const liftDependencies = (value: Fields, out: Record<string, unknown>, inside: Inside): void => {
  const all = [value.dependencies, value.dependentRequired].filter(isObject).flatMap(Object.entries)
  const names = all.filter(([, dependency]) => Array.isArray(dependency))
  const schemas = all.filter(([, dependency]) => !Array.isArray(dependency))
  if (names.length > 0)
    out.dependentRequired = Object.fromEntries(names.map(([name, found]) => [name, namesOf(found, inside) ?? []]))
  if (schemas.length > 0)
    out.dependentSchemas = {
      ...Object.fromEntries(schemas.map(([name, found]) => [name, inside(found)])),
      ...(out.dependentSchemas as object),
    }
}
