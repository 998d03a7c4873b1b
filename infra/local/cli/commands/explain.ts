import { explainedCodes, explanationOf } from '../../../../lib/diagnostics/explanation.ts'
import { nearest } from '../../../../lib/util/nearest.ts'
import { onlyOperand, UsageError } from '../arguments/command-line.ts'
import { addStatuses } from '../exit-status.ts'
import type { Subcommand } from '../subcommand.ts'

/** Explains one diagnostic, or lists all codes. */
export const explainCommand: Subcommand = {
  configure: command => {
    command
      .description('Explains a diagnostic: its meaning and the remedy. Without CODE, it lists all codes.')
      .usage('[CODE]')
      .argument('[CODE]', 'the code of a diagnostic, such as parameter-split')
    addStatuses(command, [
      [0, 'explained'],
      [2, 'wrong usage or an unknown code'],
    ])
  },
  run: async command => {
    const code = onlyOperand(command, 'CODE')
    if (code === undefined) for (const each of explainedCodes()) console.log(each)
    else for (const line of explanationLines(code)) console.log(line)
    return 0
  },
}

/** @throws UsageError for an unknown code */
const explanationLines = (code: string): string[] => {
  const explanation = explanationOf(code.toLowerCase())
  if (explanation !== undefined)
    return [code.toLowerCase(), `  meaning  ${explanation.meaning}`, `  remedy   ${explanation.remedy}`]
  const similar = nearest(code, explainedCodes())
  const advice = similar === undefined ? 'Run explain without a code to list all of them.' : `Did you mean ${similar}?`
  throw new UsageError(`Unknown code ${JSON.stringify(code)}. ${advice}`)
}
