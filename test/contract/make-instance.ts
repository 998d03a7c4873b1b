import type { Random } from '../fuzz/random.ts'
import { isObject, type Lifted } from './lift-keywords.ts'

type Schema = Exclude<Lifted, boolean>
type Some<T> = readonly [T, ...T[]]

/** Values for any schema; each type is there more than once. */
const VALUES: Some<unknown> = [
  ...([null, true, false, 0, 1, -1, 3, 0.5, 12345, '', 'a', 'abc', 'x'.repeat(70), '0', '2024-02-29'] as const),
  ...[[], [1], ['a', 'a'], {}, { id: 'a' }, { a: 1, b: null }],
]
const STRINGS: Some<string> = [
  ...(['', 'a', 'B', 'abc', 'Some words, here.', '0', '42', '-1.5', 'x'.repeat(300), 'true'] as const),
  ...[
    '2024-02-29',
    '2024-02-29T12:00:00Z',
    'a@b.example',
    'https://a.example/b',
    'c0ffee00-0000-4000-8000-000000000000',
  ],
  ...['US', 'USD', 'en-US', '12345', '+15550100', 'a_b-c', 'ABC123', '10.00', '#fff', '😀'],
]

/** Value in an instance, with the schemas that apply to it. */
type Spot = { readonly schemas: readonly Schema[]; readonly value: unknown; readonly replace: (value: unknown) => void }

/**
 * Makes instances of schemas: half of them valid as far as possible, and half with one fault or at one limit. The random
 * numbers alone decide which.
 */
export const createInstances = ($defs: Readonly<Record<string, Lifted>>, random: Random) => {
  const { below, chance, pick } = random
  let spots: Spot[] = []

  /** Schemas that apply to an instance at once: a schema, those that it refers to, and one of each choice. */
  const applied = (schema: Lifted | undefined, into: Schema[] = []): Schema[] => {
    if (typeof schema !== 'object' || into.length > 40 || into.includes(schema)) return into
    into.push(schema)
    const ref = schema.$ref
    if (typeof ref === 'string') applied($defs[ref.slice('#/$defs/'.length)], into)
    for (const part of (schema.allOf ?? []) as Lifted[]) applied(part, into)
    for (const choices of [schema.anyOf, schema.oneOf] as (Lifted[] | undefined)[])
      if (choices !== undefined) applied(choices[below(choices.length)], into)
    if (schema.then !== undefined && chance(0.5)) applied(schema.then as Lifted, into)
    if (schema.else !== undefined && chance(0.3)) applied(schema.else as Lifted, into)
    return into
  }

  /** Makes a value, and remembers where it is. */
  const put = (schema: Lifted | undefined, depth: number, owner: Record<string, unknown>, key: string): void => {
    const schemas = applied(schema)
    const value = make(schemas, depth)
    const replace = (other: unknown): void => define(owner, key, other)
    replace(value)
    spots.push({ schemas, value, replace })
  }

  const make = (schemas: readonly Schema[], depth: number): unknown => {
    const all = (keyword: string): unknown[] =>
      schemas.flatMap(one => (one[keyword] === undefined ? [] : [one[keyword]]))
    const [fixed] = all('const')
    if (fixed !== undefined) return fixed
    const [listed] = all('enum') as unknown[][]
    if (listed !== undefined) return listed[below(listed.length)]
    switch (typeFor(schemas, all)) {
      case 'object':
        return makeObject(all, depth)
      case 'array':
        return makeArray(all, depth)
      case 'string':
        return makeString(all)
      case 'integer':
        return makeNumber(all, true)
      case 'number':
        return makeNumber(all, false)
      case 'boolean':
        return chance(0.5)
      case 'null':
        return null
      default:
        return pick(VALUES)
    }
  }

  const typeFor = (schemas: readonly Schema[], all: (keyword: string) => unknown[]): string | undefined => {
    const types = all('type').map(type => [type].flat() as string[])
    const [first = []] = types
    const common = first.filter(type => types.every(others => others.includes(type)))
    if (first.length > 0)
      return (common.length > 0 ? common : first)[below((common.length > 0 ? common : first).length)]
    const has = (...keywords: string[]): boolean => schemas.some(one => keywords.some(name => one[name] !== undefined))
    if (has('properties', 'required', 'additionalProperties', 'patternProperties', 'minProperties')) return 'object'
    if (has('items', 'prefixItems', 'contains', 'minItems')) return 'array'
    if (has('pattern', 'minLength', 'maxLength')) return 'string'
    if (has('minimum', 'maximum', 'multipleOf', 'exclusiveMinimum', 'exclusiveMaximum')) return 'number'
    return undefined
  }

  const makeObject = (all: (keyword: string) => unknown[], depth: number): Record<string, unknown> => {
    const properties = new Map<string, Lifted[]>()
    for (const found of all('properties') as Record<string, Lifted>[])
      for (const [name, schema] of Object.entries(found))
        properties.set(name, [...(properties.get(name) ?? []), schema])
    const required = new Set((all('required') as string[][]).flat())
    const out: Record<string, unknown> = {}
    const optional = depth < 2 ? 0.4 : depth < 5 ? 0.15 : 0
    for (const [name, [first, ...others]] of properties) {
      if (!required.has(name) && !chance(optional)) continue
      if (depth > 8) define(out, name, null)
      else put(others.length > 0 ? { allOf: [first, ...others] } : first, depth + 1, out, name)
    }
    const [extra] = all('additionalProperties') as Lifted[]
    for (const name of required) if (!properties.has(name)) put(extra, depth + 1, out, name)
    if (depth < 8 && extra !== false && chance(extra === undefined ? 0.1 : 0.6))
      put(extra, depth + 1, out, pick(STRINGS))
    for (const [pattern, schema] of (all('patternProperties') as Record<string, Lifted>[]).flatMap(Object.entries)) {
      const name = STRINGS.find(one => matches(pattern, one)) ?? 'x-a'
      if (depth < 8 && chance(0.5)) put(schema as Lifted, depth + 1, out, name)
    }
    return out
  }

  const makeArray = (all: (keyword: string) => unknown[], depth: number): unknown[] => {
    const least = Math.min(30, Math.max(0, ...(all('minItems') as number[])))
    const most = Math.min(least + 2, ...(all('maxItems') as number[]))
    const [prefix = []] = all('prefixItems') as Lifted[][]
    const [items, found] = [all('items')[0], all('contains')[0]] as (Lifted | undefined)[]
    const length = depth > 6 ? least : least + below(Math.max(0, most - least) + 1)
    const out: unknown[] = []
    const count = depth > 8 ? 0 : Math.max(length, chance(0.7) ? Math.min(prefix.length, most + 9) : 0)
    for (let i = 0; i < count; i++)
      put(prefix[i] ?? items ?? found, depth + 1, out as unknown as Record<string, unknown>, String(i))
    return out
  }

  const makeString = (all: (keyword: string) => unknown[]): string => {
    const patterns = all('pattern') as string[]
    const least = Math.max(0, ...(all('minLength') as number[]))
    const most = Math.min(Number.POSITIVE_INFINITY, ...(all('maxLength') as number[]))
    const fitting = STRINGS.filter(
      text => text.length >= least && text.length <= most && patterns.every(pattern => matches(pattern, text)),
    )
    return fitting.length > 0 ? (fitting[below(fitting.length)] as string) : 'z'.repeat(Math.min(least, 500))
  }

  const makeNumber = (all: (keyword: string) => unknown[], isInteger: boolean): number => {
    const lower = [...all('minimum'), ...all('exclusiveMinimum')] as number[]
    const upper = [...all('maximum'), ...all('exclusiveMaximum')] as number[]
    const [step = isInteger ? 1 : 0.5] = all('multipleOf') as number[]
    const least = lower.length > 0 ? Math.max(...lower) : 0
    const most = upper.length > 0 ? Math.min(...upper) : least + 1_000
    const number = least + Math.floor(Math.max(0, most - least) * (below(100) / 100))
    return Math.ceil(number / step) * step
  }

  /** Other values for a spot, one for each keyword there: most of them break the keyword, or are at its limit. */
  const faultsOf = ({ schemas, value }: Spot): unknown[] =>
    schemas.flatMap(schema =>
      Object.entries(schema).flatMap(([keyword, stated]) => {
        const fault = FAULTS[keyword]?.(stated, value, random)
        return fault === undefined ? [] : [fault]
      }),
    )

  /** Returns an instance of a schema, or one that is nearly so. */
  const makeInstance = (schema: Lifted): unknown => {
    spots = []
    const whole: Record<string, unknown> = {}
    put(schema, 0, whole, 'root')
    if (chance(0.5)) {
      const spot = spots[below(spots.length)] as Spot
      const faults = chance(0.15) ? [null, pick(VALUES)] : faultsOf(spot)
      if (faults.length > 0) spot.replace(faults[below(faults.length)])
    }
    return whole.root
  }

  return { make: makeInstance }
}

/** Makes a value that breaks a keyword with that value, or is at its limit; undefined if that takes another value. */
type Fault = (stated: unknown, value: unknown, random: Random) => unknown

/** Numbers around a bound: only the number itself shows that a bound is exclusive. */
const around: Fault = (stated, _, { below }) => (stated as number) + below(3) - 1

const length: (difference: number) => Fault = difference => stated =>
  (stated as number) + difference < 0 ? undefined : 'y'.repeat(Math.min((stated as number) + difference, 70_000))

const withField: Fault = (_, value, { pick }) =>
  isObject(value) ? { ...value, [pick(['zz-other', 'A b', '0'])]: pick<unknown>([1, 'a', null]) } : undefined

const withoutField: Fault = (stated, value, { below }) => {
  const names = stated as string[]
  const left = names[below(names.length)]
  return isObject(value) ? Object.fromEntries(Object.entries(value).filter(([name]) => name !== left)) : undefined
}

const withTrigger: Fault = (stated, value, { below }) => {
  const names = Object.keys(stated as object)
  return isObject(value) ? { ...value, [names[below(names.length)] ?? '']: 'a' } : undefined
}

const FAULTS: Readonly<Record<string, Fault>> = {
  type: (_, __, { pick }) => pick(VALUES),
  enum: (stated, _, { pick }) =>
    typeof (stated as unknown[])[0] === 'string' ? pick(['', 'a', 'other']) : pick(VALUES),
  const: (_, __, { pick }) => pick(VALUES),
  multipleOf: (stated, value) => (typeof value === 'number' ? value + (stated as number) / 2 : undefined),
  minimum: around,
  maximum: around,
  exclusiveMinimum: around,
  exclusiveMaximum: around,
  minLength: length(-1),
  maxLength: length(1),
  pattern: (_, __, { pick }) => pick(['', '\u00a7 \u00a7', ...STRINGS]),
  minItems: (stated, value) => (Array.isArray(value) ? value.slice(0, Math.max(0, (stated as number) - 1)) : undefined),
  maxItems: (stated, value) =>
    Array.isArray(value) && (stated as number) < 2_000
      ? Array.from({ length: (stated as number) + 1 }, (_, i): unknown => value[i % value.length] ?? 'a')
      : undefined,
  uniqueItems: (_, value) => (Array.isArray(value) && value.length > 0 ? [...value, value[0]] : ['a', 'a']),
  items: (_, value, { pick }) => (Array.isArray(value) ? [...value, pick(VALUES)] : undefined),
  contains: () => [],
  unevaluatedItems: (_, value, { pick }) => (Array.isArray(value) ? [...value, pick(VALUES)] : undefined),
  required: withoutField,
  properties: (stated, value, { below, pick }) => {
    const names = Object.keys(stated as object)
    return isObject(value) && names.length > 0
      ? { ...value, [names[below(names.length)] as string]: pick(VALUES) }
      : undefined
  },
  additionalProperties: withField,
  unevaluatedProperties: withField,
  propertyNames: withField,
  patternProperties: (stated, value, { pick }) => {
    const name = STRINGS.find(one => Object.keys(stated as object).some(pattern => matches(pattern, one)))
    return isObject(value) && name !== undefined ? { ...value, [name]: pick(VALUES) } : undefined
  },
  minProperties: () => ({}),
  maxProperties: (stated, value) => {
    const names = Array.from({ length: Math.min(stated as number, 200) + 1 }, (_, i) => [`f${i}`, 'a'] as const)
    return isObject(value) ? { ...value, ...Object.fromEntries(names) } : undefined
  },
  dependentRequired: withTrigger,
  dependentSchemas: withTrigger,
  not: (stated, _, { pick }) => own(stated, 'const') ?? pick((own(stated, 'enum') as Some<unknown>) ?? VALUES),
}

const own = (value: unknown, key: string): unknown => (isObject(value) ? value[key] : undefined)

/** Defines a property, also one with the name `__proto__`. */
const define = (owner: Record<string, unknown>, key: string, value: unknown): void => {
  Object.defineProperty(owner, key, { value, enumerable: true, configurable: true, writable: true })
}

const matches = (pattern: string, text: string): boolean => {
  try {
    return new RegExp(pattern, 'u').test(text)
  } catch {
    return new RegExp(pattern).test(text)
  }
}
