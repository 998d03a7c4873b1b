import { expect, test } from 'vitest'
import { decode } from '../../../../lib/openapi/parse/decode.ts'

const utf16le = (text: string): number[] => [...Buffer.from(text, 'utf16le')]
const utf16be = (text: string): number[] => [...Buffer.from(text, 'utf16le').swap16()]
const utf8 = (text: string): number[] => [...Buffer.from(text)]

test.each([
  { what: 'UTF-8', given: utf8('ä: 日'), want: 'ä: 日' },
  { what: 'UTF-8 with a mark', given: [0xef, 0xbb, 0xbf, ...utf8('ä')], want: 'ä' },
  { what: 'UTF-16 little-endian with a mark', given: [0xff, 0xfe, ...utf16le('ä: b')], want: 'ä: b' },
  { what: 'UTF-16 big-endian with a mark', given: [0xfe, 0xff, ...utf16be('ä: b')], want: 'ä: b' },
  { what: 'UTF-16 little-endian', given: utf16le('{"a": "日"}'), want: '{"a": "日"}' },
  { what: 'UTF-16 big-endian', given: utf16be('{"a": "日"}'), want: '{"a": "日"}' },
  { what: 'nothing', given: [], want: '' },
])('$what', ({ given, want }) => {
  expect(decode(new Uint8Array(given), 'a.yaml')).toEqual({ text: want, problems: [] })
})

test('invalid bytes are reported with their line', () => {
  const { text, problems } = decode(new Uint8Array([...utf8('a: b\nc: '), 0xff, 0x0a, 0xfe]), 'a.yaml')
  expect(text).toBe('a: b\nc: \uFFFD\n\uFFFD')
  expect(problems).toMatchObject([{ severity: 'warning', code: 'invalid-encoding', pointer: 'a.yaml#' }])
  expect(problems[0]?.message).toContain('not valid UTF-8 (first in line 2)')
})
