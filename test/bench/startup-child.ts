import { pathToFileURL } from 'node:url'

/** Loads a bundle and makes its handler once; writes how many milliseconds that took. */
const [bundle = ''] = process.argv.slice(2)
const start = performance.now()
const { createHandler } = await import(pathToFileURL(bundle).href)
createHandler({})
process.stdout.write(String(performance.now() - start))
