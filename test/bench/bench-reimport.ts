import { measureClassifying } from './classifying.ts'
import { generateDocument } from './generate-document.ts'
import type { Promised } from './promises.ts'
import { measureReimport } from './reimport.ts'
import { median } from './rounds.ts'
import { measureStarting } from './starting.ts'
import { table } from './table.ts'

const OPERATIONS = 1_200
/** Releases by how much of them changes, with what classifying may add to comparing, as a part of it. */
const RELEASES = [
  { changes: 'all', part: 1, allowed: 0.9 },
  { changes: '5 %', part: 20, allowed: 0.6 },
  { changes: 'nothing', part: 0, allowed: 0.05 },
]
const ROUNDS = 9
const STARTS = 20
const ROUND_TRIP = 50
/** S3, DynamoDB, and the invocation of the import. */
const ROUND_TRIPS = 3
/** What an answer may take, times its three round trips. */
const ALLOWED = 1.15

/** Counts what the import of an unchanged document asks of the platform, and what a start by API asks of AWS; times the comparison. */
export const benchReimport = async (folder: string, write: (text: string) => void): Promise<Promised[]> => {
  write(`\nImport of an unchanged document with ${OPERATIONS} operations, counted at the platform.\n`)
  const { reads, allowedReads, writes } = await measureReimport(folder, generateDocument(OPERATIONS))
  const counted = [
    ['writes', String(writes), '0'],
    ['reads', String(reads), String(allowedReads)],
  ]
  write(table(['requests', 'counted', 'allowed'], counted))

  write(`\nStart by POST /imports where each round trip to AWS takes ${ROUND_TRIP} ms.\n`)
  const { answers, roundTrips } = await measureStarting(folder, STARTS, ROUND_TRIP)
  const time = median(answers) / (ROUND_TRIPS * ROUND_TRIP)
  const each = (count: number): string => String(count / STARTS)
  const rows = [
    ['S3 round trips', each(roundTrips.s3), '1'],
    ['DynamoDB round trips', each(roundTrips.dynamodb), '1'],
    ['invocations', each(roundTrips.lambda), '1'],
    ['time ÷ round trips', time.toFixed(2), String(ALLOWED)],
  ]
  write(table(['start', 'measured', 'allowed'], rows))

  write(`\nComparison of a release with ${OPERATIONS} operations, and what classifying adds, in a new process.\n`)
  const parts = RELEASES.map(({ part }) => part)
  const times = await measureClassifying(folder, OPERATIONS, parts, ROUNDS)
  const classified = RELEASES.map(({ changes, allowed }, i) => ({ changes, allowed, times: times[i] }))
  const shown = (time = Number.NaN, digits = 0): string => time.toFixed(digits)
  write(
    table(
      ['changes', 'items', 'compare CPU ms', 'classify CPU ms', 'ratio', 'ratio of wall time', 'allowed'],
      classified.map(({ changes, allowed, times }) => [
        changes,
        String(times?.changed),
        shown(times?.comparing.cpu),
        shown(times?.classifying.cpu),
        shown(times?.ratios.cpu, 2),
        shown(times?.ratios.wall, 2),
        String(allowed),
      ]),
    ),
  )
  return [
    { what: 'writes of an import without changes', measured: writes, allowed: 0 },
    { what: 'reads of an import without changes', measured: reads, allowed: allowedReads },
    { what: 'round trips to S3 of a start', measured: roundTrips.s3 / STARTS, allowed: 1 },
    { what: 'round trips to DynamoDB of a start', measured: roundTrips.dynamodb / STARTS, allowed: 1 },
    { what: 'invocations of a start', measured: roundTrips.lambda / STARTS, allowed: 1 },
    { what: 'time of a start ÷ its round trips', measured: time, allowed: ALLOWED },
    ...classified.map(({ changes, allowed, times }) => ({
      what: `classifying ÷ comparing, where a release changes: ${changes}`,
      measured: times?.ratios.cpu ?? Number.NaN,
      allowed,
    })),
  ]
}
