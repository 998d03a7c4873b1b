import { Command } from 'commander'
import type { Subcommand } from './subcommand.ts'

/** Creates the parser of a subcommand, which throws its errors. @param spelled the subcommand as a person types it */
export function createSubcommand({ configure }: Subcommand, spelled: string): Command {
  const command = createCommand(spelled)
  configure(command)
  return command
}

/** Creates a parser that throws its errors and does not print them. */
export function createCommand(name: string): Command {
  return (
    new Command(name)
      .exitOverride()
      .configureOutput({ writeErr: () => undefined })
      .helpOption('-h, --help', 'show this help')
      .helpCommand(false)
      .commandsGroup('Subcommands:')
      // Descriptions are narrow next to the long options, on a terminal of 80 columns.
      .configureHelp({ minWidthToWrap: 20, optionTerm: ({ flags }) => flags.replaceAll(/[<>]/g, '') })
  )
}
