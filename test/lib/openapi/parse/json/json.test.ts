import fc from 'fast-check'
import { expect, test } from 'vitest'
import { countMembers } from '../../../../../lib/openapi/parse/json/json.ts'
import { DEFAULT_LIMITS, measure } from '../../../../../lib/openapi/parse/limits.ts'

const texts = [
  { name: 'nothing', text: '[]', want: 0 },
  { name: 'a member', text: '{"a":1}', want: 1 },
  { name: 'white space before the colon', text: '{"a" \n:1}', want: 1 },
  { name: 'a repeated name', text: '{"a":1,"a":2}', want: 2 },
  { name: 'a quote in a name', text: String.raw`{"a\"":1}`, want: 1 },
  { name: 'a quote and a colon in a text', text: String.raw`{"a":"b\":c"}`, want: 1 },
  { name: 'a backslash at the end of a name', text: String.raw`{"a\\":1}`, want: 1 },
  { name: 'a text that begins with a colon', text: '{"icon":":smile:","names":[":a"," :b",":"]}', want: 2 },
  { name: 'such a text alone', text: '":a"', want: 0 },
  { name: 'names that end like the beginning of a text', text: '{"a:":1,"b,":{"c {":2,"[":3," ":4,"":5}}', want: 6 },
  { name: 'one such name behind such a text', text: '{"a":[":","{",":,"],"b ,":":"}', want: 2 },
  { name: 'colons in a text', text: '["a:b", "https://example.com"]', want: 0 },
]

test.each(texts)('members are counted: $name', ({ text, want }) => {
  expect(countMembers(text)).toBe(want)
})

const anyText = fc.string({ unit: fc.constantFrom('"', ':', ',', '{', '[', ' ', '\\\\', 'a', '\n') })
const anyJson = fc.letrec(tie => ({
  value: fc.oneof(anyText, fc.array(tie('value')), fc.dictionary(anyText, tie('value'), { noNullPrototype: true })),
})).value

test('texts of any kind do not deceive the count', () => {
  fc.assert(
    fc.property(anyJson, fc.constantFrom(0, 1, '\t'), (value, indent) => {
      const { members } = measure(value, DEFAULT_LIMITS)
      expect(countMembers(JSON.stringify(value, null, indent))).toBe(members)
    }),
    { seed: 1 },
  )
})
