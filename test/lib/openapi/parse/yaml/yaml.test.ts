import { parseEvents } from 'js-yaml'
import { expect, test } from 'vitest'
import { DEFAULT_LIMITS } from '../../../../../lib/openapi/parse/limits.ts'
import { type Parsed, parse } from '../../../../../lib/openapi/parse/parse.ts'
import { areInFlow, findSlips, indentSlips } from '../../../../../lib/openapi/parse/yaml/slips.ts'

const parseText = (text: string): Parsed & { readonly ok: true } => {
  const parsed = parse(Buffer.from(text), 'a.yaml', DEFAULT_LIMITS)
  if (!parsed.ok) throw new Error(parsed.problem.message)
  return parsed
}

test.each([
  {
    name: 'an alias of a scalar has the text of its anchor',
    given: 'info: { version: &v 1.10 }\nschema: { type: string, default: *v }\nother: { type: number, default: *v }',
    want: { info: { version: '1.10' }, schema: { default: '1.10' }, other: { default: 1.1 } },
  },
  {
    name: 'an array that a number and a string share has both forms',
    given: 'a: { type: number, enum: &e [1.0, 007] }\nb: { type: string, enum: *e }\nexample: *e\nc: { enum: *e }',
    want: { a: { enum: [1, 7] }, b: { enum: ['1.0', '007'] }, example: [1, 7], c: { enum: [1, 7] } },
  },
  {
    name: 'a merged key has the text of its source',
    given: 'a: &a { title: 1.0, default: 2.0 }\nb: { <<: *a, type: string }',
    want: { a: { title: '1.0', default: 2 }, b: { title: '1.0', default: '2.0' } },
  },
  {
    name: 'data keeps its values',
    given: 'example: { title: 1.0 }\nx-data: { version: 1.0 }\ndefault: { name: 1.0, more: [[1.0]] }',
    want: { example: { title: 1 }, 'x-data': { version: 1 }, default: { name: 1, more: [[1]] } },
  },
  {
    name: 'names are free',
    given: 'properties: { title: { type: number, default: 1.0 }, default: { enum: [1.0] } }',
    want: { properties: { title: { default: 1 }, default: { enum: [1] } } },
  },
  { name: 'a lone scalar', given: '1.0', want: 1 },
  { name: 'an array at the root', given: '- 1.0\n- [2.0]', want: [1, [2]] },
  {
    name: 'no number',
    given: 'a: { type: number, default: .inf }',
    want: { a: { default: Number.POSITIVE_INFINITY } },
  },
])('$name', ({ given, want }) => {
  const { value } = parseText(given)
  if (typeof want === 'object') expect(value).toMatchObject(want)
  else expect(value).toBe(want)
})

test.each([
  ['a: 0xFFFFFFFFFFFFFFFF', '18446744073709551615'],
  ['a: 0o7777777777777777777777', '73786976294838206463'],
  ['a: +012345678901234567890', '12345678901234567890'],
  ['a: 1E400', '1E400'],
  ['a: .10000000000000000555', '0.10000000000000000555'],
])('%s keeps its digits', (given, want) => {
  expect(JSON.stringify(parseText(given).value)).toBe(`{"a":${want}}`)
})

test.each([
  ['a: [1, !x { b: !!str 2, c: !!str [3] }]', '/a/1', '"!x"', { a: [1, { b: '2', c: [3] }] }],
  ['a:\n- !<tag:b/c> d\n', '/a/0', 'is not supported', { a: ['d'] }],
  ['? !x a/b\n: !y c', '/a~1b', 'YAML tags', { 'a/b': 'c' }],
  ['a: !!float x\nb: !!map\n', '/a', '"!!float"', { a: 'x', b: null }],
])('tags of %s', (given, pointer, message, want) => {
  const { value, problems } = parseText(given)
  expect(value).toEqual(want)
  expect(problems).toMatchObject([{ code: 'yaml-tag', severity: 'warning', pointer: `a.yaml#${pointer}` }])
  expect(problems[0]?.message).toContain(message)
})

test('many lines that are not indented enough are corrected at once', () => {
  const count = 20_000
  const lines = Array.from({ length: count }, (_, i) => `a${i}: "text\nthat continues"`)
  const { value, problems } = parseText(lines.join('\n'))
  expect(Object.values(value as object)).toEqual(Array.from({ length: count }, () => 'text that continues'))
  expect(problems).toMatchObject([{ code: 'yaml-indentation' }])
})

test('lines are corrected one by one if the quotes of a plain string mislead', () => {
  const { value } = parseText('a:\n  plain\n  "quoted and\nb: 1\nc: "x\ny"')
  expect(value).toEqual({ a: 'plain "quoted and', b: 1, c: 'x y' })
})

test('the place of an error is that of the uploaded text', () => {
  const parsed = parse(Buffer.from('a: "b\nc"\nd: [\ne }'), 'a.yaml', DEFAULT_LIMITS)
  expect(parsed).toMatchObject({ ok: false, problem: { message: expect.stringContaining('line 4, column 3') } })
})

test('a text is not corrected if that would need more spaces than it has characters', () => {
  const text = `${' '.repeat(1_000_000)}- "a\nb\nc"`
  expect(indentSlips(text, findSlips(text))).toBeUndefined()
})

test.each([
  ['a: |\n  x\nb: "c\n  d"', 1, false],
  ['a: |\n  x\nb: "c\n  d"', 2, false],
  ['a: |\n  x\nb: "c\n  d"', 3, true],
  ['a: [\n b,\n ]\nc: d', 1, true],
  ['a: [\n b,\n ]\nc: d', 2, true],
  ['a: [\n b,\n ]\nc: d', 3, false],
  ['a: b\n  c\nd: *e', 2, false],
])('in %j, indentation has no meaning in line %d: %s', (text, line, want) => {
  expect(areInFlow(text, parseEvents(text, {}), new Map([[line, 0]]))).toBe(want)
})
