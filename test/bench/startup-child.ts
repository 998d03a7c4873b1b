import { pathToFileURL } from 'node:url'

/** Loads a bundle, as Lambda does; writes how many milliseconds of CPU the start waits for: others on the machine add less to it. */
const [bundle = ''] = process.argv.slice(2)
// Lambda's own runtime has opened them before.
if (!process.stdout.writable || !process.stderr.writable) throw new Error('There is no output.')
const start = process.threadCpuUsage()
await import(pathToFileURL(bundle).href)
const { user, system } = process.threadCpuUsage(start)
process.stdout.write(String((user + system) / 1000))
