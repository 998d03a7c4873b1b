import { type ConnectClient, createConnectClient } from '../../../lib/connect/client.ts'
import type { Dependencies } from '../../../lib/import/dependencies.ts'
import type { ImportSession } from '../../../lib/import/import-session.ts'
import type { StepRunner } from '../../../lib/import/step-runner.ts'
import { createFingerprints } from '../../../lib/reconcile/compare/fingerprint.ts'
import { createTestClock } from '../connect/support/clock.ts'
import { openHttp } from '../connect/support/http.ts'
import { TOKEN } from '../connect/support/requester.ts'
import { type Handler, startServer } from '../connect/support/server.ts'

export const TARGET = { organisationId: 'org', connectorId: 'con', version: 'v1' }
/** Path of the target's version on the platform. */
export const VERSION_PATH = '/o/org/connectors/con/versions/v1'
export const CONCURRENCY = 4

/** Opens a client of a platform that responds with `handler`, with a clock that skips waits. */
export const openPlatform = async (handler: Handler) => {
  const server = await startServer(handler)
  const clock = createTestClock()
  let token = { scheme: 'Bearer', value: TOKEN }
  const client = createConnectClient({
    baseUrl: server.origin,
    target: TARGET,
    token: { current: async () => token, refused: async () => token },
    http: openHttp(),
    concurrency: CONCURRENCY,
    maxRequestsPerSecond: 10_000,
    clock,
    random: () => 0.5,
  })
  const renewToken = (): void => {
    token = { scheme: 'Bearer', value: `${token.value}-renewed` }
  }
  return { client, clock, received: server.received, renewToken }
}

/** Creates a partial session for one step. */
export const sessionOf = (
  client: ConnectClient,
  rest: Partial<Omit<ImportSession, 'dependencies'>> & { readonly dependencies?: unknown } = {},
): ImportSession => {
  const request = { importId: 'imp-1', target: TARGET, source: { bucket: 'b', key: 'k' } }
  const once: ImportSession['once'] = (_, make) => make()
  const session = { request, target: TARGET, client, once, fingerprints: createFingerprints(), ...rest }
  return { ...session, dependencies: (rest.dependencies ?? {}) as Dependencies } as ImportSession
}

/** Creates a runner without checkpoints; steps named in `instead` return the given outcome. */
export const plainRunner = (instead: Readonly<Record<string, unknown>> = {}): StepRunner => {
  const step = (name: string, work: () => unknown) => instead[name] ?? work()
  return { step, finish: step } as unknown as StepRunner
}
