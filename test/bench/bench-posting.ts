import { generateApi } from '../chaos/support/generated-api.ts'
import { durableOverhead } from './durable-overhead.ts'
import { generateDocument } from './generate-document.ts'
import { measurePosting, type Posting } from './posting.ts'
import { table } from './table.ts'

/** What posting may take, as ratios to what is possible; refusals as a share of the requests. */
const ALLOWED = { latency: 1.15, limit: 1.1, refused: 0.05, time: 4.4, memory: 1.5 }
const OPERATIONS = 1_000
const LATENCY = 50
const IN_FLIGHT = 16
const PER_SECOND = 50
/** So high that only what the platform says counts. */
const NO_CEILING = { MAX_REQUESTS_PER_SECOND: '1000' }
const MEGABYTE = 1e6

const fixed = (value: number, digits = 0): string => value.toFixed(digits)
const share = ({ requests }: Posting): number => requests.throttled / requests.sent

const underLatency = async (folder: string): Promise<string[]> => {
  const settings = { ...NO_CEILING, CONCURRENCY: String(IN_FLIGHT) }
  const measured = await measurePosting(folder, generateDocument(OPERATIONS), { latencyMs: LATENCY }, settings)
  const ideal = (OPERATIONS * LATENCY) / IN_FLIGHT
  const ratio = fixed(measured.posting / ideal, 2)
  return [`${LATENCY} ms latency, ${IN_FLIGHT} in flight`, fixed(measured.posting), fixed(ideal), ratio, '0 %']
}

const underLimit = async (
  folder: string,
  name: string,
  settings: Readonly<Record<string, string>>,
): Promise<string[]> => {
  const throttle = { requestsPerSecond: PER_SECOND, retryAfterSeconds: 1 }
  const measured = await measurePosting(folder, generateDocument(OPERATIONS), { throttle }, settings)
  const ideal = (measured.requests.sent / PER_SECOND) * 1_000
  const ratio = fixed(measured.sending / ideal, 2)
  return [name, fixed(measured.sending), fixed(ideal), ratio, `${fixed(100 * share(measured), 1)} %`]
}

const scaling = async (folder: string, name: string, document: (operations: number) => unknown): Promise<string[]> => {
  const [few, many] = [
    await measurePosting(folder, document(4_000), {}, NO_CEILING_AT_ALL),
    await measurePosting(folder, document(16_000), {}, NO_CEILING_AT_ALL),
  ]
  return [
    name,
    fixed(few.milliseconds),
    fixed(many.milliseconds),
    fixed(many.milliseconds / few.milliseconds, 2),
    fixed(few.peak / MEGABYTE),
    fixed(many.peak / MEGABYTE),
    fixed(many.peak / few.peak, 2),
  ]
}
const NO_CEILING_AT_ALL = { MAX_REQUESTS_PER_SECOND: '10000' }

/** Posts to an emulated platform, and tells how far from what is possible that was. */
export const benchPosting = async (folder: string, write: (text: string) => void): Promise<void> => {
  write(
    `\nPosting ${OPERATIONS} actions: at most ${ALLOWED.latency} times the ideal at ${LATENCY} ms; under a limit of ${PER_SECOND} requests/s at most ${ALLOWED.limit} times, with fewer than ${100 * ALLOWED.refused} % refused.\n`,
  )
  const rows = [
    await underLatency(folder),
    await underLimit(folder, `limit ${PER_SECOND}/s, known (MAX_REQUESTS_PER_SECOND)`, {}),
    await underLimit(folder, `limit ${PER_SECOND}/s, to be found out`, NO_CEILING),
  ]
  write(table(['platform', 'ms', 'ideal ms', 'ratio', 'refused'], rows))
  write(
    `\nWhole imports of 4,000 and 16,000 operations, each in its own process: at most ${ALLOWED.time} times the time, ${ALLOWED.memory} times the memory.\n`,
  )
  const sizes = [
    await scaling(folder, '0.5 kB an operation', generateApi),
    await scaling(folder, '4 kB an operation', generateDocument),
  ]
  write(table(['document', '4,000 ms', '16,000 ms', 'ratio', '4,000 MB', '16,000 MB', 'ratio'], sizes))
  write(`\nLocal durable engine: ${fixed(await durableOverhead(320), 2)} ms for each batch of an import.\n`)
}
