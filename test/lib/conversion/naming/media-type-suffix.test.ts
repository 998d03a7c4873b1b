import { expect, test } from 'vitest'
import { setSuffix } from '../../../../lib/conversion/naming/media-type-suffix.ts'

test.each([
  { given: ['application/json'], want: 'json' },
  { given: ['application/json', 'application/xml'], want: 'json_xml' },
  { given: ['multipart/form-data'], want: 'multipart' },
  { given: ['application/vnd.pets.V2+json'], want: 'application_vnd_pets_v2_json' },
  { given: ['text/plain; charset=utf-8'], want: 'text_plain_charset_utf_8' },
  { given: ['*/*'], want: 'any' },
  { given: ['image/*'], want: 'image' },
])('$given is $want', ({ given, want }) => {
  expect(setSuffix(given)).toBe(want)
})

test('many media types become a hash of all of them', () => {
  const many = Array.from({ length: 20 }, (_, i) => `application/vnd.pets.v${i}+json`)
  expect(setSuffix(many)).toMatch(/^types_[0-9a-f]{8}$/)
  expect(setSuffix(many)).not.toBe(setSuffix(many.slice(1)))
})
