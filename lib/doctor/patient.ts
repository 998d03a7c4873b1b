import { createConnectClient } from '../connect/client.ts'
import type { Http } from '../connect/send/http.ts'
import type { TokenSource } from '../connect/token/token.ts'
import type { Target } from '../request/target.ts'
import type { Patient } from './doctor.ts'

/** Maximum number of connections of an examination. */
export const CONNECTIONS = 4
const RATE = 20
/** Attempts are few, since a person waits. */
const RETRY = { maxAttempts: 2, maxThrottledMs: 10_000 }
const OUTAGE = { failures: 2, milliseconds: 3_000 }

/** Creates the platform and target to examine, with clients that soon give up. */
export function createPatient({
  baseUrl,
  target,
  token,
  http,
}: {
  readonly baseUrl: string
  readonly target: Target
  readonly token: TokenSource
  readonly http: Http
}): Patient {
  const connect = (version: string) =>
    createConnectClient({
      baseUrl,
      target: { ...target, version },
      token,
      http,
      concurrency: CONNECTIONS,
      maxRequestsPerSecond: RATE,
      retry: RETRY,
      outage: OUTAGE,
    })
  return { client: connect(target.version), connect, http, token, baseUrl, target, now: Date.now }
}
