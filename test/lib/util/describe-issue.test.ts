import * as v from 'valibot'
import { expect, test } from 'vitest'
import { CheckInput, HistoryInput, IdempotencyKey, ImportInput, uploadInput } from '../../../lib/api/input.ts'
import { GivenOptions } from '../../../lib/request/import-options.ts'
import { describeIssue, describeIssues } from '../../../lib/util/describe-issue.ts'

const issuesOf = (schema: v.GenericSchema, input: unknown) => v.safeParse(schema, input).issues ?? []

test('the first ten issues are described, and the others counted', () => {
  const issues = issuesOf(v.array(v.string()), Array(31_000).fill(1))
  const described = describeIssues(issues)
  expect(described).toMatch(/^"0" must be a string, got a number; "1" must be a string/)
  expect(described).toMatch(/; "9" must be a string, got a number; and 30990 more$/)
})

test('a long name is cut', () => {
  const described = describeIssues(issuesOf(v.record(v.string(), v.string()), { ['x'.repeat(10_000)]: 1 }))
  expect(described).toMatch(/^"x+…$/)
  expect(described).toHaveLength(151)
})

const record = v.record(v.string(), v.number())

test.each<[name: string, schema: v.GenericSchema, given: unknown, want: string]>([
  ['string', v.string(), 5, 'must be a string, got a number'],
  ['optional string', v.optional(v.string()), 5, 'must be a string, got a number'],
  ['nullish string', v.nullish(v.string()), [], 'must be a string, got an array'],
  ['string that is missing', v.string(), undefined, 'is required'],
  ['number', v.number(), 'sec', 'must be a number, got a string'],
  ['not a number', v.number(), Number.NaN, 'must be a number, got NaN'],
  ['boolean', v.boolean(), null, 'must be a boolean, got null'],
  ['array', v.array(v.string()), {}, 'must be an array, got an object'],
  ['object', v.object({}), 5, 'must be an object, got a number'],
  ['strict object', v.strictObject({}), true, 'must be an object, got a boolean'],
  ['strict object with another property', v.strictObject({}), { sec: 1 }, 'is not a known property'],
  ['object without a property', v.object({ a: v.string() }), {}, 'is required'],
  ['record', record, 'sec', 'must be an object, got a string'],
  ['value of a record', record, { a: 'sec' }, 'must be a number, got a string'],
  ['picklist of another value', v.picklist(['a', 'b']), 'sec', 'must be "a" or "b"'],
  ['picklist of another type', v.picklist(['a', 'b']), 5, 'must be "a" or "b", got a number'],
  ['literal', v.literal('*'), 'sec', 'must be "*"'],
  ['union of types', v.union([v.string(), v.number()]), true, 'must be a string or a number, got a boolean'],
  ['union with a literal', v.union([v.literal('*'), v.string()]), 5, 'must be "*" or a string, got a number'],
  [
    'union of optional values',
    v.union([v.optional(v.string()), v.array(v.string())]),
    5,
    'must be a string or an array, got a number',
  ],
  ['union of objects', v.union([v.object({}), v.string()]), 5, 'must be an object or a string, got a number'],
  ['non-empty', v.pipe(v.string(), v.nonEmpty()), '', 'must not be empty'],
  ['regular expression', v.pipe(v.string(), v.regex(/^a$/)), 'sec', 'does not have the expected form'],
  ['integer', v.pipe(v.number(), v.integer()), 1.5, 'must be an integer'],
  ['minimum', v.pipe(v.number(), v.minValue(1)), 0, 'must be at least 1'],
  ['maximum', v.pipe(v.number(), v.maxValue(1)), 2, 'must be at most 1'],
  ['length', v.pipe(v.string(), v.maxLength(2)), 'sec', 'must have a length of at most 2'],
  [
    'check',
    v.pipe(
      v.string(),
      v.check(() => false),
    ),
    'sec',
    'is invalid',
  ],
  ['JSON', v.pipe(v.string(), v.parseJson()), 'sec', 'is not valid JSON'],
  [
    'message of its own',
    v.pipe(
      v.string(),
      v.check(() => false, 'must be new'),
    ),
    'sec',
    'must be new',
  ],
])('%s', (_, schema, given, want) => {
  const [issue] = issuesOf(schema, given)
  if (issue === undefined) throw new Error('The value is accepted.')
  expect(describeIssue(issue)).toBe(want)
})

/** Every kind of value in place of each part of a body. */
const VALUES = [5, 1.5, null, true, '', 'sec/{ret}', [], [5], {}, { sec: 1 }]
const TARGET = { organisationId: 'a', connectorId: 'b', version: 'v' }
type Body = readonly [schema: v.GenericSchema, make: (value: unknown) => unknown]
const options = Object.keys(GivenOptions.entries)
const bodies: readonly Body[] = [
  [ImportInput, value => value],
  [ImportInput, value => ({ target: value, source: value, options: value })],
  ...Object.keys(TARGET).map((key): Body => [ImportInput, value => ({ target: { ...TARGET, [key]: value } })]),
  ...['key', 'url'].map((key): Body => [ImportInput, value => ({ target: TARGET, source: { [key]: value } })]),
  ...options.map((key): Body => [ImportInput, value => ({ target: TARGET, source: {}, options: { [key]: value } })]),
  [uploadInput(10), value => ({ target: TARGET, filename: value, size: value, contentType: value })],
  [HistoryInput, value => ({ organisationId: value, connectorId: value, version: value, next: value })],
  [CheckInput, value => ({ version: value })],
  [IdempotencyKey, value => value],
]

test.each(bodies)('no message of the API has the syntax of types or a value (%#)', (schema, make) => {
  const phrases = VALUES.flatMap(value => issuesOf(schema, make(value)).map(describeIssue))
  expect(phrases.filter(phrase => !/^(must|is|does not) /.test(phrase))).toEqual([])
  expect(phrases.filter(phrase => /Expected|received|undefined|\||sec|\/\^|Invalid/.test(phrase))).toEqual([])
})
