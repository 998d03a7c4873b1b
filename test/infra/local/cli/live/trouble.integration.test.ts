import type { ServerResponse } from 'node:http'
import { expect, test } from 'vitest'
import { applyEvent, NO_PROGRESS } from '../../../../../infra/local/cli/live/progress-state.ts'
import { troubleText } from '../../../../../infra/local/cli/live/progress-text.ts'
import { troubleOf } from '../../../../../infra/local/cli/live/trouble.ts'
import { createConnectClient } from '../../../../../lib/connect/client.ts'
import { createTestClock } from '../../../../lib/connect/support/clock.ts'
import { openHttp } from '../../../../lib/connect/support/http.ts'
import { fixedToken } from '../../../../lib/connect/support/requester.ts'
import { closedOrigin, reply, startServer } from '../../../../lib/connect/support/server.ts'

const TARGET = { organisationId: 'org', connectorId: 'con', version: 'v1' }

/** Sends a request, and returns the changes of the trouble that a live view shows, with numbers as "N". */
const troubles = async (origin: string, http = openHttp()): Promise<string[]> => {
  const clock = createTestClock()
  const seen: string[] = []
  let state = NO_PROGRESS
  const client = createConnectClient({
    baseUrl: origin,
    target: TARGET,
    token: fixedToken(),
    http,
    concurrency: 4,
    maxRequestsPerSecond: 100,
    clock,
    random: () => 1,
    outage: { failures: 3, milliseconds: 6_000 },
    observe: event => {
      state = applyEvent(state, event, clock.now())
      const trouble = troubleOf(state, clock.now())
      const text = trouble === undefined ? 'none' : troubleText(trouble)
      if (event.kind === 'retry' || event.kind === 'answered' || event.kind === 'token-refused')
        seen.push(text.replaceAll(/\b\d+( s\b)/g, 'N$1').replace(/127\.0\.0\.1:\d+/, 'HOST'))
    },
  })
  await client.getConnector()
  return [...new Set(seen)]
}

/** Returns the origin of a server that responds with `answers`, then with a connector. */
const serverOf = async (...answers: readonly ((response: ServerResponse) => void)[]): Promise<string> => {
  const left = [...answers]
  const ok = (response: ServerResponse): void => reply(response, 200, { id: 'con', name: 'con' })
  const { origin } = await startServer((_, response) => (left.shift() ?? ok)(response))
  return origin
}

test('a platform that is down is shown at once, with the next try', async () => {
  const [first, ...later] = await troubles(await closedOrigin())
  const cause = 'ECONNREFUSED: no program accepts connections at HOST'
  expect(first).toBe(`platform not reachable (${cause}); next try in N s`)
  expect(later).toEqual([`platform not reachable for N s (${cause}); next try in N s`])
})

test('a platform that responds with 503 is shown until it recovers', async () => {
  const down = (response: ServerResponse): void => reply(response, 503, {})
  expect(await troubles(await serverOf(down, down))).toEqual([
    'platform not available (status 503); next try in N s',
    'none',
  ])
})

test('throttling is shown with its Retry-After', async () => {
  const throttled = (response: ServerResponse): void => {
    response.setHeader('retry-after', '30')
    reply(response, 429, {})
  }
  expect(await troubles(await serverOf(throttled))).toEqual([
    'platform limits the rate (status 429); next try in N s',
    'none',
  ])
})

test('a refused token is shown, although it is sent once more', async () => {
  const refused = (response: ServerResponse): void =>
    reply(response, 401, { code: 'unauthorized', message: 'The token has expired.' })
  expect(await troubles(await serverOf(refused, refused))).toEqual([
    'platform refused the token (The token has expired.); trying once more with the newest token',
  ])
})

test('a platform that does not respond in time is shown', async () => {
  const http = openHttp({ headersTimeoutMs: 20 })
  const [first] = await troubles(await serverOf(() => undefined), http)
  expect(first).toMatch(/^platform does not respond \(HEADERS_TIMEOUT.*\); next try in N s$/)
})
