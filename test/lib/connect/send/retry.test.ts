import { expect, test } from 'vitest'
import type { ConnectError } from '../../../../lib/connect/errors.ts'
import { createOutage } from '../../../../lib/connect/pacing/outage.ts'
import type { Failed } from '../../../../lib/connect/send/attempt.ts'
import { DEFAULT_RETRY_LIMITS, decideRetry } from '../../../../lib/connect/send/retry.ts'

const refusal = (method: string): ConnectError => ({
  kind: 'refused',
  method,
  path: '/x',
  status: 500,
  message: 'boom',
  fields: [],
})
const failed = (kind: 'failed' | 'throttled', given: Partial<Failed> = {}) => ({
  kind,
  failed: { cause: 'because', mayBeDone: kind === 'failed', pressure: 'unknown' as const, ...given },
})

const serverError = failed('failed', { status: 500, refusal: refusal('GET') })
const dropped = failed('failed')
const notSent = failed('failed', { mayBeDone: false })
const throttled = failed('throttled', { status: 429, retryAfterMs: 3000 })

test.each([
  { name: 'GET, server error', method: 'GET', attempt: serverError, want: { waitMs: 125 } },
  { name: 'GET, third failure', method: 'GET', attempt: dropped, failures: 3, want: { waitMs: 500 } },
  { name: 'PUT, dropped', method: 'PUT', attempt: dropped, want: { waitMs: 125 } },
  { name: 'DELETE, dropped', method: 'DELETE', attempt: dropped, want: { waitMs: 125 } },
  {
    name: 'POST, dropped',
    method: 'POST',
    attempt: dropped,
    want: { giveUp: { kind: 'uncertain', cause: 'because' } },
  },
  {
    name: 'POST, server error',
    method: 'POST',
    attempt: serverError,
    want: { giveUp: { kind: 'uncertain', status: 500 } },
  },
  {
    name: 'POST, server error with Retry-After',
    method: 'POST',
    attempt: failed('failed', { status: 503, retryAfterMs: 7_000 }),
    want: { giveUp: { kind: 'uncertain', status: 503, retryAfterMs: 7_000 } },
  },
  {
    name: 'POST, server error with a Retry-After over the limit',
    method: 'POST',
    attempt: failed('failed', { status: 503, retryAfterMs: 3_600_000 }),
    want: { giveUp: { kind: 'unavailable', status: 503, retryAfterMs: 3_600_000 } },
  },
  { name: 'POST, not sent', method: 'POST', attempt: notSent, want: { waitMs: 125 } },
  { name: 'POST, throttled', method: 'POST', attempt: throttled, want: { waitMs: 3125 } },
  { name: 'GET, throttled', method: 'GET', attempt: throttled, failures: 50, want: { waitMs: 3125 } },
  {
    name: 'throttled for two minutes',
    method: 'GET',
    attempt: throttled,
    elapsed: 120_000,
    want: { giveUp: { kind: 'unavailable', status: 429, retryAfterMs: 3000 } },
  },
  {
    name: 'a Retry-After over the limit',
    method: 'GET',
    attempt: failed('throttled', { status: 429, retryAfterMs: 3_600_000 }),
    want: { giveUp: { kind: 'unavailable', retryAfterMs: 3_600_000 } },
  },
  {
    name: 'server error on every attempt, while other requests get responses',
    method: 'GET',
    attempt: serverError,
    failures: 6,
    othersAnswered: true,
    want: { giveUp: { kind: 'refused', status: 500, message: 'boom' } },
  },
  {
    name: 'dropped on every attempt, while other requests get responses',
    method: 'GET',
    attempt: dropped,
    failures: 6,
    othersAnswered: true,
    want: { giveUp: { kind: 'unavailable' } },
  },
  {
    name: 'dropped on every attempt, while no request gets a response',
    method: 'GET',
    attempt: dropped,
    failures: 7,
    want: { waitMs: 5000 },
  },
  {
    name: 'the platform is down',
    method: 'GET',
    attempt: serverError,
    failures: 1,
    down: true,
    want: { giveUp: { kind: 'unavailable', status: 500 } },
  },
  {
    name: 'throttled, after a request to cancel',
    method: 'GET',
    attempt: throttled,
    isCancelled: true,
    want: { giveUp: { kind: 'unavailable', status: 429 } },
  },
  {
    name: 'POST, dropped, after a request to cancel',
    method: 'POST',
    attempt: dropped,
    isCancelled: true,
    want: { giveUp: { kind: 'uncertain' } },
  },
])('$name', ({ method, attempt, failures = 1, elapsed = 0, othersAnswered = false, down = false, ...rest }) => {
  const { isCancelled = false, want } = rest
  const outage = createOutage({ failures: 1, milliseconds: 0 }, () => 1000)
  if (down) outage.failed(0)
  if (othersAnswered) outage.answered()
  const decision = decideRetry(
    attempt,
    { startedAt: 1000, failures, throttles: 1 },
    {
      line: { method, path: '/x' },
      limits: DEFAULT_RETRY_LIMITS,
      outage,
      now: 1000 + elapsed,
      random: 0.5,
      isCancelled,
    },
  )
  expect(decision).toMatchObject(want)
})
