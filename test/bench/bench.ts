import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { benchPosting } from './bench-posting.ts'
import { benchReimport } from './bench-reimport.ts'
import { type BenchDocument, benchDocuments, jsonDocument, mergeable } from './documents.ts'
import { generateDocument } from './generate-document.ts'
import { mergeDocuments } from './merge-documents.ts'
import { peakMemory } from './peak-memory.ts'
import { parseAlone, planPayloads, textOf } from './planning.ts'
import { missedPromises } from './promises.ts'
import { runRounds } from './rounds.ts'
import { benchStartup } from './startup.ts'
import { table } from './table.ts'

/** Prints what planning, importing again, starting and posting take, each beside what is allowed or possible. */

const ROUNDS = 30
const WARM_UPS = 40
const OPERATIONS = [100, 1_000, 4_000, 16_000]
const MEGABYTE = 1e6
const MIN_MEMORY = 5 * MEGABYTE
/** What planning may take: times the time of parsing alone, by format, and times its memory. */
const ALLOWED = { json: 3, yaml: 1.5, memory: 6 }

const write = (text: string): void => {
  process.stdout.write(`${text}\n`)
}
const fixed = (value: number, digits = 1): string => value.toFixed(digits)

const timeOf = ({ name, bytes, format }: BenchDocument, rounds: number, warmUps: number): string[] => {
  const text = textOf(bytes)
  const tasks = [() => parseAlone(text, format), () => planPayloads(bytes)]
  const [parsing, planning] = runRounds(tasks, rounds, warmUps)
  if (parsing === undefined || planning === undefined) return []
  const { operations } = planPayloads(bytes)
  return [
    name,
    fixed(bytes.length / MEGABYTE),
    String(operations),
    fixed(parsing.median),
    fixed(planning.median),
    fixed(planning.median / parsing.median, 2),
    fixed(planning.best / parsing.best, 2),
    fixed((planning.median / operations) * 1_000, 0),
  ]
}

const TIME_HEAD = ['document', 'MB', 'operations', 'parse ms', 'plan ms', 'ratio', 'best', 'µs/operation']

/** Undefined where parsing takes less than the memory that any process has spare. */
const memoryOf = async ({ name, bytes, format }: BenchDocument, folder: string): Promise<string[] | undefined> => {
  const { parsing, planning } = await peakMemory(folder, bytes, format)
  if (parsing < MIN_MEMORY) return undefined
  return [name, fixed(parsing / MEGABYTE), fixed(planning / MEGABYTE), fixed(planning / parsing, 2)]
}

const documents = benchDocuments()
write(`Time: at most ${ALLOWED.json} times JSON.parse (over 1 MB), at most ${ALLOWED.yaml} times the YAML parser.\n`)
write(
  table(
    TIME_HEAD,
    documents.map(document => timeOf(document, ROUNDS, WARM_UPS)),
  ),
)

write('\nSize: the time of one operation stays the same.\n')
const real = mergeable(documents)
const scaled = OPERATIONS.flatMap(count => [
  () => jsonDocument(`generated ${count}`, generateDocument(count)),
  ...(real.length > 0 ? [() => jsonDocument(`merged ${count}`, mergeDocuments(real, count))] : []),
])
// Each is made only when its turn comes: the largest has over 100 MB.
const sizes = scaled.map(make => timeOf(make(), 3, 1))
write(
  table(
    TIME_HEAD,
    sizes.toSorted(([a = ''], [b = '']) => a.localeCompare(b, 'en', { numeric: true })),
  ),
)

write(`\nMemory at the peak, each in its own process: at most ${ALLOWED.memory} times that of parsing.\n`)
const folder = await mkdtemp(join(tmpdir(), 'bench-'))
try {
  const measured = [...documents, jsonDocument('generated 4000', generateDocument(4_000))]
  const rows: string[][] = []
  for (const document of measured) rows.push((await memoryOf(document, folder)) ?? [])
  write(
    table(
      ['document', 'parse MB', 'plan MB', 'ratio'],
      rows.filter(row => row.length > 0),
    ),
  )
  await benchStartup(folder, write)
  const promises = [...(await benchReimport(folder, write)), ...(await benchPosting(folder, write))]
  const missed = missedPromises(promises)
  for (const each of missed) write(`Missed: ${each}.`)
  if (missed.length > 0) process.exitCode = 1
} finally {
  await rm(folder, { recursive: true })
}
