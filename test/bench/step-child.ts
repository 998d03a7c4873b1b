import { readFileSync } from 'node:fs'
import { measureStep } from './step.ts'

/** Runs the work of the planning step of an import once, in a new process; prints the CPU time of each part as JSON. */
const [file = ''] = process.argv.slice(2)
process.stdout.write(JSON.stringify(await measureStep(readFileSync(file))))
