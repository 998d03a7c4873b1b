import { expect, test } from 'vitest'
import { canonical } from '../../../lib/json/canonical.ts'
import { ExactNumber, exactNumber, isInteger, parseNumber } from '../../../lib/json/exact-number.ts'
import { parseExactly } from '../../../lib/json/parse-json.ts'

test.each([
  ['0', 0],
  ['1.10', 1.1],
  ['1.0e2', 100],
  ['+.50', 0.5],
  ['7.', 7],
  ['007', 7],
  ['-0', -0],
  ['0e999', 0],
  ['1e23', 1e23],
  ['12345678901234567000', 12345678901234567000],
  ['0.30000000000000004', 0.1 + 0.2],
])('%s is the number %d', (text, want) => {
  expect(exactNumber(text)).toBe(want)
})

test.each([
  ['9007199254740993', '9007199254740993'],
  ['12345678901234567890', '12345678901234567890'],
  ['0.10000000000000000555', '0.10000000000000000555'],
  ['1E400', '1E400'],
  ['-1e-400', '-1e-400'],
  ['+1.e400', '1e400'],
  ['.10000000000000000555', '0.10000000000000000555'],
  ['-0012345678901234567890.', '-12345678901234567890'],
])('%s keeps its digits', (text, want) => {
  const number = exactNumber(text)
  expect(number).toBeInstanceOf(ExactNumber)
  expect(JSON.stringify([number])).toBe(`[${want}]`)
  expect(canonical({ b: number, a: 1 })).toBe(`{"a":1,"b":${want}}`)
  expect(`${number}`).toBe(want)
})

test('a long run of zeros is compared in linear time', () => {
  const zeros = '0'.repeat(1_000_000)
  expect(exactNumber(`1.${zeros}`)).toBe(1)
  expect(exactNumber(`0.${zeros}1`)).toBeInstanceOf(ExactNumber)
})

test.each([
  ['1e400', true],
  ['1.5e400', true],
  ['12345678901234567.5', false],
  ['1e-400', false],
])('%s is an integer: %s', (text, want) => {
  expect(isInteger(exactNumber(text))).toBe(want)
})

test.each([
  ['', undefined],
  [' 12 ', 12],
  ['0x10', 16],
  ['many', Number.NaN],
])('the string "%s" is the number %s', (text, want) => {
  expect(parseNumber(text)).toBe(want)
})

test('a JSON text is parsed again only if a number loses digits', () => {
  expect(parseExactly('{"a": [1, 2.50, 1e5, "12345678901234567890 ", "2020.01.01.12.30.59"]}')).toBeUndefined()
  const text = '{"a":[1e400,{"b":12345678901234567890}],"c":"12345678901234567890","d":1}'
  expect(JSON.stringify(parseExactly(text))).toBe(text)
})
