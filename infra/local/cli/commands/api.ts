import { noOperands, parsePort } from '../arguments/command-line.ts'
import { stateOption } from '../arguments/declare-options.ts'
import { serveUntilStopped } from '../end.ts'
import { addStatuses, SERVER_STATUSES } from '../exit-status.ts'
import { openStack, settingsFor, TOKEN_VARIABLE } from '../import/local-stack.ts'
import type { Subcommand } from '../subcommand.ts'

type Values = { readonly state: string; readonly port: string; readonly connector: string }

/** Serves the HTTP API on the local stack until the process is interrupted. */
export const apiCommand: Subcommand = {
  configure: command => {
    command
      .description('Serves the HTTP API on the local stack until Ctrl-C.')
      .usage('[options]')
      .addOption(stateOption())
      .option('--port <PORT>', 'the port on the loopback interface; 0 is any free one', '4020')
      .option('--connector <ID>', 'a connector that the emulator of the platform has', 'library')
    addStatuses(command, SERVER_STATUSES)
  },
  run: async (command, { environment }) => {
    noOperands(command)
    const { state, port, connector: connectorId } = command.opts<Values>()
    const number = parsePort(port)
    const { DEMO_ORGANISATION, serveApi } = await import('../../api/serve-api.ts')
    const stack = await openStack(state, environment)
    const demo = { organisationId: DEMO_ORGANISATION, connectorId }
    stack.platform?.seedConnector({ ...demo, name: connectorId, baseUrl: 'https://api.example.com' })
    const api = await serveApi({
      stack,
      port: number,
      // Uploads can come one after the other, unlike those of the command line.
      settings: { QUIET_SECONDS: '1', ...settingsFor(stack, environment) },
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
    }, stack.guard.fault)
    return undefined
  },
}
