import { readFileSync } from 'node:fs'
import { generateDocument } from './generate-document.ts'
import { parseAlone, textOf } from './parse-alone.ts'
import { planPayloads } from './planning.ts'
import { forgetPeak, peakBytes } from './resident-memory.ts'

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
