import { expect, test } from 'vitest'
import { DEFAULT_LIMITS, type Limits } from '../../../../lib/openapi/parse/limits.ts'
import { type Parsed, parse } from '../../../../lib/openapi/parse/parse.ts'

const parseText = (text: string, limits: Partial<Limits> = {}): Parsed =>
  parse(new TextEncoder().encode(text), 'a.yaml', { ...DEFAULT_LIMITS, ...limits })

test.each([
  { given: '{"a": 1}', format: 'json', want: { a: 1 } },
  { given: ' \n[1, "b"]', format: 'json', want: [1, 'b'] },
  { given: 'a: 1\r\nb: [x, yes, no, null, ~]', format: 'yaml', want: { a: 1, b: ['x', 'yes', 'no', null, null] } },
  { given: '{"a": 1,}', format: 'json', want: { a: 1 } },
  { given: '// a remark\n{ "a": /* b */ 1 } // done', format: 'json', want: { a: 1 } },
  {
    given: '{ "a": "//", "b": ",}", /* "c": 1 */ "d": "\\"/*", }',
    format: 'json',
    want: { a: '//', b: ',}', d: '"/*' },
  },
  { given: '{a: 1}', format: 'yaml', want: { a: 1 } },
  {
    given: '# a remark\na: 0x1F\nb: 1e3\nc: 010\nd: 2024-01-01',
    format: 'yaml',
    want: { a: 31, b: 1000, c: 10, d: '2024-01-01' },
  },
  { given: 'a: &x { b: 1 }\nc: { <<: *x, d: 2 }', format: 'yaml', want: { a: { b: 1 }, c: { b: 1, d: 2 } } },
  { given: '"a":\n  "text\nthat goes on"', format: 'yaml', want: { a: 'text that goes on' } },
])('$given', ({ given, format, want }) => {
  expect(parseText(given)).toMatchObject({ ok: true, format, value: want })
})

test.each([
  { given: '1.0: a\n1: b\n01: c', want: { '1.0': 'a', 1: 'b', '01': 'c' } },
  { given: '{ ~: a, null: b, : c, Null: d }', want: { '~': 'a', null: 'b', '': 'c', Null: 'd' } },
  { given: 'True: a\ntrue: b\n.inf: c\n-0: d', want: { True: 'a', true: 'b', '.inf': 'c', '-0': 'd' } },
  { given: '? 0x1F\n: a\n"31": b\n! 1e3 : c', want: { '0x1F': 'a', 31: 'b', '1e3': 'c' } },
  { given: 'a: &n 1.0\n*n : [*n, ~]', want: { a: 1, '1.0': [1, null] } },
  { given: '&n 1.0: *n', want: { '1.0': 1 } },
  {
    given: 'a: &x { 1.0: b, ~: c }\nd: { <<: [*x, { 01: e }], 1.0: f }',
    want: { a: { '1.0': 'b', '~': 'c' }, d: { '1.0': 'f', '~': 'c', '01': 'e' } },
  },
  { given: '1.0', want: 1 },
])('the keys of $given are as they are written', ({ given, want }) => {
  expect(parseText(given)).toMatchObject({ ok: true, value: want, problems: [] })
})

test.each([
  { given: '{ openapi: 3.0.3 }', want: [] },
  { given: "{ 'a': 1 }", want: [] },
  { given: '{ # a remark\n a: https://a.example }', want: [] },
  { given: '"a": 1\n"b": 2', want: [] },
  { given: '[ { a: 1 } ]', want: [] },
  { given: '//a: 1\n//b: 2', want: [] },
  { given: '{ "a": 1, }', want: ['json-comments'] },
  { given: '[1, 2,]', want: ['json-comments'] },
  { given: '[1, 2, /* none */ // at all\n]', want: ['json-comments'] },
  { given: '{ // a remark\n "a": 1, "a": 2 }', want: ['json-comments', 'duplicate-key'] },
  { given: '{ \'a\': 1, "b": 2 }', want: [] },
  { given: '{ "a": 1, b: 2 }', want: ['json-as-yaml'] },
  { given: '{ "a": \'b\' }', want: ['json-as-yaml'] },
  { given: '{ a: 1, /* a remark */ b: 2 }', want: ['json-as-yaml'] },
  { given: 'a: !!binary aGk=', want: ['yaml-tag'] },
])('$given is told: $want', ({ given, want }) => {
  const parsed = parseText(given)
  if (!parsed.ok) expect.fail(parsed.problem.message)
  expect(parsed.problems.map(({ code }) => code)).toEqual(want)
})

test.each([
  { given: '{\n  "a": 1\n  "b": 2\n}', code: 'not-json', place: 'line 3, column 3' },
  { given: '{"a": [1, 2', code: 'not-json', place: 'line 1, column 12' },
  { given: '{"a": 1} {', code: 'not-json', place: 'line 1, column 10' },
  { given: '/* a */ {\n  "a": 1 // one\n  "b": 2\n}', code: 'not-json', place: 'line 3, column 3' },
  { given: '[1, /* a', code: 'not-json', place: 'line 1, column 5' },
  { given: '[,]', code: 'not-json', place: 'line 1, column 2' },
  { given: '{ "a": "b, // c', code: 'not-json', place: 'line 1, column 16' },
  { given: 'a: 1\n b: 2\n', code: 'not-yaml', place: 'line 2, column 3' },
  { given: 'a: "b', code: 'not-yaml', place: 'line 1, column 6' },
  { given: '{ a: 1', code: 'not-yaml', place: 'line 1, column 7' },
  { given: '? [a]\n: b', code: 'not-yaml', place: 'line 1, column 3' },
  { given: 'a: [{ b: c }]\nd:\n  e: {{ name }}', code: 'not-yaml', place: 'line 3, column 7' },
  { given: 'a:\n  - b\n  - ? c: d\n    : e', code: 'not-yaml', place: 'line 3, column 7' },
  { given: 'a: &x [b]\nc:\n  *x : d', code: 'not-yaml', place: 'line 3, column 4' },
  { given: 'a: *nobody', code: 'not-yaml', place: 'line 1, column 5' },
  { given: 'a: [1\nb: }', code: 'not-yaml', place: 'line 2, column 2' },
  { given: '\u0000', code: 'not-yaml', place: 'line 1' },
])('$given is refused with the place', ({ given, code, place }) => {
  const parsed = parseText(given)
  if (parsed.ok) expect.fail('it was parsed')
  expect(parsed.problem).toMatchObject({ severity: 'error', code, pointer: 'a.yaml#' })
  expect(parsed.problem.message).toContain(`${place}`)
  expect(parsed.problem.message).toContain('Correct it and import it again.')
})

test.each([
  { given: '', limits: {}, want: 'empty' },
  { given: ' \n\t', limits: {}, want: 'empty' },
  { given: 'abcd', limits: { bytes: 3 }, want: 'too-large' },
  { given: '[[[1]]]', limits: { depth: 2 }, want: 'too-deep' },
  { given: '[1, 2, 3]', limits: { nodes: 3 }, want: 'too-many-values' },
  { given: 'a: &a [1]\nb: [*a, *a, *a]', limits: { aliases: 2 }, want: 'too-many-aliases' },
  { given: 'a: &a { b: 1, c: 2 }\nb: { <<: *a }', limits: { merges: 2 }, want: 'too-many-merged-keys' },
  { given: `a: &a {}\nb: { <<: [${'*a,'.repeat(101)}] }`, limits: {}, want: 'too-many-merged-keys' },
  { given: 'a: &a [*a]', limits: {}, want: 'too-deep' },
  { given: `${'['.repeat(20_000)}${']'.repeat(20_000)}`, limits: {}, want: 'too-deep' },
  { given: `a: ${'['.repeat(20_000)}${']'.repeat(20_000)}`, limits: {}, want: 'too-deep' },
])('a limit: $want', ({ given, limits, want }) => {
  expect(parseText(given, limits)).toMatchObject({ ok: false, problem: { code: want } })
})

test.each([
  { given: '{"a":1,"a":2}', want: ['/a'] },
  { given: '{"a" : 1, "b":1, "b":2}', want: ['/b'] },
  { given: '{"a":[{"b/c":1,"b/c":{"d":1,"d":2}}]}', want: ['/a/0/b~1c', '/a/0/b~1c/d'] },
  { given: '{"a":"\\"b\\":1","c":":","d":"\\\\"}', want: [] },
  { given: '{"\\u0061":1,"a":2}', want: ['/a'] },
  { given: 'a: 1\na: 2', want: ['/a'] },
  { given: 'a:\n  - b: { c: 1, c: 2 }\n    b: 3', want: ['/a/0/b/c', '/a/0/b'] },
  { given: '200: a\n"200": b', want: ['/200'] },
  { given: '1.0: a\n1: b\n1.0: c', want: ['/1.0'] },
  { given: '&n 1.0: a\n*n : b', want: ['/1.0'] },
  { given: 'a: &x { b: 1 }\nc: { <<: *x, <<: *x, d: 1, d: 2 }', want: ['/c/d'] },
])('repeated keys of $given', ({ given, want }) => {
  const parsed = parseText(given)
  if (!parsed.ok) expect.fail(parsed.problem.message)
  expect(parsed.problems.map(({ code, pointer }) => `${code} ${pointer}`)).toEqual(
    want.map(pointer => `duplicate-key a.yaml#${pointer}`),
  )
})

test('a text of several megabytes beside a repeated key', () => {
  const parsed = parseText(`{"a":"${'x'.repeat(8_000_000)}","b":1,"b":2}`)
  expect(parsed).toMatchObject({ ok: true, problems: [{ code: 'duplicate-key' }] })
})

test.each(['__proto__', 'constructor', 'toString'])('a key %s is a key like any other', key => {
  for (const text of [`{"${key}": {"a": 1}}`, `${key}: { a: 1 }`]) {
    const parsed = parseText(text)
    if (!parsed.ok) expect.fail(parsed.problem.message)
    expect(Object.entries(parsed.value as object)).toEqual([[key, { a: 1 }]])
    expect(Object.getPrototypeOf(parsed.value)).toBe(Object.prototype)
  }
})
