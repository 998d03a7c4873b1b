import { keepCompiled } from './compile-cache.ts'
import { endProcess } from './end.ts'

keepCompiled()
const { doctor } = await import('./doctor-main.ts')
endProcess(await doctor(process.argv.slice(2), process.env))
