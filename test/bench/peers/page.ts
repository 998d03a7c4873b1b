import type { Cold } from '../cold.ts'
import type { Contender } from './contenders.ts'
import { ENOUGH } from './rounds-for.ts'
import { type Given, LARGE, type Result, type Standing } from './standing.ts'

/** Place and time of the measurement. */
export type Circumstances = { readonly date: string; readonly node: string; readonly cores: number }

const fixed = (value: number, digits = 1): string => value.toFixed(digits)
const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
const tableOf = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n')

const SUMMARY = [
  '',
  'documents handled',
  'with every operation',
  'as JSON',
  'operations kept',
  'time ÷ parsing',
  'time ÷ this project',
  'most memory',
]

const LARGE_SUMMARY = ['', 'documents', 'time ÷ parsing', 'time ÷ this project']

/** Everything that was measured. */
export type Measured = {
  readonly given: readonly Given[]
  readonly results: readonly Result[]
  readonly standings: readonly Standing[]
  /** CPU time of the parser alone in a new process, by document. */
  readonly parser: readonly Cold[]
}

/** Generates docs/benchmarks.md. */
export const page = (
  contenders: readonly Contender[],
  { given, results, standings, parser }: Measured,
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
  const large = standings.map(({ contender, large: { documents, ...ratios } }) => [
    contender,
    String(documents),
    ...[ratios.ratio, ratios.versusOurs].map(times),
  ])
  const cold = given.flatMap((document, i) =>
    document.bytes < LARGE
      ? []
      : [
          [
            `${document.name} (${sizeOf(document)})`,
            ...[parser, ...results.map(result => result.cold)].map(list => whole(list[i])),
          ],
        ],
  )
  const coldTotals = [
    ['total ÷ parser', '', ...standings.map(standing => times(standing.large.coldRatio))],
    ['total ÷ this project', '', ...standings.map(standing => times(standing.large.coldVersusOurs))],
  ]
  return `# Benchmarks

This page compares the project with alternative packages, on the same documents and in one run. \`npm run bench:peers\` downloads the other packages
(they are not dependencies) and writes this page and its picture. \`npm run bench\` measures the numbers that the project promises, and fails if one is
missed. ${cores} cores, Node.js ${node}, ${date}. Compare the numbers of one column or row with each other only: other programs on the machine slow down all of them.

The packages produce different results. For each one, this is the requested result; then its gaps:

${contenders.map(({ name, version, asked, lacking }) => `- **${name}**${version === undefined ? '' : ` ${version}`}: ${asked}; ${lacking}`).join('\n')}

## First conversion of a process

An import plans once, in a process that has just started. So this is what a user waits for: CPU time in milliseconds of the first conversion in a new
process with its modules loaded, of all its threads (also those of the compiler and the garbage collector), without writing the result: some results
can't be written. The median of three processes, which took turns with those of the other columns. Each process has only the modules that it measures; those of this project are a
minified bundle, like the deployed functions. _parser_ is \`JSON.parse\` alone. The documents are those of more than 1 MB; a total is over those that a
package handled.

${tableOf(['document', 'parser', ...results.map(({ contender }) => contender)], [...cold, ...coldTotals])}

## Later conversions

In a process that has converted the document several times, with the result written as JSON. Times are CPU times of all threads.

![Time of converting a document, as a multiple of parsing it alone](benchmarks.svg)

${tableOf(SUMMARY, summary)}

The means of this table are geometric, so small documents count as much as large ones. These are the totals of the documents of more than 1 MB that a
package handled:

${tableOf(LARGE_SUMMARY, large)}

Each trial starts with the bytes of the document in memory and ends with a result as a JSON string, in a separate process that has loaded the package.
It runs once to measure the memory (the growth of the process), then 5 to 100 times to warm up, and as many times again for the median: more often for
smaller documents, and as often for all packages as ${ENOUGH / 1000} seconds allow. Runs alternate with runs of the parser alone (\`JSON.parse\`, or js-yaml). Packages that do not
accept a string get the document from the same parser. Means are geometric, over the documents that a package handled. A trial ends after 60 seconds.
Documents without operations, and documents that the parser refuses, are excluded. Code that runs longer becomes faster than this page shows;
\`npm run bench\` warms up longer.

## By document

Later conversions, in milliseconds of CPU. A number in brackets is the number of operations in the result, if some are missing. An asterisk marks a result that can't be written as
JSON. An empty cell means that the package failed or its result was empty.

${tableOf(['document (OpenAPI, size, operations)', ...results.map(({ contender }) => contender)], details)}

## Failures

${problems(given, results)}
`
}

const times = (ratio: number): string => (Number.isNaN(ratio) ? '' : `${fixed(ratio)}×`)

const whole = (time: Cold): string => (time === undefined ? '' : fixed(time, 0))

const sizeOf = ({ bytes }: Given): string => (bytes < 1e5 ? `${fixed(bytes / 1e3)} kB` : `${fixed(bytes / 1e6, 2)} MB`)

/** Formats a time with its significant digits. */
const inMilliseconds = (time: number): string => fixed(time, time < 1 ? 2 : time < 10 ? 1 : 0)

const cell = (trial: Result['trials'][number] | undefined, { operations }: Given): string => {
  if (trial === undefined || trial.kind === 'failed' || trial.operations === 0) return ''
  const time = `${inMilliseconds(trial.milliseconds)}${trial.writable ? '' : '\\*'}`
  return trial.operations < operations ? `${time} (${trial.operations})` : time
}

/** Lists the failures in the packages' own words, one line each, shortened. */
const problems = (given: readonly Given[], results: readonly Result[]): string =>
  results
    .flatMap(({ contender, trials }) =>
      trials.flatMap((trial, i) => {
        const problem = trial.kind === 'failed' ? trial.reason : trial.problem
        return problem === undefined ? [] : [`- ${contender}, ${given[i]?.name}: ${inBrief(problem)}`]
      }),
    )
    .join('\n') || 'Nothing failed.'

const LONGEST = 160

const inBrief = (problem: string): string => {
  const line = problem.replaceAll(/[\s`|<*]+/g, ' ').trim()
  return line.length > LONGEST ? `${line.slice(0, LONGEST).trim()} …` : line
}
