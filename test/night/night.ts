import { createHandler as createRunImport } from '../../functions/run-import.ts'
import { createHandler as createStartOnSchedule } from '../../functions/start-on-schedule.ts'
import { createDurableEngine } from '../../infra/local/durable/engine.ts'
import { createLambdaContext } from '../../infra/local/durable/lambda-context.ts'
import { createConnectClient } from '../../lib/connect/client.ts'
import type { ImportResult } from '../../lib/import/model.ts'
import type { ImportRequest } from '../../lib/request/import-request.ts'
import type { Target } from '../../lib/request/target.ts'
import { documentPrefix, OPTIONS_FILE } from '../../lib/store/keys.ts'
import { createLedgerStore } from '../../lib/store/ledgers.ts'
import { generateApi } from '../chaos/support/generated-api.ts'
import { createRandom } from '../lib/connect/support/side-by-side.ts'
import { memoryJournals } from './memory-journals.ts'
import { type Arrival, createMemoryPlatform, PLATFORM_URL } from './memory-platform.ts'
import { createMemoryStores, type StoreCounts } from './memory-stores.ts'
import type { VirtualTime } from './virtual-time.ts'

/** Settings of a simulated deployment, and the load of its nights. Times in seconds, if their names do not say more. */
export type World = {
  readonly vendors: readonly Vendor[]
  readonly perSecond: number
  /** Reserved concurrency of run-import. */
  readonly concurrency: number
  readonly spreadSeconds: number
  readonly latencyMs: number
  /** Time without the platform, from the start of the second night on. */
  readonly outage?: { readonly from: number; readonly to: number }
}

/** Document of one vendor. `trouble` is in the second night. */
export type Vendor = {
  readonly operations: number
  readonly isReleased?: boolean
  readonly trouble?: 'document missing' | 'throttled'
}

/** One import of a night. `from` and `to` in seconds since the schedule's time. */
export type NightImport = {
  readonly vendor: number
  readonly outcome: string
  readonly reason?: string
  /** Requests to the platform. */
  readonly requests: number
  readonly from: number
  readonly to: number
}

/** Everything that one night took. */
export type Night = {
  readonly imports: readonly NightImport[]
  readonly seconds: number
  readonly arrivals: readonly Arrival[]
  readonly invocations: number
  /** Of all invocations of run-import. */
  readonly lambdaSeconds: number
  readonly peakConcurrency: number
  /** Invocations that were throttled. */
  readonly throttled: number
  readonly durableOperations: number
  readonly checkpointBytes: number
  readonly stores: StoreCounts
}

const ORGANISATION = '01HZ0000000000000000000ORG'
const BUCKET = 'imports'
/** Time of an invocation before its first line of code. */
const INIT_MS = 200
const SETTINGS = {
  BUCKET,
  TABLE: 'imports',
  TOKEN_SECRET_ID: 'token',
  IMPORT_FUNCTION: 'run-import:durable',
  CONNECT_API_URL: PLATFORM_URL,
  LOG_LEVEL: 'SILENT',
}
const token = async () => ({ scheme: 'Bearer', value: 'token' })
const noWeb = { get: async () => ({ kind: 'failed' as const, reason: 'No web access in a simulation' }) }

/** Returns the target of a vendor. Its connector has the form of an id of the platform. */
function targetOf(vendor: number): Target {
  return { organisationId: ORGANISATION, connectorId: `01HZ${String(vendor).padStart(22, '0')}`, version: 'v1' }
}

/** Creates a simulated deployment, whose nights run the real handlers in virtual time. */
export function createWorld(time: VirtualTime, world: World) {
  const { now, sleep } = time
  const stores = createMemoryStores(time)
  const { objects, records, locks, budget, counts } = stores
  let night = 0
  let began = now()
  const clock = { now, sleep }
  const random = createRandom(1)
  const platform = createMemoryPlatform(time, {
    latencyMs: world.latencyMs,
    fails: (path, at) => {
      if (night < 2) return undefined
      const { from = 0, to = 0 } = world.outage ?? {}
      const second = (at - began) / 1000
      if (second >= from && second < to) return { status: 503 }
      const vendor = world.vendors[Number(/01HZ(\d{22})/.exec(path)?.[1] ?? Number.NaN)]
      return vendor?.trouble === 'throttled' && random() < 0.3 ? { status: 429, retryAfter: 1 } : undefined
    },
  })
  let invocations = 0
  let running = 0
  let peakConcurrency = 0
  let lambdaMs = 0
  let throttled = 0
  const first = new Map<string, number>()

  const runImport = createRunImport(
    { ...SETTINGS, MAX_REQUESTS_PER_SECOND: String(world.perSecond) },
    {
      objects,
      records,
      locks,
      ledgers: createLedgerStore(objects),
      web: noWeb,
      sources: noWeb,
      connect: target =>
        createConnectClient({
          baseUrl: PLATFORM_URL,
          target,
          token: { current: token, refused: token },
          http: platform.http,
          concurrency: 16,
          maxRequestsPerSecond: world.perSecond,
          budget,
          clock,
          random,
        }),
      meter: { finished: async () => undefined, age: async () => undefined },
      announce: async () => undefined,
    },
  )
  const handler = async (event: never, context: never): Promise<unknown> => {
    const at = now()
    invocations += 1
    running += 1
    peakConcurrency = Math.max(peakConcurrency, running)
    try {
      await sleep(INIT_MS)
      return await runImport(event, context)
    } finally {
      running -= 1
      lambdaMs += now() - at
    }
  }
  const engine = createDurableEngine({
    directory: 'memory',
    journals: memoryJournals(),
    handler,
    now,
    sleep: (milliseconds, signal) => sleep(milliseconds, signal),
    concurrency: world.concurrency,
    onThrottle: () => {
      throttled += 1
    },
  })

  const upload = async (vendor: number, { operations, isReleased = false, trouble }: Vendor): Promise<void> => {
    const prefix = documentPrefix(targetOf(vendor))
    const document = trouble === 'document missing' && night > 0 ? 'other.json' : 'api.json'
    await objects.write(prefix + OPTIONS_FILE, JSON.stringify({ document }), 'application/json')
    const revision = isReleased && night > 0 ? 2 : 1
    if (night === 0 || revision === 2)
      await objects.write(`${prefix}api.json`, documentOf(operations, revision), 'application/json')
  }

  const runOne = async ({ importId, target }: ImportRequest): Promise<NightImport> => {
    const ended = await engine.run(importId)
    const vendor = Number(target.connectorId.slice(4))
    const result = ended.status === 'SUCCEEDED' ? (ended.result as ImportResult) : undefined
    objects.forget(`imports/${importId}/`)
    const { outcome = ended.status, reason, requests } = result ?? {}
    const from = ((first.get(importId) ?? began) - began) / 1000
    const times = { from, to: (now() - began) / 1000 }
    return { vendor, outcome, requests: requests?.sent ?? 0, ...times, ...(reason !== undefined && { reason }) }
  }

  /** Uploads what vendors have released, then runs everything that the schedule starts to its end. */
  const runNight = async (): Promise<Night> => {
    for (const [i, vendor] of world.vendors.entries()) await upload(i, vendor)
    night += 1
    began = now()
    const before = { ...counts }
    ;[invocations, peakConcurrency, lambdaMs, throttled, platform.arrivals.length] = [0, 0, 0, 0, 0]
    const started: Promise<NightImport>[] = []
    const ids: string[] = []
    const schedule = createStartOnSchedule(
      { ...SETTINGS, SCHEDULE_SPREAD_SECONDS: String(world.spreadSeconds) },
      {
        objects,
        start: async request => {
          await sleep(50)
          const { alreadyStarted } = await engine.start({ name: request.importId, payload: request })
          if (alreadyStarted) return
          ids.push(request.importId)
          first.set(request.importId, now() + (request.delaySeconds ?? 0) * 1000)
          started.push(runOne(request))
        },
      },
    )
    const event = { scheduledAt: new Date(began).toISOString() }
    await schedule(event, contextOf(now))
    // An event that the scheduler delivers twice starts nothing.
    await schedule(event, contextOf(now))
    const imports = await Promise.all(started)
    const seconds = Math.max(...imports.map(({ to }) => to))
    const used = await Promise.all(ids.map(id => engine.counters(id)))
    return {
      imports,
      seconds,
      arrivals: [...platform.arrivals],
      invocations,
      lambdaSeconds: lambdaMs / 1000,
      peakConcurrency,
      throttled,
      durableOperations: used.reduce((sum, each) => sum + (each?.operations ?? 0), 0),
      checkpointBytes: used.reduce((sum, each) => sum + (each?.bytes ?? 0), 0),
      stores: difference(counts, before),
    }
  }

  /** Creates the connectors on the platform. */
  const seed = (): void => {
    for (const i of world.vendors.keys()) {
      const { version, ...target } = targetOf(i)
      platform.seed({ ...target, baseUrl: 'https://api.example.com', versions: [version] })
    }
  }
  seed()
  return {
    runNight,
    /** Returns the names of a vendor's actions on the platform. */
    actionsOf: (vendor: number): string[] => {
      const { organisationId, connectorId, version } = targetOf(vendor)
      return platform.actionsOf(organisationId, connectorId, version)
    },
  }
}

const documents = new Map<string, string>()
/** Documents of one size and revision are one string. */
const documentOf = (operations: number, revision: 1 | 2): string => {
  const key = `${operations} ${revision}`
  const text = documents.get(key) ?? JSON.stringify(generateApi(operations, revision))
  documents.set(key, text)
  return text
}

const difference = (after: StoreCounts, before: StoreCounts): StoreCounts => ({
  s3Reads: after.s3Reads - before.s3Reads,
  s3Writes: after.s3Writes - before.s3Writes,
  dynamoReads: after.dynamoReads - before.dynamoReads,
  dynamoWrites: after.dynamoWrites - before.dynamoWrites,
  paceConflicts: after.paceConflicts - before.paceConflicts,
})

const contextOf = (now: () => number) =>
  createLambdaContext({
    functionName: 'start-on-schedule',
    invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:start-on-schedule',
    awsRequestId: 'night',
    deadline: now() + 300_000,
    now,
  })
