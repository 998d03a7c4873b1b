import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { classify } from '../../../lib/release/classify.ts'
import type { Kind } from '../../../lib/release/rule.ts'
import { releaseWith } from './releases.ts'

type Schema = Readonly<Record<string, unknown>>
type Schemas = Readonly<Record<string, unknown>>

/** More runs search for mistakes; a mistake becomes a pair of documents. */
const RUNS = Number(process.env.RELEASE_RUNS ?? 100)

const SEED = Number(process.env.RELEASE_SEED ?? 16)

const NAMES = ['a', 'b', 'c']
const REFERENCES = ['Root', 'Left', 'Right'].map(name => ({ $ref: `#/$defs/${name}` }))

/** Values that the schemas below tell apart. */
const value: fc.Arbitrary<unknown> = fc.letrec(tie => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(null, true, 0, 1, 2, 5, 1.5, '', 'x', 'xx', 'yyyy'),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...NAMES), tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value

const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 })

/** Schemas of JSON Schema 2020-12, also circular ones, with some keywords for alternatives. */
const schemaWith = (...unions: readonly string[]): fc.Arbitrary<unknown> =>
  fc.letrec(tie => {
    const inner = tie('schema')
    const clean = (record: Schema): Schema =>
      Object.fromEntries(Object.entries(record).filter(([, member]) => member !== undefined))
    return {
      schema: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        fc.constantFrom({ type: 'string' }, { type: 'integer' }, { type: 'number' }, {}, true),
        fc
          .record({
            type: fc.constantFrom('string', ['string', 'null'], ['string', 'integer']),
            minLength: optional(fc.nat(3)),
            maxLength: optional(fc.nat(3)),
            pattern: optional(fc.constantFrom('^x', 'y$')),
            enum: optional(fc.uniqueArray(fc.constantFrom('x', 'xx', '', null, 1), { minLength: 1 })),
          })
          .map(clean),
        fc
          .record({
            type: fc.constantFrom('integer', 'number'),
            minimum: optional(fc.nat(3)),
            exclusiveMinimum: optional(fc.nat(3)),
            maximum: optional(fc.nat(3)),
            multipleOf: optional(fc.constantFrom(1, 2, 4)),
            const: optional(fc.constantFrom(1, 2)),
          })
          .map(clean),
        fc
          .record({
            type: fc.constant('object'),
            properties: optional(
              fc.dictionary(fc.constantFrom(...NAMES), inner, { maxKeys: 3, noNullPrototype: true }),
            ),
            required: optional(fc.uniqueArray(fc.constantFrom(...NAMES), { maxLength: 2 })),
            additionalProperties: optional(fc.oneof(fc.boolean(), inner)),
            minProperties: optional(fc.nat(2)),
            not: optional(inner),
          })
          .map(clean),
        fc
          .record({
            type: fc.constant('array'),
            items: optional(inner),
            minItems: optional(fc.nat(2)),
            uniqueItems: optional(fc.boolean()),
          })
          .map(clean),
        ...unions.map(key => fc.record({ [key]: fc.array(inner, { minLength: 1, maxLength: 3 }) })),
        fc.constantFrom(...REFERENCES),
      ),
    }
  }).schema

const schemasOf = (schema: fc.Arbitrary<unknown>): fc.Arbitrary<Schemas> =>
  fc.record({ Root: schema, Left: schema, Right: schema })

/** By decision, the alternatives of oneOf exclude each other; those of random schemas do not. */
const comparable = schemaWith('anyOf', 'allOf')
const schemas = schemasOf(schemaWith('anyOf', 'oneOf', 'allOf'))

const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null

/** Replaces one schema inside another, or some of its keywords. */
const replacedAt = (node: unknown, pick: number, other: unknown): unknown => {
  const places: (() => unknown)[] = []
  const walk = (inner: unknown, rebuild: (item: unknown) => unknown): void => {
    places.push(() => rebuild(other))
    if (typeof inner !== 'object' || inner === null) return
    const source = inner as Schema
    const keywords = Object.keys(source)
    for (const key of keywords) {
      const { [key]: _, ...rest } = source
      places.push(() => rebuild(rest))
      const fresh = isSchema(other) ? other[key] : undefined
      if (fresh !== undefined) places.push(() => rebuild({ ...source, [key]: fresh }))
    }
    if (isSchema(other) && other.type === source.type) places.push(() => rebuild({ ...source, ...other }))
    for (const key of ['items', 'not', 'additionalProperties'])
      if (source[key] !== undefined) walk(source[key], item => rebuild({ ...source, [key]: item }))
    for (const key of ['anyOf', 'allOf', 'oneOf', 'properties'])
      for (const [name, member] of Object.entries(source[key] ?? {}))
        walk(member, item => {
          const whole = source[key]
          return rebuild({
            ...source,
            [key]: Array.isArray(whole) ? whole.with(Number(name), item) : { ...(whole as Schema), [name]: item },
          })
        })
  }
  walk(node, item => item)
  return places[pick % places.length]?.()
}

/** Two releases that differ in one or two schemas. */
const pair = fc
  .tuple(schemasOf(comparable), fc.nat(), comparable, fc.nat(), optional(comparable))
  .map(([before, pick, other, pickRight, otherRight]): [Schemas, Schemas] => [
    before,
    {
      Root: replacedAt(before.Root, pick, other),
      Left: before.Left,
      Right: otherRight === undefined ? before.Right : replacedAt(before.Right, pickRight, otherRight),
    },
  ])

const kindOf = (before: Schemas, after: Schemas, direction: 'sent' | 'received'): Kind | undefined =>
  classify(releaseWith(before, direction), releaseWith(after, direction)).actions.get('act')?.kind

/** Returns true if `$ref` and `allOf` alone lead from a schema to itself: such a schema has no meaning. */
const isEndless = (all: Schemas): boolean => {
  const reaches = (node: unknown, seen: ReadonlySet<string>): boolean => {
    if (typeof node !== 'object' || node === null) return false
    const { $ref, allOf = [], anyOf = [], oneOf = [], not } = node as Record<string, unknown> & { $ref?: string }
    const name = $ref?.split('/').at(-1)
    if (name !== undefined && (seen.has(name) || reaches(all[name], new Set([...seen, name])))) return true
    return [allOf, anyOf, oneOf, not].flat().some(part => reaches(part, seen))
  }
  return Object.keys(all).some(name => reaches(all[name], new Set([name])))
}

/** Changes that are compatible by decision: workflows neither send nor read what they do not know. */
const BY_DECISION = new Set(['property-added', 'property-added-required', 'additional-properties-opened'])

test.each(['sent', 'received'] as const)('a change of what is %s that is not breaking keeps the values', direction => {
  let compared = 0
  fc.assert(
    fc.property(pair, fc.array(value, { minLength: 40, maxLength: 40 }), ([before, after], values) => {
      if (isEndless(before) || isEndless(after)) return
      const changes = classify(releaseWith(before, direction), releaseWith(after, direction))
      const reasons = [...changes.actions.values(), ...changes.definitions.values()].flatMap(change => change.reasons)
      if (changes.actions.get('act')?.kind === 'breaking' || reasons.some(({ rule }) => BY_DECISION.has(rule))) return
      const [a, b] = [before, after].map($defs =>
        new Ajv2020({ strict: false, logger: false }).compile({ $defs, $ref: '#/$defs/Root' }),
      )
      const [narrow, wide] = direction === 'sent' ? [a, b] : [b, a]
      for (const item of values)
        if (narrow?.(item)) {
          compared++
          expect(wide?.(item), JSON.stringify({ item, reasons })).toBe(true)
        }
    }),
    { seed: SEED, numRuns: RUNS },
  )
  expect(compared).toBeGreaterThan(RUNS / 5)
})

test('equal releases have no changes', () => {
  fc.assert(
    fc.property(schemas, all => {
      const { actions, definitions } = classify(releaseWith(all, 'sent'), releaseWith(structuredClone(all), 'sent'))
      expect([...actions, ...definitions]).toEqual([])
    }),
    { seed: 17, numRuns: 500 },
  )
})

const PLACES = ['properties', 'items', 'additionalProperties', 'anyOf', 'not']

/** Any JSON, with keywords of schemas as keys. */
const anything = fc.jsonValue({ maxDepth: 4 }).chain(json =>
  fc.constantFrom(
    json,
    ...PLACES.map(key => ({ [key]: json })),
    { $ref: json },
    { $ref: '#/$defs/Root', allOf: [json, { $ref: '#/$defs/Left' }] },
    { oneOf: [json, { type: 'null' }], discriminator: json },
    {
      properties: { __proto__: json, constructor: { $ref: '#/$defs/Nothing' } },
      required: json,
      enum: json,
      type: json,
    },
    { minimum: json, maximum: json, multipleOf: json, pattern: json, format: json, prefixItems: json },
  ),
)

test('any JSON is accepted as a schema', () => {
  const all = fc.record({ Root: anything, Left: anything })
  fc.assert(
    fc.property(all, all, (before, after) => {
      for (const direction of ['sent', 'received'] as const) kindOf(before, after, direction)
    }),
    { seed: 18, numRuns: 1000 },
  )
})

/** Changes one schema in another, at a random place that has values. */
const changedAt = (node: unknown, pick: number, change: (schema: Schema) => Schema): unknown => {
  const places: ((with_: Schema) => unknown)[] = []
  const walk = (inner: unknown, rebuild: (item: unknown) => unknown): void => {
    const source = inner as Schema
    places.push(() => rebuild(change(source)))
    const properties = source.properties as Schema | undefined
    for (const [name, property] of Object.entries(properties ?? {}))
      walk(property, item => rebuild({ ...source, properties: { ...properties, [name]: item } }))
    if (source.items !== undefined) walk(source.items, item => rebuild({ ...source, items: item }))
  }
  walk(node, item => item)
  return places[pick % places.length]?.({})
}

/** Trees of objects and arrays with strings and integers. */
const tree: fc.Arbitrary<unknown> = fc.letrec(tie => ({
  tree: fc.oneof(
    { depthSize: 'medium' },
    fc.constantFrom({ type: 'string' }, { type: 'integer' }, { type: 'string', enum: ['x', 'y'] }),
    fc.record({ type: fc.constant('array'), items: tie('tree') }),
    fc.record({
      type: fc.constant('object'),
      properties: fc.dictionary(fc.constantFrom(...NAMES), tie('tree'), { noNullPrototype: true }),
    }),
  ),
})).tree

const narrowed = ({ type, ...schema }: Schema): Schema => {
  if (type === 'string' && schema.enum !== undefined) return { type, enum: ['x'] }
  if (type === 'string') return { type, ...schema, maxLength: 3 }
  if (type === 'integer') return { type, ...schema, minimum: 1 }
  if (type === 'array') return { type, ...schema, maxItems: 3 }
  return {
    type,
    ...schema,
    required: ['new'],
    properties: { ...(schema.properties as Schema), new: { type: 'string' } },
  }
}

test('a narrower request is breaking at any place, and compatible in a response', () => {
  fc.assert(
    fc.property(tree, fc.nat(), (root, pick) => {
      const after = { Root: changedAt(root, pick, narrowed) }
      expect(kindOf({ Root: root }, after, 'sent')).toBe('breaking')
      expect(kindOf({ Root: root }, after, 'received')).toBe('compatible')
      expect(kindOf(after, { Root: root }, 'received')).toBe('breaking')
    }),
    { seed: 19, numRuns: 150 },
  )
})

test('another text is an annotation at any place', () => {
  fc.assert(
    fc.property(tree, fc.nat(), fc.string({ minLength: 1 }), (root, pick, description) => {
      const after = {
        Root: changedAt(root, pick, inner => ({ ...inner, description, title: description, examples: [1] })),
      }
      const changes = classify(releaseWith({ Root: root }, 'sent'), releaseWith(after, 'sent'))
      expect(changes.definitions.get('Root')?.kind).toBe('annotation')
      expect(changes.actions.size).toBe(0)
    }),
    { seed: 20, numRuns: 150 },
  )
})
