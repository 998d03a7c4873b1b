import type { Random } from '../fuzz/random.ts'
import type { Lifted } from './lift-independently.ts'

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

/** Makes instances of schemas: most of them valid or nearly so. The random numbers alone decide which. */
export const createInstances = ($defs: Readonly<Record<string, Lifted>>, random: Random) => {
  const { below, chance, pick } = random

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

  const make = (schema: Lifted | undefined, depth = 0): unknown => {
    // Few faults near the root: a fault anywhere makes the whole invalid.
    if (chance(depth === 0 ? 0.05 : 0.03)) return pick(VALUES)
    if (chance(0.02)) return null
    const schemas = applied(schema)
    const all = (keyword: string): unknown[] =>
      schemas.flatMap(one => (one[keyword] === undefined ? [] : [one[keyword]]))
    const [fixed] = all('const')
    if (fixed !== undefined) return fixed
    const [listed] = all('enum') as unknown[][]
    if (listed !== undefined) return chance(0.02) ? pick(VALUES) : listed[below(listed.length)]
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
    const out: [string, unknown][] = []
    const optional = depth < 2 ? 0.4 : depth < 5 ? 0.15 : 0
    for (const [name, [first, ...others]] of properties) {
      if (!(required.has(name) ? !chance(0.02) : chance(optional))) continue
      const schema = others.length > 0 ? { allOf: [first, ...others] } : first
      out.push([name, depth > 8 ? null : make(schema, depth + 1)])
    }
    const [extra] = all('additionalProperties') as Lifted[]
    for (const name of required) if (!properties.has(name) && !chance(0.05)) out.push([name, make(extra, depth + 1)])
    if (depth < 8 && chance(extra === false ? 0.03 : typeof extra === 'object' ? 0.6 : 0.1))
      out.push([pick(STRINGS), make(extra === false ? true : extra, depth + 1)])
    for (const [pattern, schema] of (all('patternProperties') as Record<string, Lifted>[]).flatMap(Object.entries)) {
      const name = STRINGS.find(one => matches(pattern, one)) ?? 'x-a'
      if (depth < 8 && chance(0.5)) out.push([name, make(schema as Lifted, depth + 1)])
    }
    return Object.fromEntries(out)
  }

  const makeArray = (all: (keyword: string) => unknown[], depth: number): unknown[] => {
    const least = Math.max(0, ...(all('minItems') as number[]))
    const most = Math.min(least + 2, ...(all('maxItems') as number[]))
    const length = depth > 6 ? least : least + below(Math.max(0, most - least) + 1)
    const [prefix = []] = all('prefixItems') as Lifted[][]
    const [items, found] = [all('items')[0], all('contains')[0]] as (Lifted | undefined)[]
    const count = Math.min(chance(0.04) ? length + 1 : length, 30)
    return Array.from({ length: depth > 8 ? 0 : Math.max(count, chance(0.7) ? prefix.length : 0) }, (_, i) =>
      make(prefix[i] ?? items ?? found, depth + 1),
    )
  }

  const makeString = (all: (keyword: string) => unknown[]): string => {
    const patterns = all('pattern') as string[]
    const least = Math.max(0, ...(all('minLength') as number[]))
    const most = Math.min(Number.POSITIVE_INFINITY, ...(all('maxLength') as number[]))
    if (chance(0.05)) return 'y'.repeat(Math.min(most, 500) + (chance(0.5) ? 1 : 0))
    if (chance(0.03)) return 'y'.repeat(Math.max(0, Math.min(least, 500) - 1))
    const fitting = STRINGS.filter(
      text => text.length >= least && text.length <= most && patterns.every(pattern => matches(pattern, text)),
    )
    return fitting.length > 0 ? (fitting[below(fitting.length)] as string) : 'z'.repeat(Math.min(least, 500))
  }

  const makeNumber = (all: (keyword: string) => unknown[], isInteger: boolean): number => {
    const lower = [...all('minimum'), ...all('exclusiveMinimum')] as number[]
    const upper = [...all('maximum'), ...all('exclusiveMaximum')] as number[]
    const [step = isInteger ? 1 : 0.5] = all('multipleOf') as number[]
    const bounds = [...lower, ...upper]
    if (bounds.length > 0 && chance(0.4)) return (bounds[below(bounds.length)] as number) + (below(3) - 1) * step
    const least = lower.length > 0 ? Math.max(...lower) : 0
    const most = upper.length > 0 ? Math.min(...upper) : least + 1_000
    const number = least + Math.floor(Math.max(0, most - least) * (below(100) / 100))
    if (chance(0.05)) return number + 0.25
    return chance(0.1) ? -number : Math.ceil(number / step) * step
  }

  return { make: (schema: Lifted): unknown => make(schema) }
}

const matches = (pattern: string, text: string): boolean => {
  try {
    return new RegExp(pattern, 'u').test(text)
  } catch {
    return new RegExp(pattern).test(text)
  }
}
