import { endProcess } from './end.ts'
import { main } from './main.ts'

const EXAMPLE = 'examples/library.yaml'

const status = await main([EXAMPLE, ...process.argv.slice(2)], process.env)
if (status === 0) console.log(`\nThat was ${EXAMPLE}. Your own document: npm run import -- FILE`)
endProcess(status)
