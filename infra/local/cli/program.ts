import { Command, Help } from 'commander'
import type { Subcommand } from './subcommand.ts'

/** Columns from which options and descriptions are next to each other. */
const WIDE = 76
const INDENT = 6

/** Creates the parser of a subcommand, which throws its errors. @param spelled the subcommand as a person types it */
export function createSubcommand({ configure }: Subcommand, spelled: string): Command {
  const command = createCommand(spelled)
  configure(command)
  return command
}

/** Creates a parser that throws its errors and does not print them. */
export function createCommand(name: string): Command {
  return new Command(name)
    .exitOverride()
    .configureOutput({ writeErr: () => undefined })
    .helpOption('-h, --help', 'show this help')
    .helpCommand(false)
    .commandsGroup('Subcommands:')
    .configureHelp({
      minWidthToWrap: 20,
      optionTerm: ({ flags }) => flags.replaceAll(/[<>]/g, ''),
      formatItem: (term, termWidth, description, help) => {
        const { helpWidth = WIDE } = help
        if (helpWidth >= WIDE) return Help.prototype.formatItem.call(help, term, termWidth, description, help)
        const lines = help.boxWrap(description, helpWidth - INDENT).split('\n')
        return [`  ${term}`, ...lines.map(line => ' '.repeat(INDENT) + line)].join('\n')
      },
    })
}
