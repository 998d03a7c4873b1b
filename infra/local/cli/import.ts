import { keepCompiled } from './compile-cache.ts'
import { endProcess } from './end.ts'

keepCompiled()
const { main } = await import('./main.ts')
endProcess(await main(process.argv.slice(2), process.env))
