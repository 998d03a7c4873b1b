import type { DurableContext } from '@aws/durable-execution-sdk-js'
import { settleUploads } from '../../../../lib/import/uploads/settle-uploads.ts'
import { startUploaded } from '../../../../lib/import/uploads/start-uploaded.ts'
import type { ImportRequest } from '../../../../lib/request/import-request.ts'
import type { ObjectStore } from '../../../../lib/store/objects.ts'

const BUCKET = 'bucket'
const FOLDER = 'documents/org/con/v1/'

/** Contents of a folder, by name. */
type Files = Readonly<Record<string, string>>

/** An upload to the folder. Times in milliseconds from the start. */
export type Put = {
  readonly file: string
  readonly body: string
  /** The object is visible from then on. */
  readonly at: number
  /** Time from the upload to the delivery of its event. */
  readonly delay?: number
  /** Time of a multipart upload before `at`; its object has the time of its begin. */
  readonly duration?: number
}

/** An import that has read the files. */
export type Reading = { readonly file: string; readonly at: number; readonly files: Files }

const START = Date.parse('2030-01-01T00:00:03.700Z')

/**
 * Simulates a bucket, its events, `start-on-upload` and the waits of the started imports in virtual time. Times of objects
 * and events are whole seconds, as those of S3.
 */
export async function simulateUploads(puts: readonly Put[], { quietSeconds = 20 } = {}) {
  let time = START
  const queue: { readonly at: number; readonly run: () => void }[] = []
  const at = (moment: number, run: () => void): void => {
    queue.push({ at: moment, run })
  }
  const stored = new Map<string, { readonly body: string; readonly modifiedAt: number; readonly version: number }>()
  const executions = new Map<string, string>()
  const readings: Reading[] = []
  const sources: ImportRequest['source'][] = []
  const failures: unknown[] = []
  let [invocations, reads, versions, covered] = [0, 0, 0, 0]
  /** Number of invocations that neither wait nor have ended. */
  let running = 0
  const run = (work: Promise<void>): void => {
    running += 1
    work
      .catch(error => failures.push(error))
      .finally(() => {
        running -= 1
      })
  }

  const objects = {
    entries: async function* (prefix: string) {
      for (const [key, { modifiedAt }] of [...stored].sort()) if (key.startsWith(prefix)) yield { key, modifiedAt }
    },
    readStart: async (key: string, bytes: number) => {
      reads += 1
      const object = stored.get(key)
      return object && Buffer.from(object.body).subarray(0, bytes)
    },
    newest: async (key: string) => {
      const object = stored.get(key)
      return object && { etag: String(object.version), versionId: String(object.version) }
    },
  } as unknown as ObjectStore

  const context = {
    step: async (_: string, work: () => unknown) => work(),
    wait: (_: string, { seconds }: { readonly seconds: number }) =>
      new Promise<void>(done => {
        running -= 1
        at(time + seconds * 1000, () => {
          running += 1
          done()
        })
      }),
  } as unknown as DurableContext

  const execute = async (request: ImportRequest): Promise<void> => {
    const source = await settleUploads({ objects, now: () => time }, request, context)
    if (source === undefined) {
      covered += 1
      return
    }
    const files = Object.fromEntries([...stored].map(([key, { body }]) => [key.slice(FOLDER.length), body]))
    sources.push(source)
    readings.push({ file: source.key.slice(FOLDER.length), at: time - START, files })
  }
  const start = async (request: ImportRequest): Promise<void> => {
    if (executions.has(request.importId)) return
    executions.set(request.importId, JSON.stringify(request))
    run(execute(request))
  }
  const upload = ({ file, body, delay = 300, duration = 0 }: Put): void => {
    const key = FOLDER + file
    versions += 1
    stored.set(key, { body, version: versions, modifiedAt: wholeSecond(time - duration) })
    const event = { key, sequencer: String(versions), at: wholeSecond(time) }
    at(time + delay, () => {
      invocations += 1
      run(startUploaded({ bucket: BUCKET, objects, start, quietSeconds }, event).then(() => undefined))
    })
  }
  for (const put of puts) at(START + put.at, () => upload(put))
  while (queue.length > 0) {
    queue.sort((a, b) => a.at - b.at)
    const next = queue.shift()
    time = Math.max(time, next?.at ?? 0)
    next?.run()
    // Everything that follows in the same moment.
    do await new Promise(resolve => setImmediate(resolve))
    while (running > 0)
  }
  if (failures.length > 0) throw new AggregateError(failures)
  const final: Files = Object.fromEntries([...stored].map(([key, { body }]) => [key.slice(FOLDER.length), body]))
  return { readings, sources, executions: executions.size, covered, invocations, reads, final }
}

const wholeSecond = (time: number): number => Math.floor(time / 1000) * 1000
