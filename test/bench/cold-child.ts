import { readFileSync } from 'node:fs'
import type { Format } from '../../lib/openapi/parse/parse.ts'
import { PARSER } from './cold.ts'
import { cpuTime } from './cpu.ts'
import { parseAlone, textOf } from './parse-alone.ts'
import { CONTENDERS, type Task } from './peers/contenders.ts'

/**
 * Converts a document once, in a process that has only loaded its modules; prints the CPU time of the process in
 * milliseconds, with that of its other threads (compiler, garbage collector), as the last line.
 */
const [name, folder = '', file = '', format = 'json'] = process.argv.slice(2)

const bytes = readFileSync(file)
const kind: Format = format === 'yaml' ? 'yaml' : 'json'

const load = async (): Promise<Task | (() => unknown)> => {
  if (name === PARSER) return () => parseAlone(textOf(bytes), kind)
  const contender = CONTENDERS.find(each => each.name === name)
  if (contender === undefined) throw new Error(`Contender ${name} not found.`)
  return contender.load(folder)
}

const convert = await load()
const start = cpuTime()
await convert(bytes, kind)
const time = cpuTime() - start
process.stdout.write(`\n${time}`, () => process.exit())
