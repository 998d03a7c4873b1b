import { expect, test } from 'vitest'
import { backoff } from '../../../../lib/connect/send/backoff.ts'

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
