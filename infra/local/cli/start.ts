import { keepCompiled } from './compile-cache.ts'
import { endProcess } from './end.ts'

const EXAMPLE = 'examples/library.yaml'

keepCompiled()
const { main } = await import('./main.ts')
const status = await main([EXAMPLE, ...process.argv.slice(2)], process.env)
if (status === 0) console.log(`\nImported ${EXAMPLE}. To import your own document: npm run import -- FILE`)
endProcess(status)
