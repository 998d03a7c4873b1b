import { expect, test } from 'vitest'
import { backoff, parseRetryAfter } from '../../../../lib/connect/send/backoff.ts'

const LIMITS = { baseMs: 100, capMs: 1000 }

test.each([
  { failures: 1, random: 0, retryAfterMs: undefined, want: 0 },
  { failures: 1, random: 0.5, retryAfterMs: undefined, want: 50 },
  { failures: 2, random: 0.5, retryAfterMs: undefined, want: 100 },
  { failures: 4, random: 0.5, retryAfterMs: undefined, want: 400 },
  { failures: 5, random: 0.5, retryAfterMs: undefined, want: 500 },
  { failures: 5000, random: 0.5, retryAfterMs: undefined, want: 500 },
  { failures: 1, random: 0, retryAfterMs: 2000, want: 2000 },
  { failures: 9, random: 0.5, retryAfterMs: 2000, want: 2050 },
])(
  'failure $failures, random $random, Retry-After $retryAfterMs: $want ms',
  ({ failures, random, retryAfterMs, want }) => {
    expect(backoff(LIMITS, failures, random, retryAfterMs)).toBe(want)
  },
)

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
