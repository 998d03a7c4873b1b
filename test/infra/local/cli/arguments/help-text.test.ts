import { expect, test } from 'vitest'
import { addStatuses } from '../../../../../infra/local/cli/exit-status.ts'
import { createCommand } from '../../../../../infra/local/cli/program.ts'

test('the end of a help is wrapped to the width of the terminal', () => {
  const command = createCommand('x')
  const printed: string[] = []
  command.configureOutput({ writeOut: text => printed.push(text), getOutHelpWidth: () => 40 })
  addStatuses(command, [[130, 'the person who waits for the import has cancelled it with Ctrl-C']])
  command.outputHelp()
  expect(printed.join('')).toContain(`
Exit status:
  130  the person who waits for the
       import has cancelled it with
       Ctrl-C
`)
})
