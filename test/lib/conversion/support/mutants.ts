import fc from 'fast-check'
import { ExactNumber } from '../../../../lib/json/exact-number.ts'

/** A way into a value: keys and indexes. */
type Path = readonly (string | number)[]

const pathsOf = (value: unknown, at: Path = []): Path[] =>
  typeof value === 'object' && value !== null && !(value instanceof ExactNumber)
    ? [at, ...Object.entries(value).flatMap(([key, item]) => pathsOf(item, [...at, key]))]
    : [at]

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((node, key) => (node as Record<string | number, unknown>)[key], value)

/** A copy of a value with something else at a place. */
const replaced = (value: unknown, [key, ...rest]: Path, item: unknown): unknown => {
  if (key === undefined) return item
  if (typeof value !== 'object' || value === null) return value
  const copy: unknown = Array.isArray(value) ? [...value] : { ...value }
  // Not by assignment, which would set a prototype where the key is `__proto__`.
  Object.defineProperty(copy, key, {
    value: replaced(valueAt(value, [key]), rest, item),
    enumerable: true,
    configurable: true,
    writable: true,
  })
  return copy
}

/** Values that have meaning in a document, where they stand or where they should not. */
const TELLING = [
  null,
  '',
  {},
  [],
  [null],
  true,
  -1,
  1e300,
  { $ref: '#' },
  { $ref: '#/paths' },
  { $ref: '#/components/schemas' },
  { $ref: '#/info/title' },
  { $ref: '../../x' },
  { $ref: 3 },
  '#/$defs/Pet',
  '{{ .conn.secret }}',
  '{a}{b}{a}',
  'a?b={c}#d',
  '\u0000\uD800',
  ['a', 'a', null],
  { type: 'object', properties: { $ref: { type: 'string' } } },
  { allOf: [{ $ref: '#' }, { $ref: '#' }] },
  { discriminator: { propertyName: 'a', mapping: { a: '#', b: {} }, defaultMapping: '#' } },
]

/** The document with up to four places filled with something else: any JSON, a telling value, or another of its parts. */
export const mutantsOf = (document: unknown): fc.Arbitrary<unknown> => {
  const paths = pathsOf(document)
  const place = fc.constantFrom(...paths)
  const item = fc.oneof(
    fc.constantFrom(...TELLING),
    fc.jsonValue({ maxDepth: 3 }),
    place.map(path => valueAt(document, path)),
  )
  return fc
    .array(fc.tuple(place, item), { minLength: 1, maxLength: 4 })
    .map(changes =>
      changes.reduce(
        (changed, [path, value]) => (exists(changed, path) ? replaced(changed, path, value) : changed),
        document,
      ),
    )
}

const exists = (value: unknown, path: Path): boolean => {
  let node = value
  for (const key of path) {
    if (typeof node !== 'object' || node === null || !Object.hasOwn(node, key)) return false
    node = (node as Record<string | number, unknown>)[key]
  }
  return true
}

/** The document with the keys of its mappings in another order, but of those whose order is told on. */
export const shufflesOf = (document: unknown): fc.Arbitrary<unknown> =>
  fc.infiniteStream(fc.nat(1_000_000)).map(ranks => {
    const shuffle = (value: unknown, keepsOrder: boolean, isPaths: boolean): unknown => {
      if (Array.isArray(value)) return value.map(item => shuffle(item, false, false))
      if (typeof value !== 'object' || value === null || value instanceof ExactNumber) return value
      const entries = Object.entries(value)
      const ordered = keepsOrder
        ? entries
        : entries
            .map(entry => ({ entry, rank: Number(ranks.next().value) }))
            .sort((a, b) => a.rank - b.rank)
            .map(({ entry }) => entry)
      return Object.fromEntries(
        ordered.map(([key, item]) => [
          key,
          shuffle(item, isPaths || key === 'paths' || key === 'properties', key === 'paths'),
        ]),
      )
    }
    return shuffle(document, false, false)
  })
