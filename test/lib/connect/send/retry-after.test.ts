import { expect, test } from 'vitest'
import { parseRetryAfter } from '../../../../lib/connect/send/retry-after.ts'

const NOW = Date.parse('2030-01-01T00:00:00Z')

test.each([
  { given: undefined, want: undefined },
  { given: '', want: undefined },
  { given: '0', want: 0 },
  { given: '3', want: 3000 },
  { given: ' 120 ', want: 120_000 },
  { given: '0.25', want: 250 },
  { given: '-1', want: undefined },
  { given: '5 apples', want: undefined },
  { given: 'soon', want: undefined },
  { given: 'Tue, 01 Jan 2030 00:00:07 GMT', want: 7000 },
  { given: 'Tuesday, 01-Jan-30 00:00:07 GMT', want: 7000 },
  { given: 'Mon, 31 Dec 2029 23:59:00 GMT', want: 0 },
  { given: 'Tue, 01 Jax 2030 00:00:07 GMT', want: undefined },
])('Retry-After $given means $want ms', ({ given, want }) => {
  expect(parseRetryAfter(given, NOW)).toBe(want)
})
