import { noOperands, parsePort } from '../arguments/command-line.ts'
import { stateOption } from '../arguments/declare-options.ts'
import { serveUntilStopped } from '../end.ts'
import { addStatuses, SERVER_STATUSES } from '../exit-status.ts'
import type { Subcommand } from '../subcommand.ts'

/** Serves the emulator of the platform on a state directory until the process is interrupted. */
export const platformCommand: Subcommand = {
  configure: command => {
    command
      .description('Serves the emulator of the platform until Ctrl-C. CONNECT_API_TOKEN sets its token.')
      .usage('[options]')
      .addOption(stateOption('the folder for its data'))
      .option('--port <PORT>', 'the port on the loopback interface; 0 is any free one', '4010')
    addStatuses(command, SERVER_STATUSES)
  },
  run: async (command, { environment }) => {
    noOperands(command)
    const { state, port } = command.opts<{ state: string; port: string }>()
    const number = parsePort(port)
    const { serveEmulator } = await import('../../state/serve-emulator.ts')
    const platform = await serveEmulator({ state, token: environment.CONNECT_API_TOKEN || 'local-token', port: number })
    console.log(`Connect API  ${platform.url}`)
    console.log(`Overview     ${platform.inspectionUrl}`)
    console.log('Press Ctrl-C to stop. Imports reach this emulator only by its CONNECT_API_URL while it runs.')
    serveUntilStopped(platform.close, platform.fault)
    return undefined
  },
}
