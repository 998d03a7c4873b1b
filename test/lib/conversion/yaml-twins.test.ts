import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { makePlan } from '../../../lib/conversion/make-plan.ts'
import { ExactNumber } from '../../../lib/json/exact-number.ts'
import { isMapping, type Mapping } from '../../../lib/json/mapping.ts'
import { DEFAULT_LIMITS } from '../../../lib/openapi/parse/limits.ts'
import { parse } from '../../../lib/openapi/parse/parse.ts'
import { readDocuments } from './support/documents.ts'

/** Real documents, if they are next to the checkout. */
const CORPUS = join(import.meta.dirname, '../../../../shared/corpus')
const MAX_BYTES = 600_000

/** Strings that are numbers or booleans in YAML, unless they are quoted. */
const AMBIGUOUS = ['1.10', '2.0', '007', '1e3', '0x1F', '.5', '+1', 'true', 'False', '12345678901234567890', '1E400']
/** Fields that are strings in every object that has them. */
const FIELDS = ['title', 'summary', 'description', 'version', 'operationId', 'format']
/** Members whose values are no objects of OpenAPI. */
const DATA = /^(?:default|enum|const|examples?|value)$|^x-/

const isStringSchema = (owner: Mapping): boolean => owner.type === 'string'

/** Returns true for a string that its place requires to be one. */
const isRequired = (owner: Mapping, key: string): boolean =>
  FIELDS.includes(key) || (isStringSchema(owner) && (key === 'default' || key === 'const'))

const isRequiredArray = (owner: Mapping, key: string): boolean =>
  key === 'required' || key === 'tags' || (isStringSchema(owner) && key === 'enum')

/** Members whose keys are names. */
const NAMES =
  /^(?:properties|patternProperties|schemas|definitions|\$defs|parameters|responses|headers|examples|paths)$/

type Place = 'object' | 'names' | 'data'

const placeOf = (place: Place, key: string): Place =>
  place === 'data' || (place === 'object' && DATA.test(key))
    ? 'data'
    : place === 'object' && NAMES.test(key)
      ? 'names'
      : 'object'

const isScalar = (value: unknown): boolean => typeof value !== 'object' || value instanceof ExactNumber

/** Replaces scalars by ambiguous strings, where strings are required. */
const ambiguous = (value: unknown, next: () => string, place: Place = 'object'): unknown => {
  if (Array.isArray(value)) return value.map(item => ambiguous(item, next, place === 'names' ? 'object' : place))
  if (!isMapping(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      if (place === 'object' && isScalar(item) && isRequired(value, key)) return [key, next()]
      if (place === 'object' && Array.isArray(item) && isRequiredArray(value, key))
        return [key, item.map(one => (isScalar(one) ? next() : one))]
      return [key, ambiguous(item, next, placeOf(place, key))]
    }),
  )
}

const scalar = (value: unknown, isPlain: boolean): string =>
  isPlain && typeof value === 'string' && AMBIGUOUS.includes(value) ? value : JSON.stringify(value)

/** Writes YAML whose strings are not quoted where they are ambiguous and their place requires a string. */
const writeYaml = (value: unknown, place: Place = 'object'): string => {
  if (Array.isArray(value))
    return `[${value.map(item => writeYaml(item, place === 'names' ? 'object' : place)).join(', ')}]`
  if (!isMapping(value) || value instanceof ExactNumber) return scalar(value, false)
  const members = Object.entries(value).map(([key, item]) => {
    const name = AMBIGUOUS.includes(key) ? key : JSON.stringify(key)
    if (place === 'object' && typeof item === 'string') return `${name}: ${scalar(item, isRequired(value, key))}`
    return place === 'object' && Array.isArray(item) && isRequiredArray(value, key)
      ? `${name}: [${item.map(one => (isMapping(one) || Array.isArray(one) ? writeYaml(one) : scalar(one, true))).join(', ')}]`
      : `${name}: ${writeYaml(item, placeOf(place, key))}`
  })
  return `{ ${members.join(', ')} }`
}

/** Parses a document and returns its plan, or the reason why there is none. */
const planOf = (text: string, format: string): unknown => {
  const parsed = parse(Buffer.from(text), '', DEFAULT_LIMITS)
  if (!parsed.ok) throw new Error(parsed.problem.message)
  expect(parsed.format).toBe(format)
  const planned = makePlan(new Map([['', parsed.value]]), '')
  return planned.ok ? planned.plan : planned.problem
}

const expectTwins = (value: unknown): void => {
  let count = 0
  const document = ambiguous(value, () => AMBIGUOUS[count++ % AMBIGUOUS.length] ?? '')
  // The comment makes it YAML.
  const yaml = `# YAML\n${writeYaml(document)}`
  expect(planOf(yaml, 'yaml')).toEqual(planOf(JSON.stringify(document), 'json'))
}

describe('a document in YAML with plain scalars has the plan of its JSON twin', () => {
  test.each(readDocuments())('$name', ({ value }) => {
    expectTwins(value)
  })

  const files = existsSync(CORPUS)
    ? readdirSync(CORPUS).filter(file => /\.(json|ya?ml)$/.test(file) && statSync(join(CORPUS, file)).size < MAX_BYTES)
    : []
  test.each(files)('%s', file => {
    const parsed = parse(readFileSync(join(CORPUS, file)), '', DEFAULT_LIMITS)
    if (parsed.ok && isMapping(parsed.value)) expectTwins(parsed.value)
  })
})
