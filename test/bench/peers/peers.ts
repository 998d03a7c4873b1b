import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { bundlePlanning } from '../bundle-planning.ts'
import { type Cold, measureCold, PARSER } from '../cold.ts'
import { CONTENDERS } from './contenders.ts'
import { page } from './page.ts'
import { type PeerDocument, peerDocuments } from './peer-documents.ts'
import { plot } from './plot.ts'
import { LARGE, type Result, standingOf } from './standing.ts'
import { type Trial, tryOne } from './trial.ts'

/** Fetches what people would use instead, has all convert the same documents, and writes docs/benchmarks.md and its picture. */

const ROOT = join(import.meta.dirname, '../../..')
const CORPUS = join(ROOT, '../shared/corpus')

const write = (text: string): void => {
  process.stdout.write(`${text}\n`)
}

/** Rounds of first conversions, each in a new process. */
const COLD_ROUNDS = 3

const folder = await mkdtemp(join(tmpdir(), 'peers-'))
/** Measures the first conversions of each document, in turn. */
const coldTimes = async (documents: readonly PeerDocument[]): Promise<Map<string, Cold>[]> => {
  const names = [PARSER, ...CONTENDERS.map(({ name }) => name)]
  const all: Map<string, Cold>[] = []
  for (const { name, bytes, file, format } of documents) {
    const times = bytes < LARGE ? [] : await measureCold(names, { folder, file, format }, COLD_ROUNDS)
    all.push(new Map(names.map((contender, i) => [contender, times[i]])))
    if (times.length > 0) write(`${name}, cold: ${times.map(time => time?.toFixed(0) ?? '-').join(', ')} ms`)
  }
  return all
}

try {
  await writeFile(join(folder, 'package.json'), '{"private":true}')
  const packages = CONTENDERS.flatMap(({ name, version }) => (version === undefined ? [] : [`${name}@${version}`]))
  write(`Fetching ${packages.join(', ')}`)
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-save']
  await promisify(execFile)('npm', ['install', ...flags, ...packages], { cwd: folder })
  await bundlePlanning(folder)
  const documents = await peerDocuments(CORPUS, folder)
  const cold = await coldTimes(documents)
  const trials = new Map(CONTENDERS.map(({ name }): [string, Trial[]] => [name, []]))
  for (const { name, file, format } of documents) {
    for (const [contender, list] of trials) {
      const trial = await tryOne(contender, folder, file, format)
      list.push(trial)
      write(
        `${name}, ${contender}: ${trial.kind === 'failed' ? trial.reason.slice(0, 100) : `${trial.milliseconds.toFixed(1)} ms, ${trial.operations} operations`}`,
      )
    }
  }
  const coldOf = (name: string): Cold[] => documents.map((_, i) => cold[i]?.get(name))
  const results = Array.from(
    trials,
    ([contender, list]): Result => ({ contender, trials: list, cold: coldOf(contender) }),
  )
  const [ours = { contender: '', trials: [], cold: [] }] = results
  const parser = coldOf(PARSER)
  const standings = results.map(result => standingOf(result, documents, ours, parser))
  const circumstances = {
    date: new Date().toISOString().slice(0, 10),
    node: process.versions.node,
    cores: availableParallelism(),
  }
  await writeFile(
    join(ROOT, 'docs/benchmarks.md'),
    page(CONTENDERS, { given: documents, results, standings, parser }, circumstances),
  )
  await writeFile(join(ROOT, 'docs/benchmarks.svg'), plot(standings))
  await promisify(execFile)('npx', ['biome', 'format', '--write', 'docs/benchmarks.md'], { cwd: ROOT })
  write('docs/benchmarks.md and docs/benchmarks.svg are written.')
} finally {
  await rm(folder, { recursive: true })
}
