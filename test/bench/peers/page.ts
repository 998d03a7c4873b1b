import type { Contender } from './contenders.ts'
import type { Given, Result, Standing } from './standing.ts'

/** Where and when it was measured. */
export type Circumstances = { readonly date: string; readonly node: string; readonly cores: number }

const fixed = (value: number, digits = 1): string => value.toFixed(digits)
const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
const tableOf = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n')

/** docs/benchmarks.md: what was measured, how, and what came of it. */
export const page = (
  contenders: readonly Contender[],
  given: readonly Given[],
  results: readonly Result[],
  standings: readonly Standing[],
  { date, node, cores }: Circumstances,
): string => {
  const operations = given.reduce((sum, document) => sum + document.operations, 0)
  const summary = standings.map(({ contender, whole, handled, operations: kept, ratio, peak }) => [
    contender,
    `${handled} of ${given.length}`,
    String(whole),
    `${kept} of ${operations}`,
    handled === 0 ? '' : `${fixed(ratio)}×`,
    handled === 0 ? '' : `${fixed(peak / 1e6, 0)} MB`,
  ])
  const details = given.map((document, i) => [
    `${document.name} (${fixed(document.bytes / 1e6, 2)} MB, ${document.operations})`,
    ...results.map(({ trials }) => cell(trials[i], document)),
  ])
  return `# Benchmarks

What people would use instead, on the same documents, in one run. Made by \`npm run bench:peers\`, which fetches the other packages for itself
and writes this page and its picture; they are no dependencies. The numbers that are promised are in \`npm run bench\`.

![Time of converting a document, as a multiple of parsing it alone](benchmarks.svg)

${tableOf(['', 'documents handled', 'with every operation', 'operations kept', 'time ÷ parsing', 'most memory'], summary)}

Each started from the bytes of the document in memory and ended with a result as JSON text, in a process of its own: once for the memory (what the
process grew by), then five times to warm up and five times for the median, by turns with the parser alone (\`JSON.parse\`, or js-yaml). Means are
geometric, over the documents that a contender handled. After 60 seconds a trial was over. ${cores} cores, Node.js ${node}, ${date}.

They do different things, so this says what each was asked for:

${contenders.map(({ name, version, asked }) => `- **${name}**${version === undefined ? '' : ` ${version}`}: ${asked}`).join('\n')}

## By document

Milliseconds; in brackets how many operations came out, where it is not every one. An empty cell is none: it failed, or nothing came out.

${tableOf(['document (size, operations)', ...results.map(({ contender }) => contender)], details)}

## Why some failed

${failures(given, results)}
`
}

const cell = (trial: Result['trials'][number] | undefined, { operations }: Given): string => {
  if (trial === undefined || trial.kind === 'failed' || trial.operations === 0) return ''
  const time = fixed(trial.milliseconds, trial.milliseconds < 10 ? 1 : 0)
  return trial.operations < operations ? `${time} (${trial.operations})` : time
}

/** In their own words, on one line, as far as it is of use. */
const failures = (given: readonly Given[], results: readonly Result[]): string =>
  results
    .flatMap(({ contender, trials }) =>
      trials.flatMap((trial, i) =>
        trial.kind === 'failed'
          ? [`- ${contender}, ${given[i]?.name}: ${trial.reason.replaceAll(/[\s`|<]+/g, ' ').slice(0, 160)}`]
          : [],
      ),
    )
    .join('\n') || 'None did.'
