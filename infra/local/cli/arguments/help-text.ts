import type { Command } from 'commander'

/** Paragraph of a help. `lead` is in front of its first line, and the other lines are indented by its length. */
export type HelpLine = { readonly lead?: string; readonly text: string }

const DEFAULT_WIDTH = 80

/** Adds an empty line and paragraphs to the end of a help, wrapped to the width of the terminal. */
export function addHelpLines(command: Command, lines: readonly HelpLine[]): void {
  command.addHelpText('after', () => {
    const width = command.configureOutput().getOutHelpWidth?.() ?? DEFAULT_WIDTH
    const help = command.createHelp()
    const wrapped = lines.map(({ lead = '', text }) => {
      const indent = `\n${' '.repeat(lead.length)}`
      return lead + help.boxWrap(text, width - lead.length).replaceAll('\n', indent)
    })
    return `\n${wrapped.join('\n')}`
  })
}
