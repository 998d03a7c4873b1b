import { parseArgs } from 'node:util'
import { keepCompiled } from './compile-cache.ts'
import { failProcess, serveUntilStopped } from './end.ts'

keepCompiled()
const { DEMO_ORGANISATION, serveApi } = await import('../api/serve-api.ts')
const { openStack, settingsFor, TOKEN_VARIABLE } = await import('./local-stack.ts')

/** Serves the HTTP API on the local stack until the process is interrupted. */
try {
  const { values } = parseArgs({
    options: {
      state: { type: 'string', default: '.local' },
      port: { type: 'string', default: '4020' },
      connector: { type: 'string', default: 'library' },
    },
  })
  const stack = await openStack(values.state, process.env)
  const { connector: connectorId } = values
  const demo = { organisationId: DEMO_ORGANISATION, connectorId }
  stack.platform?.seedConnector({ ...demo, name: connectorId, baseUrl: 'https://api.example.com' })
  const api = await serveApi({
    stack,
    port: Number(values.port),
    // Uploads can come one after the other, unlike those of the command line.
    settings: { QUIET_SECONDS: '1', ...settingsFor(stack, process.env) },
    overrides: { local: { tokenVariable: TOKEN_VARIABLE } },
    onError: message => console.error(message),
  }).catch(async (error: unknown) => {
    await stack.close()
    throw error
  })
  console.log(`API       ${api.url}/openapi.json`)
  if (stack.platform) console.log(`Platform  ${stack.platform.inspectionUrl} (with the connector ${connectorId})`)
  console.log(`Requests use the organisation ${DEMO_ORGANISATION}; set the header x-organisation to use another one.`)
  console.log('Press Ctrl-C to stop. To continue an interrupted import, send its request again.')
  serveUntilStopped(async () => {
    await api.close()
    await stack.close()
  })
} catch (error) {
  failProcess(error)
}
