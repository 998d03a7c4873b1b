import type { Contender } from './contenders.ts'
import type { Given, Result, Standing } from './standing.ts'

/** Where and when it was measured. */
export type Circumstances = { readonly date: string; readonly node: string; readonly cores: number }

const fixed = (value: number, digits = 1): string => value.toFixed(digits)
const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
const tableOf = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n')

const SUMMARY = [
  '',
  'documents handled',
  'with every operation',
  'as JSON text',
  'operations kept',
  'time ÷ parsing',
  'time ÷ this project',
  'most memory',
]

/** docs/benchmarks.md: what was measured, how, and what came of it. */
export const page = (
  contenders: readonly Contender[],
  given: readonly Given[],
  results: readonly Result[],
  standings: readonly Standing[],
  { date, node, cores }: Circumstances,
): string => {
  const operations = given.reduce((sum, document) => sum + document.operations, 0)
  const summary = standings.map(standing => [
    standing.contender,
    `${standing.handled} of ${given.length}`,
    String(standing.whole),
    String(standing.writable),
    `${standing.operations} of ${operations}`,
    ...(standing.handled === 0
      ? ['', '', '']
      : [`${fixed(standing.ratio)}×`, `${fixed(standing.versusOurs)}×`, `${fixed(standing.peak / 1e6, 0)} MB`]),
  ])
  const details = given.map((document, i) => [
    `${document.name} (${document.specification}, ${sizeOf(document)}, ${document.operations})`,
    ...results.map(({ trials }) => cell(trials[i], document)),
  ])
  return `# Benchmarks

What people would use instead, on the same documents, in one run. Made by \`npm run bench:peers\`, which fetches the other packages for itself
and writes this page and its picture; they are no dependencies. The numbers that are promised are in \`npm run bench\`.

![Time of converting a document, as a multiple of parsing it alone](benchmarks.svg)

${tableOf(SUMMARY, summary)}

Each started from the bytes of the document in memory and ended with a result as JSON text, in a process of its own with the package loaded: once
for the memory (what the process grew by), then 5 to 100 times to warm up and as often for the median, more for smaller documents and the same for
all, by turns with the parser alone (\`JSON.parse\`, or js-yaml). What takes no text got the document from the same parser. Means are geometric, over
the documents that a contender handled. After 60 seconds a trial was over. Documents without operations, and those that the parser alone refuses,
did not take part. Code that runs longer gets faster than this shows; \`npm run bench\` warms up more. ${cores} cores, Node.js ${node}, ${date}.

They do different things, so this says what each was asked for, and what it leaves out:

${contenders.map(({ name, version, asked, lacking }) => `- **${name}**${version === undefined ? '' : ` ${version}`}: ${asked}; ${lacking}`).join('\n')}

## By document

Milliseconds; in brackets how many operations came out, where it is not every one; with an asterisk where the result can't be written as JSON text.
An empty cell is none: it failed, or nothing came out.

${tableOf(['document (OpenAPI, size, operations)', ...results.map(({ contender }) => contender)], details)}

## What went wrong

${problems(given, results)}
`
}

const sizeOf = ({ bytes }: Given): string => (bytes < 1e5 ? `${fixed(bytes / 1e3)} kB` : `${fixed(bytes / 1e6, 2)} MB`)

/** As many digits as say something. */
const inMilliseconds = (time: number): string => fixed(time, time < 1 ? 2 : time < 10 ? 1 : 0)

const cell = (trial: Result['trials'][number] | undefined, { operations }: Given): string => {
  if (trial === undefined || trial.kind === 'failed' || trial.operations === 0) return ''
  const time = `${inMilliseconds(trial.milliseconds)}${trial.writable ? '' : '\\*'}`
  return trial.operations < operations ? `${time} (${trial.operations})` : time
}

/** In their own words, on one line, as far as it is of use. */
const problems = (given: readonly Given[], results: readonly Result[]): string =>
  results
    .flatMap(({ contender, trials }) =>
      trials.flatMap((trial, i) => {
        const problem = trial.kind === 'failed' ? trial.reason : trial.problem
        return problem === undefined ? [] : [`- ${contender}, ${given[i]?.name}: ${inBrief(problem)}`]
      }),
    )
    .join('\n') || 'Nothing did.'

const LONGEST = 160

const inBrief = (problem: string): string => {
  const line = problem.replaceAll(/[\s`|<*]+/g, ' ').trim()
  return line.length > LONGEST ? `${line.slice(0, LONGEST).trim()} …` : line
}
