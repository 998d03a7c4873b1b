import { expect, test } from 'vitest'
import type { ParameterType } from '../../../../lib/contract/requests.ts'
import { coerceDefault, defaultIgnored } from '../../../../lib/conversion/parameters/default-value.ts'

const table: { given: unknown; type: ParameterType; want: unknown }[] = [
  { given: 'a', type: 'string', want: 'a' },
  { given: '', type: 'string', want: '' },
  { given: 1.5, type: 'string', want: '1.5' },
  { given: false, type: 'string', want: 'false' },
  { given: '\uD800x', type: 'string', want: '\uFFFDx' },
  { given: 3, type: 'integer', want: 3 },
  { given: 3.0, type: 'integer', want: 3 },
  { given: '3', type: 'integer', want: 3 },
  { given: '-3', type: 'integer', want: -3 },
  { given: 0.1, type: 'number', want: 0.1 },
  { given: '0.1', type: 'number', want: 0.1 },
  { given: true, type: 'boolean', want: true },
  { given: 'false', type: 'boolean', want: false },
  { given: ['a'], type: 'string', want: 'a' },
  { given: ['a', 1], type: 'string', want: 'a,1' },
]

test.each(table)('$given as $type is $want', ({ given, type, want }) => {
  expect(coerceDefault(given, type)).toEqual({ ok: true, value: want })
})

const unfit: { given: unknown; type: ParameterType }[] = [
  { given: null, type: 'string' },
  { given: { a: 1 }, type: 'string' },
  { given: [], type: 'string' },
  { given: [['a']], type: 'string' },
  { given: ['a,b'], type: 'string' },
  { given: ['a,b', 'c'], type: 'string' },
  { given: 1.5, type: 'integer' },
  { given: '1.0', type: 'integer' },
  { given: ' 1', type: 'integer' },
  { given: '', type: 'integer' },
  { given: '0x10', type: 'integer' },
  { given: 2 ** 53, type: 'integer' },
  { given: true, type: 'integer' },
  { given: Number.NaN, type: 'number' },
  { given: Number.POSITIVE_INFINITY, type: 'number' },
  { given: 'Infinity', type: 'number' },
  { given: '1e999', type: 'number' },
  { given: 1, type: 'boolean' },
  { given: 'True', type: 'boolean' },
]

test.each(unfit)('$given does not match $type', ({ given, type }) => {
  expect(coerceDefault(given, type)).toMatchObject({ ok: false, code: 'default-unfit' })
})

test.each([
  { style: 'form', explode: false, given: ['a', 'b'], want: 'a,b' },
  { style: 'simple', explode: false, given: ['a', 'b'], want: 'a,b' },
  { style: 'spaceDelimited', explode: false, given: ['a', 'b'], want: 'a b' },
  { style: 'pipeDelimited', explode: false, given: ['a', 'b,c'], want: 'a|b,c' },
  { style: 'tabDelimited', explode: false, given: ['a', 'b'], want: 'a\tb' },
  { style: 'form', explode: true, given: ['a,b'], want: 'a,b' },
  { style: 'form', explode: true, given: ['a', 'b'], want: undefined },
  { style: 'deepObject', explode: false, given: ['a', 'b'], want: undefined },
  { style: 'pipeDelimited', explode: false, given: ['a|b'], want: undefined },
  { style: 'pipeDelimited', explode: true, given: ['a', 'b'], want: undefined },
  { style: 'deepObject', explode: true, given: ['a'], want: undefined },
  { style: 'constructor', explode: true, given: ['a'], want: undefined },
  { style: 'simple', explode: true, given: ['a', 'b'], want: 'a,b' },
  { style: 'label', explode: false, given: ['a', 'b'], want: '.a,b' },
  { style: 'label', explode: true, given: ['a', 'b'], want: '.a.b' },
  { style: 'label', explode: true, given: ['a.b'], want: undefined },
  { style: 'matrix', explode: false, given: ['a', 'b'], want: ';n=a,b' },
  { style: 'matrix', explode: true, given: ['a', 'b'], want: ';n=a;n=b' },
  { style: 'matrix', explode: true, given: 5, want: ';n=5' },
  { style: 'label', explode: false, given: true, want: '.true' },
  { style: 'matrix', explode: false, given: {}, want: undefined },
])('$given in the style $style, explode $explode, is $want', ({ given, want, ...written }) => {
  const coerced = coerceDefault(given, 'string', { name: 'n', ...written })
  expect(coerced.ok ? coerced.value : undefined).toBe(want)
})

test.each([
  { mediaType: 'application/json', given: { b: [1], a: null }, want: '{"a":null,"b":[1]}' },
  { mediaType: 'application/vnd.x+json; v=1', given: 'a', want: '"a"' },
  { mediaType: 'text/plain', given: 3, want: '3' },
  { mediaType: 'text/plain', given: [3], want: undefined },
  { mediaType: 'application/xml', given: 'a', want: undefined },
  { mediaType: 'application/jsonl', given: ['a'], want: undefined },
])('$given as $mediaType is $want', ({ mediaType, given, want }) => {
  const coerced = coerceDefault(given, 'string', {
    name: 'n',
    style: 'form',
    explode: true,
    content: { name: mediaType },
  })
  expect(coerced.ok ? coerced.value : undefined).toBe(want)
})

test.each(['{{ .conn.secret }}', 'a{{', ['{{ .conn.secret }}'], ['{', '{x'].join('')])(
  '%j is never evaluated as a template',
  given => {
    expect(coerceDefault(given, 'string')).toMatchObject({ ok: false, code: 'default-template' })
  },
)

test('a long value is shortened in the message', () => {
  const coerced = coerceDefault({ text: 'x'.repeat(1000) }, 'string')
  if (coerced.ok) expect.fail('it was taken')
  expect(defaultIgnored(coerced, 'Default', 'size').message.length).toBeLessThan(170)
})
