import { readFileSync } from 'node:fs'
import type { Format } from '../../../lib/openapi/parse/parse.ts'
import { cpuTime } from '../cpu.ts'
import { parseAlone, textOf } from '../parse-alone.ts'
import { forgetPeak, peakBytes } from '../resident-memory.ts'
import { median } from '../rounds.ts'
import { CONTENDERS } from './contenders.ts'
import { messageOf, type Outcome, written } from './outcome.ts'
import { ENOUGH, roundsFor } from './rounds-for.ts'
import type { Trial } from './trial.ts'

/** Converts a document with one contender, several times; tells its parent what came of it, who sees crashes and time-outs. */
const [name, folder = '', file = '', format = 'json'] = process.argv.slice(2)

const contender = CONTENDERS.find(each => each.name === name)
if (contender === undefined) throw new Error(`Contender ${name} not found.`)
const bytes = readFileSync(file)
const kind: Format = format === 'yaml' ? 'yaml' : 'json'
const text = textOf(bytes)
const timed = async (task: () => unknown): Promise<number> => {
  const start = cpuTime()
  await task()
  return cpuTime() - start
}

const measure = async (): Promise<Trial> => {
  const convert = await contender.load(folder)
  const task = async (): Promise<Outcome> => written(await convert(bytes, kind))
  parseAlone(text, kind)
  globalThis.gc?.()
  forgetPeak()
  const before = process.memoryUsage.rss()
  const start = performance.now()
  const used = cpuTime()
  const outcome = await task()
  const first = performance.now() - start
  const firstCpu = cpuTime() - used
  const peak = peakBytes() - before
  const times: number[] = []
  const parsing: number[] = []
  const rounds = roundsFor(bytes.length)
  // As many rounds again to warm up.
  for (let round = -rounds; round < rounds; round++) {
    if (performance.now() - start + first > ENOUGH) break
    const parse = await timed(() => parseAlone(text, kind))
    const time = await timed(task)
    if (round < 0) continue
    parsing.push(parse)
    times.push(time)
  }
  // Whatever is too slow to be warmed up has been seen once.
  if (times.length === 0) {
    times.push(firstCpu)
    parsing.push(await timed(() => parseAlone(text, kind)))
  }
  return { kind: 'done', ...outcome, milliseconds: median(times), parsing: median(parsing), peak }
}

const trial = await measure().catch((error: unknown): Trial => ({ kind: 'failed', reason: messageOf(error) }))
process.send?.(trial)
