import { readFileSync } from 'node:fs'
import type { Format } from '../../../lib/openapi/parse.ts'
import { parseAlone, textOf } from '../planning.ts'
import { forgetPeak, peakBytes } from '../resident-memory.ts'
import { CONTENDERS } from './contenders.ts'
import type { Trial } from './trial.ts'

/** Converts a document with one contender, several times; tells its parent what came of it, who sees crashes and time-outs. */
const [name, folder = '', file = '', format = 'json'] = process.argv.slice(2)
const ROUNDS = 5
/** What takes this long is measured once: it says enough. */
const LONG = 5_000

const contender = CONTENDERS.find(each => each.name === name)
if (contender === undefined) throw new Error(`There is no contender ${name}.`)
const bytes = readFileSync(file)
const kind: Format = format === 'yaml' ? 'yaml' : 'json'
const text = textOf(bytes)
const timed = async (task: () => unknown): Promise<number> => {
  const start = performance.now()
  await task()
  return performance.now() - start
}
const median = (times: readonly number[]): number => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0

const measure = async (): Promise<Trial> => {
  const task = await contender.load(folder)
  parseAlone(text, kind)
  globalThis.gc?.()
  forgetPeak()
  const before = process.memoryUsage.rss()
  let operations = 0
  const first = await timed(async () => {
    operations = await task(bytes, kind)
  })
  const peak = peakBytes() - before
  if (first > LONG)
    return { kind: 'done', operations, milliseconds: first, parsing: await timed(() => parseAlone(text, kind)), peak }
  const times: number[] = []
  const parsing: number[] = []
  // As many rounds again to warm up.
  for (let round = -ROUNDS; round < ROUNDS; round++) {
    const parse = await timed(() => parseAlone(text, kind))
    const time = await timed(() => task(bytes, kind))
    if (round < 0) continue
    parsing.push(parse)
    times.push(time)
  }
  return { kind: 'done', operations, milliseconds: median(times), parsing: median(parsing), peak }
}

const trial = await measure().catch(
  (error: unknown): Trial => ({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) }),
)
process.send?.(trial)
