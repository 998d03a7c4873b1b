import { expect, test } from 'vitest'
import { normaliseMediaType } from '../../../../lib/openapi/objects/media-type.ts'

test.each([
  { given: 'application/json', want: 'application/json' },
  { given: ' Application/JSON ', want: 'application/json' },
  { given: 'application/json;charset=UTF-8', want: 'application/json; charset=UTF-8' },
  { given: 'multipart/form-data ; boundary=X ;', want: 'multipart/form-data; boundary=X' },
  { given: 'a/b;c="d;\\";e" ;f=g;', want: 'a/b; c="d;\\";e"; f=g' },
  { given: 'a/b;c="d;e', want: 'a/b; c="d;e' },
  { given: 'application/vnd.pets.v2+json', want: 'application/vnd.pets.v2+json' },
  { given: '*/*', want: '*/*' },
  { given: 'image/*', want: 'image/*' },
  { given: 'json', want: undefined },
  { given: '', want: undefined },
  { given: 'text/', want: undefined },
  { given: 'a/b/c', want: undefined },
  { given: 'application/json, text/xml', want: undefined },
  { given: 'x-internal', want: undefined },
])('$given is $want', ({ given, want }) => {
  expect(normaliseMediaType(given)).toBe(want)
})
