import { readFileSync, writeFileSync } from 'node:fs'
import { generateDocument } from './generate-document.ts'
import { parseAlone, planPayloads, textOf } from './planning.ts'

/** Linux, proc(5): the most memory that the process held. Its maxRSS would also count the process that started it. */
const peakBytes = (): number => Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) * 1024
const forgetPeak = (): void => writeFileSync('/proc/self/clear_refs', '5')

/** Parses or plans a file once; writes how many bytes the process grew by at its peak. */
const [what, format, file = ''] = process.argv.slice(2)
const bytes = readFileSync(file)
// So that code which is loaded or compiled late does not count.
planPayloads(Buffer.from(JSON.stringify(generateDocument(1))))
globalThis.gc?.()
forgetPeak()
const before = process.memoryUsage.rss()
const result =
  what === 'planning' ? planPayloads(bytes) : parseAlone(textOf(bytes), format === 'yaml' ? 'yaml' : 'json')
const grown = peakBytes() - before
if (result === undefined) throw new Error('There is no document.')
process.stdout.write(String(grown))
