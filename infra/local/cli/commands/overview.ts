import { Id } from '../../../../lib/request/target.ts'
import { choosePlatform } from '../arguments/choose-platform.ts'
import { noOperands, parseId } from '../arguments/command-line.ts'
import { stateOption } from '../arguments/declare-options.ts'
import { addStatuses } from '../exit-status.ts'
import { openStack, withStack } from '../import/local-stack.ts'
import type { Subcommand } from '../subcommand.ts'

type Values = { readonly organisation?: string; readonly context?: string; readonly state: string }

/** Writes the page with the last imports of all connectors of an organisation. */
export const overviewCommand: Subcommand = {
  configure: command => {
    command
      .description('Writes a page with the last import of each connector of an organisation.')
      .usage('[options]')
      .option('--organisation <ID>', 'the organisation (default: demo)')
      .option('--context <NAME>', "take URL, organisation and token from a context of the platform's command line")
      .addOption(stateOption())
    addStatuses(command, [
      [0, 'the page is written'],
      [1, 'the page could not be written'],
      [2, 'wrong usage'],
    ])
  },
  run: async (command, invocation) => {
    noOperands(command)
    const { organisation, context, state } = command.opts<Values>()
    const chosen = await choosePlatform(context, invocation.environment)
    const organisationId = parseId('organisation', Id, organisation ?? chosen.organisationId)
    const { keepOverview } = await import('../../state/keep-overview.ts')
    const stack = await openStack(state, chosen.environment)
    return withStack(stack, async () => {
      const { path, count } = await keepOverview(stack, organisationId)
      console.log(`${count} ${count === 1 ? 'connector' : 'connectors'} of ${organisationId}: ${path}`)
      return 0
    })
  },
}
