import { readFileSync } from 'node:fs'
import type { Format } from '../../lib/openapi/parse/parse.ts'
import { CONTENDERS } from './peers/contenders.ts'
import { parseAlone, textOf } from './planning.ts'

/**
 * Converts a document once, in a process that has only loaded its modules; prints the CPU time of the process in
 * milliseconds, with that of its other threads (compiler, garbage collector). `JSON.parse` is the parser alone.
 */
const [name, folder = '', file = '', format = 'json'] = process.argv.slice(2)

const bytes = readFileSync(file)
const kind: Format = format === 'yaml' ? 'yaml' : 'json'
const contender = CONTENDERS.find(each => each.name === name)
const task = contender === undefined ? async () => parseAlone(textOf(bytes), kind) : await contender.load(folder)
const start = process.cpuUsage()
await task(bytes, kind)
const { user, system } = process.cpuUsage(start)
process.stdout.write(`\n${(user + system) / 1000}`)
