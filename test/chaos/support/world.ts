import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { createHandler } from '../../../functions/run-import.ts'
import { createDurableEngine } from '../../../infra/local/durable/engine.ts'
import type { Counters } from '../../../infra/local/durable/execution.ts'
import type { ImportResult } from '../../../lib/import/model.ts'
import type { Report } from '../../../lib/report/report.ts'
import type { ImportOptions } from '../../../lib/request/import-options.ts'
import type { ImportRequest } from '../../../lib/request/import-request.ts'
import { documentPrefix } from '../../../lib/store/keys.ts'
import { ORGANISATION } from '../../infra/local/connect-emulator/harness.ts'
import { SECRET_TOKEN, useStack } from '../../infra/local/importer/support.ts'
import { createClock, type TestClock } from './clock.ts'
import { createLife, type Death, type Life } from './life.ts'
import { createGround, type Tuning } from './mortal.ts'

export type Job = {
  readonly connector: string
  readonly document: unknown
  readonly options?: Partial<ImportOptions>
  /** The file's name: another one is another upload into the same target. */
  readonly file?: string
  /** Another platform than the emulator. */
  readonly platformUrl?: string
  readonly tuning?: Partial<Tuning>
  readonly clock?: TestClock
}

/** An import that was asked for; each call of `live` is one process that works on it, until it is done or dead. */
export type Running = {
  readonly importId: string
  readonly live: (life?: Life) => Promise<Report | 'died'>
  /** What it has used of the durable engine's quotas. */
  readonly used: () => Promise<Counters | undefined>
}

const TUNING = { batchSize: 5, concurrency: 4, outageWaits: [], leaseSeconds: 1_800 }

/** The embedded stack, and imports on it whose process can be taken away at any moment. */
export const useWorld = () => {
  const world = useStack()
  let ground: ReturnType<typeof createGround>
  let started = 0
  beforeAll(() => {
    Object.assign(process.env, world.stack().environment)
    ground = createGround(world.stack().environment)
  })
  afterAll(() => ground.close())

  /** Uploads a document and stores that an import of it is to be made. */
  const start = async (job: Job): Promise<Running> => {
    const { connector, document, options = {}, file = 'api.json', clock = createClock() } = job
    const target = { organisationId: ORGANISATION, connectorId: connector, version: 'v1' }
    const key = documentPrefix(target) + file
    await ground.objects.write(key, JSON.stringify(document), 'application/json')
    const { etag = '' } = (await ground.objects.newest(key)) ?? {}
    started += 1
    const importId = `imp-${connector}-${started}`
    const payload: ImportRequest = { importId, target, source: { bucket: 'imports', key, etag }, options }
    const directory = join(world.directory(), 'chaos')
    const { environment } = world.stack()
    const engineOf = (life: Life) => {
      const tuning = { ...TUNING, now: clock.now, ...job.tuning }
      const edges = ground.edgesOf(life, job.platformUrl ?? world.platform().url, SECRET_TOKEN, tuning)
      const handler = createHandler({ ...environment, LOG_LEVEL: 'SILENT' }, edges)
      const now = (): number => {
        // The engine looks at the clock before it writes anything: the dead write no journal either.
        if (life.isDead()) throw new Error('This process is dead.')
        return clock.now()
      }
      return createDurableEngine({ directory, handler, now, sleep: clock.sleep })
    }
    const live = async (life: Life = createLife()): Promise<Report | 'died'> => {
      // A new engine reads the journal, as the next process does.
      const engine = engineOf(life)
      await engine.start({ name: importId, payload })
      const ended = await Promise.race([engine.run(importId), life.died])
      if (ended === 'died') {
        // What the dead had under way reaches the journal before the next life reads it.
        await engine.status(importId)
        return 'died'
      }
      if (ended.status === 'FAILED') throw new Error(`The import broke off: ${ended.error.ErrorMessage}`)
      const report = await ground.objects.read((ended.result as ImportResult).reportKey)
      return JSON.parse(Buffer.from(report ?? []).toString())
    }
    return { importId, live, used: () => engineOf(createLife()).counters(importId) }
  }

  /** Imports a document through one life for each death, and a last one. */
  const survive = async (job: Job, deaths: readonly Death[] = []): Promise<Report> => {
    const { live } = await start(job)
    for (const death of deaths) {
      const ended = await live(createLife(death))
      if (ended !== 'died') return ended
    }
    return reportOf(await live())
  }

  /** The requests or writes of an undisturbed import. */
  const count = async (job: Job): Promise<{ report: Report; counts: Life['counts'] }> => {
    const life = createLife()
    const { live } = await start(job)
    return { report: reportOf(await live(life)), counts: { ...life.counts } }
  }
  return { ...world, start, survive, count, ground: () => ground }
}

export const reportOf = (ended: Report | 'died'): Report => {
  if (ended === 'died') throw new Error('The process died, although nothing was to kill it.')
  return ended
}

/** What a report says of each item, without what differs from run to run. */
export const facts = ({ outcome, counts, actions, definitions }: Report) => ({
  outcome,
  counts,
  actions: actions.map(({ id: _id, ...action }) => action),
  definitions: definitions.map(({ id: _id, ...definition }) => definition),
})
