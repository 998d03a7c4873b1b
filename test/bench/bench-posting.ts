import { generateApi } from '../chaos/support/generated-api.ts'
import { durableOverhead } from './durable-overhead.ts'
import { generateDocument } from './generate-document.ts'
import { measurePosting, type Posting, startBenchPlatform } from './posting.ts'
import type { Promised } from './promises.ts'
import { table } from './table.ts'
import { startWaitingPlatform } from './waiting-platform.ts'

/** What posting may take, as ratios to what is possible; refusals as a share of the requests. */
const ALLOWED = { latency: 1.2, creating: 1.35, whole: 1.8, limit: 1.1, refused: 0.05, time: 4.4, memory: 1.75 }
const OPERATIONS = 1_000
/** Of an import with many definitions. */
const WHOLE_OPERATIONS = 1_200
const LATENCY = 50
const IN_FLIGHT = 16
const PER_SECOND = 50
/** So high that only what the platform says counts. */
const NO_CEILING = { MAX_REQUESTS_PER_SECOND: '1000' }
const MEGABYTE = 1e6

const fixed = (value: number, digits = 0): string => value.toFixed(digits)
const share = ({ requests }: Posting): number => requests.throttled / requests.sent

/** A row of a table, and the promises about its numbers. */
type Row = { readonly cells: string[]; readonly promises: readonly Promised[] }

const waiting = async () => ({ platform: await startWaitingPlatform(LATENCY), latencyMs: LATENCY })

const underLatency = async (folder: string): Promise<Row> => {
  const settings = { ...NO_CEILING, CONCURRENCY: String(IN_FLIGHT) }
  const measured = await measurePosting(folder, generateDocument(OPERATIONS), await waiting(), settings)
  const ideal = (OPERATIONS * LATENCY) / IN_FLIGHT
  const ratio = measured.posting / ideal
  const name = `${LATENCY} ms latency, ${IN_FLIGHT} in flight`
  return {
    cells: [name, fixed(measured.posting), fixed(ideal), fixed(ratio, 2), '0 %'],
    promises: [{ what: `posting actions at ${LATENCY} ms`, measured: ratio, allowed: ALLOWED.latency }],
  }
}

/** Measures a whole import, also its definitions: those that do not refer to each other have to be in flight together. */
const wholeImport = async (folder: string): Promise<Row[]> => {
  const settings = { ...NO_CEILING, CONCURRENCY: String(IN_FLIGHT) }
  const measured = await measurePosting(folder, generateDocument(WHOLE_OPERATIONS), await waiting(), settings)
  const { definitions, actions } = measured.creates
  const row = (name: string, requests: number, milliseconds: number, allowed?: number): Row => {
    const ideal = (requests * LATENCY) / IN_FLIGHT
    const ratio = milliseconds / ideal
    return {
      cells: [name, String(requests), fixed(milliseconds), fixed(ideal), fixed(ratio, 2)],
      promises: allowed === undefined ? [] : [{ what: `${name} at ${LATENCY} ms`, measured: ratio, allowed }],
    }
  }
  return [
    row('definitions', definitions, measured.defining),
    row('actions', actions, measured.posting),
    row('all create requests', definitions + actions, measured.writing, ALLOWED.creating),
    row('the whole import', measured.requests.sent, measured.milliseconds, ALLOWED.whole),
  ]
}

const underLimit = async (folder: string, name: string, settings: Readonly<Record<string, string>>): Promise<Row> => {
  const throttle = { requestsPerSecond: PER_SECOND, retryAfterSeconds: 1 }
  const platform = await startBenchPlatform({ throttle })
  const measured = await measurePosting(folder, generateDocument(OPERATIONS), { platform }, settings)
  const ideal = (measured.requests.sent / PER_SECOND) * 1_000
  const ratio = measured.sending / ideal
  const refused = share(measured)
  return {
    cells: [name, fixed(measured.sending), fixed(ideal), fixed(ratio, 2), `${fixed(100 * refused, 1)} %`],
    promises: [
      { what: name, measured: ratio, allowed: ALLOWED.limit },
      { what: `${name}, refused`, measured: refused, allowed: ALLOWED.refused },
    ],
  }
}

const scaling = async (folder: string, name: string, document: (operations: number) => unknown): Promise<Row> => {
  const [few, many] = [
    await measurePosting(folder, document(4_000), { platform: await startBenchPlatform({}) }, NO_CEILING_AT_ALL),
    await measurePosting(folder, document(16_000), { platform: await startBenchPlatform({}) }, NO_CEILING_AT_ALL),
  ]
  const time = many.milliseconds / few.milliseconds
  const memory = many.peak / few.peak
  return {
    cells: [
      name,
      fixed(few.milliseconds),
      fixed(many.milliseconds),
      fixed(time, 2),
      fixed(few.peak / MEGABYTE),
      fixed(many.peak / MEGABYTE),
      fixed(memory, 2),
    ],
    promises: [
      { what: `time of 16,000 operations, ${name}`, measured: time, allowed: ALLOWED.time },
      { what: `memory of 16,000 operations, ${name}`, measured: memory, allowed: ALLOWED.memory },
    ],
  }
}
const NO_CEILING_AT_ALL = { MAX_REQUESTS_PER_SECOND: '10000' }

/** Posts to a platform that only waits, and to the emulated one, and prints how far from what is possible that was. Returns what is promised about it. */
export const benchPosting = async (folder: string, write: (text: string) => void): Promise<Promised[]> => {
  write(
    `\nPosting ${OPERATIONS} actions: at most ${ALLOWED.latency} times the ideal at ${LATENCY} ms; under a limit of ${PER_SECOND} requests/s at most ${ALLOWED.limit} times, with fewer than ${100 * ALLOWED.refused} % refused.\n`,
  )
  const rows = [
    await underLatency(folder),
    await underLimit(folder, `limit ${PER_SECOND}/s, known (MAX_REQUESTS_PER_SECOND)`, {}),
    await underLimit(folder, `limit ${PER_SECOND}/s, to be found out`, NO_CEILING),
  ]
  write(table(['platform', 'ms', 'ideal ms', 'ratio', 'refused'], cellsOf(rows)))
  write(
    `\nAn import of ${WHOLE_OPERATIONS} operations at ${LATENCY} ms, ${IN_FLIGHT} in flight: creating at most ${ALLOWED.creating} times, the whole at most ${ALLOWED.whole} times requests × latency ÷ ${IN_FLIGHT}.\n`,
  )
  const whole = await wholeImport(folder)
  write(table(['requests', 'number', 'ms', 'ideal ms', 'ratio'], cellsOf(whole)))
  write(
    `\nWhole imports of 4,000 and 16,000 operations, each in its own process: at most ${ALLOWED.time} times the time, ${ALLOWED.memory} times the memory.\n`,
  )
  const sizes = [
    await scaling(folder, '0.5 kB an operation', generateApi),
    await scaling(folder, '4 kB an operation', generateDocument),
  ]
  write(table(['document', '4,000 ms', '16,000 ms', 'ratio', '4,000 MB', '16,000 MB', 'ratio'], cellsOf(sizes)))
  write(`\nLocal durable engine: ${fixed(await durableOverhead(320), 2)} ms for each batch of an import.\n`)
  return [...rows, ...whole, ...sizes].flatMap(({ promises }) => promises)
}

const cellsOf = (rows: readonly Row[]): string[][] => rows.map(({ cells }) => cells)
