import { type BenchDocument, jsonDocument, mergeable } from './documents.ts'
import { generateDocument } from './generate-document.ts'
import { mergeDocuments } from './merge-documents.ts'
import { parseAlone, textOf } from './parse-alone.ts'
import { peakMemory } from './peak-memory.ts'
import { planPayloads } from './planning.ts'
import type { Promised } from './promises.ts'
import { runRounds } from './rounds.ts'
import { table } from './table.ts'

const ROUNDS = 30
const WARM_UPS = 40
const SIZES = [100, 1_000, 4_000, 16_000]
const MEGABYTE = 1e6
const MIN_MEMORY = 5 * MEGABYTE
/**
 * Planning ÷ parsing alone: of time, in total over the documents of a format; of memory, for each document. `growth` is
 * the time of an operation in the largest document ÷ that in one of 1,000.
 */
const ALLOWED = { json: 20, yaml: 4, memory: 6, growth: 1.5 }

type Write = (text: string) => void
type Timed = { readonly parsing: number; readonly planning: number; readonly each: number; readonly cells: string[] }

const fixed = (value: number, digits = 1): string => value.toFixed(digits)
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

const timeOf = ({ name, bytes, format }: BenchDocument, rounds: number, warmUps: number): Timed => {
  const text = textOf(bytes)
  const tasks = [() => parseAlone(text, format), () => planPayloads(bytes)]
  const [parsing = NONE, planning = NONE] = runRounds(tasks, rounds, warmUps)
  const { operations } = planPayloads(bytes)
  const each = (planning.median / operations) * 1_000
  const cells = [
    name,
    fixed(bytes.length / MEGABYTE),
    String(operations),
    fixed(parsing.median),
    fixed(planning.median),
    fixed(planning.median / parsing.median, 2),
    fixed(planning.best / parsing.best, 2),
    fixed(each, 0),
  ]
  return { parsing: parsing.median, planning: planning.median, each, cells }
}

const NONE = { median: Number.NaN, best: Number.NaN }
const TIME_HEAD = ['document', 'MB', 'operations', 'parse ms', 'plan ms', 'ratio', 'best', 'µs/operation']

/** Measures planning in a process that has done it many times, as a multiple of the parser. Returns what is promised. */
export const benchPlanning = (documents: readonly BenchDocument[], write: Write): Promised[] => {
  write(
    `CPU time, warm: in total over JSON of more than 1 MB at most ${ALLOWED.json} times JSON.parse, over YAML at most ${ALLOWED.yaml} times the parser.\n`,
  )
  const timed = documents.map(document => ({ document, ...timeOf(document, ROUNDS, WARM_UPS) }))
  const totals = (['json', 'yaml'] as const).flatMap(format => {
    const these = timed.filter(
      ({ document }) => document.format === format && (format === 'yaml' || document.bytes.length > MEGABYTE),
    )
    if (these.length === 0) return []
    const [parsing, planning] = [sum(these.map(each => each.parsing)), sum(these.map(each => each.planning))]
    return [{ format, parsing, planning, ratio: planning / parsing }]
  })
  const total = totals.map(({ format, parsing, planning, ratio }) => [
    `total ${format}`,
    ...['', '', fixed(parsing), fixed(planning), fixed(ratio, 2), '', ''],
  ])
  write(table(TIME_HEAD, [...timed.map(({ cells }) => cells), ...total]))
  return totals.map(({ format, ratio }) => ({
    what: `planning ÷ parsing ${format}, in total`,
    measured: ratio,
    allowed: ALLOWED[format],
  }))
}

/** Measures how planning grows with the number of operations. Returns what is promised. */
export const benchSizes = (documents: readonly BenchDocument[], write: Write): Promised[] => {
  write(`\nSize: the time of one operation grows at most ${ALLOWED.growth} times from 1,000 to 16,000 operations.\n`)
  const real = mergeable(documents)
  const makers = [
    { kind: 'generated', make: (count: number) => generateDocument(count) },
    ...(real.length > 0 ? [{ kind: 'merged', make: (count: number) => mergeDocuments(real, count) }] : []),
  ]
  const rows = makers.map(({ kind, make }) => ({
    kind,
    // Each is made only when its turn comes: the largest has over 100 MB.
    sizes: SIZES.map(count => timeOf(jsonDocument(`${kind} ${count}`, make(count)), 3, 1)),
  }))
  write(
    table(
      TIME_HEAD,
      rows.flatMap(({ sizes }) => sizes.map(({ cells }) => cells)),
    ),
  )
  return rows.map(({ kind, sizes }) => ({
    what: `growth of the time of an operation, ${kind}`,
    measured: (sizes.at(-1)?.each ?? Number.NaN) / (sizes[1]?.each ?? Number.NaN),
    allowed: ALLOWED.growth,
  }))
}

/** Measures the memory of planning at its peak, each in its own process. Returns what is promised. */
export const benchMemory = async (
  documents: readonly BenchDocument[],
  folder: string,
  write: Write,
): Promise<Promised[]> => {
  write(`\nMemory at the peak, each in its own process: at most ${ALLOWED.memory} times that of parsing.\n`)
  const rows: { readonly cells: string[]; readonly promised: Promised }[] = []
  for (const { name, bytes, format } of [...documents, jsonDocument('generated 4000', generateDocument(4_000))]) {
    const { parsing, planning } = await peakMemory(folder, bytes, format)
    // Less than any process has to spare.
    if (parsing < MIN_MEMORY) continue
    const ratio = planning / parsing
    rows.push({
      cells: [name, fixed(parsing / MEGABYTE), fixed(planning / MEGABYTE), fixed(ratio, 2)],
      promised: { what: `memory of planning ${name} ÷ parsing`, measured: ratio, allowed: ALLOWED.memory },
    })
  }
  write(
    table(
      ['document', 'parse MB', 'plan MB', 'ratio'],
      rows.map(({ cells }) => cells),
    ),
  )
  return rows.map(({ promised }) => promised)
}
