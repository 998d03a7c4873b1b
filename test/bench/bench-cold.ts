import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { measureCold, PARSER } from './cold.ts'
import type { BenchDocument } from './documents.ts'
import type { Promised } from './promises.ts'
import { coldStep, PARTS, type Step } from './step.ts'
import { table } from './table.ts'

const ROUNDS = 5
const MEGABYTE = 1e6
/** Totals over the documents: reading and planning ÷ the parser, and the other work before the first request ÷ planning. */
const ALLOWED = { planning: 16, others: 0.8 }

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
const fixed = (value: number, digits = 0): string => value.toFixed(digits)

/** Measures the first plan of a process, and the other work that an import does on a document before its first request. */
export const benchCold = async (
  documents: readonly BenchDocument[],
  folder: string,
  write: (text: string) => void,
): Promise<Promised[]> => {
  write(
    `\nFirst plan of a new process with its modules loaded, in ms of CPU of all its threads: in total at most ${ALLOWED.planning} times JSON.parse.\n`,
  )
  const cold: { readonly name: string; readonly parser: number; readonly plan: number; readonly step: Step }[] = []
  for (const { name, bytes, format } of documents.filter(large)) {
    const file = join(folder, 'cold')
    await writeFile(file, bytes)
    const [parser = Number.NaN, plan = Number.NaN] = await measureCold(
      [PARSER, 'this project'],
      { folder, file, format },
      ROUNDS,
    )
    cold.push({ name, parser, plan, step: await coldStep(file, ROUNDS) })
  }
  const ratio = sum(cold.map(({ plan }) => plan)) / sum(cold.map(({ parser }) => parser))
  write(
    table(
      ['document', 'parse ms', 'read and plan ms', 'ratio'],
      [
        ...cold.map(({ name, parser, plan }) => [name, fixed(parser), fixed(plan), fixed(plan / parser, 1)]),
        ['total', '', '', fixed(ratio, 1)],
      ],
    ),
  )
  write(
    `\nThe work of an import on a document before its first request, by part, in ms of CPU: the parts other than parse and plan at most ${ALLOWED.others} times these two.\n`,
  )
  const others = (step: Step): number => sum(PARTS.map(part => step[part])) - step.parse - step.plan
  write(
    table(
      ['document', ...PARTS, 'others ÷ parse and plan'],
      cold.map(({ name, step }) => [
        name,
        ...PARTS.map(part => fixed(step[part])),
        fixed(others(step) / (step.parse + step.plan), 2),
      ]),
    ),
  )
  const beside = sum(cold.map(({ step }) => others(step))) / sum(cold.map(({ step }) => step.parse + step.plan))
  return [
    { what: 'first plan ÷ JSON.parse, in total', measured: ratio, allowed: ALLOWED.planning },
    { what: 'other work before the first request ÷ planning', measured: beside, allowed: ALLOWED.others },
  ]
}

/** Returns true for JSON of over a megabyte, where the time to start does not count. */
const large = ({ bytes, format }: BenchDocument): boolean => format === 'json' && bytes.length > MEGABYTE
