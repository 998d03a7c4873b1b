import * as v from 'valibot'
import { createOutage } from '../../../../lib/connect/pacing/outage.ts'
import { createPace } from '../../../../lib/connect/pacing/pace.ts'
import { createRequester, type RequesterParts } from '../../../../lib/connect/send/request.ts'
import { DEFAULT_RETRY_LIMITS } from '../../../../lib/connect/send/retry.ts'
import type { TokenSource } from '../../../../lib/connect/token/token.ts'
import { createTestClock } from './clock.ts'
import { openHttp } from './http.ts'

export const TOKEN = 'swo_secret-value-0123456789'
export const Anything = v.looseObject({})

/** Token source that always returns the same token. */
export const fixedToken = (value = TOKEN): TokenSource => ({
  current: async () => ({ scheme: 'Bearer', value }),
  refused: async () => ({ scheme: 'Bearer', value }),
})

/** Requester with a test clock and constant jitter. */
export const openRequester = (parts: Partial<RequesterParts> = {}) => {
  const clock = createTestClock()
  const counters = { sent: 0, retried: 0, throttled: 0 }
  const send = createRequester({
    http: openHttp(),
    token: fixedToken(),
    pace: createPace({ maxInFlight: 16, maxPerSecond: 10_000 }, clock),
    outage: createOutage({ failures: 3, milliseconds: 60_000 }, clock.now),
    clock,
    random: () => 0.5,
    limits: DEFAULT_RETRY_LIMITS,
    counters,
    ...parts,
  })
  return { send, clock, counters }
}
