import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { keepCompiled } from './compile-cache.ts'
import { failProcess, serveUntilStopped } from './end.ts'

keepCompiled()
const { lockDirectory } = await import('../aws/lock.ts')
const { startPlatform } = await import('../connect-emulator/platform.ts')

/** Serves the emulator of the platform on a state directory until the process is interrupted. */
try {
  const { values } = parseArgs({
    options: { state: { type: 'string', default: '.local' }, port: { type: 'string', default: '4010' } },
  })
  const token = process.env.CONNECT_API_TOKEN || 'local-token'
  const unlock = await lockDirectory(values.state)
  const platform = await startPlatform({
    stateFile: join(values.state, 'platform.json'),
    token,
    port: Number(values.port),
  })
  console.log(`Connect API  ${platform.url}`)
  console.log(`Overview     ${platform.inspectionUrl}`)
  console.log('Press Ctrl-C to stop. Imports must use another --state while the emulator runs.')
  serveUntilStopped(async () => {
    await platform.close()
    await unlock()
  })
} catch (error) {
  failProcess(error)
}
