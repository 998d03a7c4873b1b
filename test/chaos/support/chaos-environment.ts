import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { createHandler } from '../../../functions/run-import.ts'
import { createDurableEngine } from '../../../infra/local/durable/engine.ts'
import type { Counters } from '../../../infra/local/durable/execution.ts'
import type { ImportResult } from '../../../lib/import/model.ts'
import { fingerprintPlanned, fingerprintResource } from '../../../lib/reconcile/compare/fingerprint.ts'
import type { Report } from '../../../lib/report/report.ts'
import type { ImportOptions } from '../../../lib/request/import-options.ts'
import type { ImportRequest } from '../../../lib/request/import-request.ts'
import { readContent } from '../../../lib/store/contents.ts'
import { documentPrefix } from '../../../lib/store/keys.ts'
import { createLedgerStore } from '../../../lib/store/ledgers.ts'
import { ORGANISATION } from '../../infra/local/connect-emulator/harness.ts'
import { SECRET_TOKEN, useStack } from '../../infra/local/importer/support.ts'
import { createClock, type TestClock } from './clock.ts'
import { createKillableDependencies, type Tuning } from './killable-dependencies.ts'
import { type Crash, type SimulatedProcess, simulateProcess } from './simulated-process.ts'

export type Job = {
  readonly connector: string
  readonly document: unknown
  readonly options?: Partial<ImportOptions>
  /** The name of the document's file, `api.json` by default. */
  readonly file?: string
  /** The base URL of the platform, if not the emulator. */
  readonly platformUrl?: string
  readonly tuning?: Partial<Tuning>
  readonly clock?: TestClock
}

/** A started import. Each call of `run` is one process that works on it until the import ends or the process crashes. */
export type Running = {
  readonly importId: string
  readonly run: (simulated?: SimulatedProcess) => Promise<Report | 'crashed'>
  /** How much of the quotas of the durable engine it has used. */
  readonly used: () => Promise<Counters | undefined>
}

const TUNING = { batchSize: 5, concurrency: 4, outageWaits: [], leaseSeconds: 1_800 }

/** Starts the local stack for the tests of a file, and imports on it whose process can be killed at any moment. */
export function useChaosEnvironment() {
  const base = useStack()
  let dependencies: ReturnType<typeof createKillableDependencies>
  let started = 0
  beforeAll(() => {
    Object.assign(process.env, base.stack().environment)
    dependencies = createKillableDependencies(base.stack().environment)
  })
  afterAll(() => dependencies.close())

  /** Uploads a document and starts its import. */
  const start = async (job: Job): Promise<Running> => {
    const { connector, document, options = {}, file = 'api.json', clock = createClock() } = job
    const target = { organisationId: ORGANISATION, connectorId: connector, version: 'v1' }
    const key = documentPrefix(target) + file
    await dependencies.objects.write(key, JSON.stringify(document), 'application/json')
    const { etag = '' } = (await dependencies.objects.newest(key)) ?? {}
    started += 1
    const importId = `imp-${connector}-${started}`
    const payload: ImportRequest = { importId, target, source: { bucket: 'imports', key, etag }, options }
    const directory = join(base.directory(), 'chaos')
    const { environment } = base.stack()
    const engineOf = (simulated: SimulatedProcess) => {
      const tuning = { ...TUNING, now: clock.now, ...job.tuning }
      const edges = dependencies.overridesFor(simulated, {
        platformUrl: job.platformUrl ?? base.platform().url,
        token: SECRET_TOKEN,
        tuning,
      })
      const handler = createHandler({ ...environment, LOG_LEVEL: 'SILENT' }, edges)
      const now = (): number => {
        // The engine reads the clock before each write to its journal.
        if (simulated.hasCrashed()) throw new Error('This process has crashed.')
        return clock.now()
      }
      return createDurableEngine({ directory, handler, now, sleep: clock.sleep })
    }
    const run = async (simulated: SimulatedProcess = simulateProcess()): Promise<Report | 'crashed'> => {
      // Each process reads the journal anew.
      const engine = engineOf(simulated)
      await engine.start({ name: importId, payload })
      const ended = await Promise.race([engine.run(importId), simulated.crashed])
      if (ended === 'crashed') {
        // Pending writes must reach the journal before the next process reads it.
        await engine.counters(importId)
        return 'crashed'
      }
      if (ended.status !== 'SUCCEEDED') throw new Error(`The import failed: ${ended.error.ErrorMessage}`)
      const report = await dependencies.objects.read((ended.result as ImportResult).reportKey)
      return JSON.parse(Buffer.from(report ?? []).toString())
    }
    return { importId, run, used: () => engineOf(simulateProcess()).counters(importId) }
  }

  /** Imports a document with one process for each crash and a last one that finishes. */
  const importDespite = async (job: Job, crashes: readonly Crash[] = []): Promise<Report> => {
    const { run } = await start(job)
    for (const crash of crashes) {
      const ended = await run(simulateProcess(crash))
      if (ended !== 'crashed') return ended
    }
    return reportOf(await run())
  }

  /** Imports a document and counts the requests and writes. */
  const countEffects = async (job: Job): Promise<{ report: Report; counts: SimulatedProcess['counts'] }> => {
    const simulated = simulateProcess()
    const { run } = await start(job)
    return { report: reportOf(await run(simulated)), counts: { ...simulated.counts } }
  }
  /** Reads the ledger of a connector, and the content of its entries by kind and name. */
  const stateOf = async (connector: string) => {
    const { objects } = dependencies
    const target = { organisationId: ORGANISATION, connectorId: connector, version: 'v1' }
    const ledger = await createLedgerStore(objects).read(target)
    if (ledger === undefined || ledger === 'damaged') throw new Error(`The ledger of ${connector} can't be read.`)
    const content = await readContent(objects, target, () => true)
    return { ledger, content }
  }
  return { ...base, start, importDespite, countEffects, stateOf, dependencies: () => dependencies }
}

/** @throws Error when the process crashed */
export function reportOf(ended: Report | 'crashed'): Report {
  if (ended === 'crashed') throw new Error('The process crashed unexpectedly.')
  return ended
}

/**
 * Returns the outcome, counts and items of a report, without the ids, which differ from run to run, and without the
 * effects, which only an import has that finds a ledger.
 */
export function comparable({ outcome, counts: { impact: _impact, ...counts }, actions, definitions }: Report) {
  return {
    outcome,
    counts,
    actions: actions.map(({ id: _id, ...action }) => action),
    definitions: definitions.map(({ id: _id, ...definition }) => definition),
  }
}

/**
 * Returns a ledger without ids, which differ from run to run, and the names of entries whose content is not what the ledger
 * identifies.
 */
export function comparableState({
  ledger,
  content,
}: Awaited<ReturnType<ReturnType<typeof useChaosEnvironment>['stateOf']>>) {
  const { actions, triggers, definitions, ...rest } = ledger
  const wrong = [
    ...(['actions', 'triggers'] as const).flatMap(kind =>
      [...ledger[kind]].filter(([name, { applied }]) => fingerprintResource(content?.[kind].get(name)) !== applied),
    ),
    ...[...definitions].filter(([name, { applied }]) => {
      const stored = content?.definitions.get(name)
      return stored === undefined || fingerprintPlanned(stored) !== applied
    }),
  ].map(([name]) => name)
  const withoutIds = [...definitions].map(([name, { id: _id, ...entry }]) => [name, entry])
  return { ...rest, actions: [...actions], triggers: [...triggers], definitions: withoutIds, wrong }
}
