import { expect, test } from 'vitest'
import { countMembers, countMembersExactly } from '../../../lib/openapi/parse-json.ts'

const texts = [
  { name: 'nothing', text: '[]', want: 0 },
  { name: 'a member', text: '{"a":1}', want: 1 },
  { name: 'white space before the colon', text: '{"a" \n:1}', want: 1 },
  { name: 'a repeated name', text: '{"a":1,"a":2}', want: 2 },
  { name: 'a quote in a name', text: String.raw`{"a\"":1}`, want: 1 },
  { name: 'a quote and a colon in a text', text: String.raw`{"a":"b\":c"}`, want: 1 },
  { name: 'a backslash at the end of a name', text: String.raw`{"a\\":1}`, want: 1 },
  { name: 'colons in a text', text: '["a:b", "https://example.com"]', want: 0 },
]

test.each(texts)('members are counted: $name', ({ text, want }) => {
  expect(countMembers(text)).toBe(want)
  expect(countMembersExactly(text)).toBe(want)
})

test('a text that begins with a colon deceives only the fast count', () => {
  const text = '{"icon":":smile:","names":[":a"," :b"]}'
  expect(countMembers(text)).toBeGreaterThan(2)
  expect(countMembersExactly(text)).toBe(2)
})
