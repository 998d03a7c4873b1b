import { parseArgs } from 'node:util'
import { keepCompiled } from './compile-cache.ts'
import { failProcess, serveUntilStopped } from './end.ts'

keepCompiled()
const { serveEmulator } = await import('../state/serve-emulator.ts')

/** Serves the emulator of the platform on a state directory until the process is interrupted. */
try {
  const { values } = parseArgs({
    options: { state: { type: 'string', default: '.local' }, port: { type: 'string', default: '4010' } },
  })
  const token = process.env.CONNECT_API_TOKEN || 'local-token'
  const platform = await serveEmulator({ state: values.state, token, port: Number(values.port) })
  console.log(`Connect API  ${platform.url}`)
  console.log(`Overview     ${platform.inspectionUrl}`)
  console.log('Press Ctrl-C to stop. Imports reach this emulator only with its CONNECT_API_URL while it runs.')
  platform.fault.addEventListener('abort', () => failProcess(platform.fault.reason))
  serveUntilStopped(platform.close)
} catch (error) {
  failProcess(error)
}
