import { endProcess } from './end.ts'
import { main } from './main.ts'

const EXAMPLE = 'examples/library.yaml'

const status = await main([EXAMPLE, ...process.argv.slice(2)], process.env)
if (status === 0) console.log(`\nImported ${EXAMPLE}. To import your own document: npm run import -- FILE`)
endProcess(status)
