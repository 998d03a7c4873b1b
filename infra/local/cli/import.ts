import { endProcess } from './end.ts'
import { main } from './main.ts'

endProcess(await main(process.argv.slice(2), process.env))
