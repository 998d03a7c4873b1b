import { join } from 'node:path'
import { noOperands, parsePort } from '../command-line.ts'
import { serveUntilStopped } from '../end.ts'
import { addStatuses, SERVER_STATUSES } from '../exit-status.ts'
import type { Subcommand } from '../subcommand.ts'

/** Serves the emulator of the platform on a state directory until the process is interrupted. */
export const platformCommand: Subcommand = {
  configure: command => {
    command
      .description('Serves the emulator of the platform until Ctrl-C. CONNECT_API_TOKEN sets its token.')
      .usage('[options]')
      .option('--state <DIR>', 'the folder for its data', '.local')
      .option('--port <PORT>', 'the port on the loopback interface; 0 is any free one', '4010')
    addStatuses(command, SERVER_STATUSES)
  },
  run: async (command, { environment }) => {
    noOperands(command)
    const { state, port } = command.opts<{ state: string; port: string }>()
    const number = parsePort(port)
    const { lockDirectory } = await import('../../aws/lock.ts')
    const { startPlatform } = await import('../../connect-emulator/platform.ts')
    const unlock = await lockDirectory(state)
    const platform = await startPlatform({
      stateFile: join(state, 'platform.json'),
      token: environment.CONNECT_API_TOKEN || 'local-token',
      port: number,
    })
    console.log(`Connect API  ${platform.url}`)
    console.log(`Overview     ${platform.inspectionUrl}`)
    console.log('Press Ctrl-C to stop. Imports must use another --state while the emulator runs.')
    serveUntilStopped(async () => {
      await platform.close()
      await unlock()
    })
    return undefined
  },
}
