import type { Outcome } from '../../../../lib/report/report.ts'
import { noOperands } from '../arguments/command-line.ts'
import { stateOption } from '../arguments/declare-options.ts'
import { addStatuses } from '../exit-status.ts'
import { openStack, settingsFor, TOKEN_VARIABLE, withStack } from '../import/local-stack.ts'
import type { Subcommand } from '../subcommand.ts'

const BAD = ['failed', 'refused', 'partial'] as const

/** Imports every document that has an import.json again, as the schedule does. */
export const reimportCommand: Subcommand = {
  configure: command => {
    command
      .description('Imports every document again that was imported before, as the schedule does.')
      .usage('[options]')
      .addOption(stateOption())
    addStatuses(command, [
      [0, 'all imports succeeded'],
      [1, 'an import failed, was refused or is partial'],
      [2, 'wrong usage'],
      [6, 'an import has conflicts'],
    ])
  },
  run: async (command, { environment }) => {
    noOperands(command)
    return reimport(command.opts<{ state: string }>().state, environment)
  },
}

/** @returns the exit status */
const reimport = async (state: string, environment: NodeJS.ProcessEnv): Promise<number> => {
  const { createHandler } = await import('../../../../functions/start-on-schedule.ts')
  const { summarise } = await import('../../../../lib/report/text/summary.ts')
  const { createFunctionContext, createLocalImporter } = await import('../../importer/local-import.ts')
  const stack = await openStack(state, environment)
  return withStack(stack, async () => {
    const onRetry = (message: string) => console.error(message)
    const overrides = { local: { tokenVariable: TOKEN_VARIABLE } }
    const importer = createLocalImporter(stack, settingsFor(stack, environment), { onRetry, overrides })
    const handler = createHandler(importer.environment)
    const event = { scheduledAt: new Date().toISOString() }
    const { started, broken, skipped } = await handler(event, createFunctionContext('start-on-schedule'))
    const outcomes: Outcome[] = []
    for (const importId of [...started, ...broken]) {
      const report = await importer.finish(importId)
      outcomes.push(report.outcome)
      for (const line of summarise(report)) console.log(line)
    }
    const ofStarted = outcomes.slice(0, started.length)
    const counted = BAD.map(bad => ({ bad, count: ofStarted.filter(outcome => outcome === bad).length }))
    const other = counted.reduce((left, { count }) => left - count, started.length)
    const notImported = counted.flatMap(({ bad, count }) => (count === 0 ? [] : [`${count} ${bad}, `])).join('')
    console.log(`${other} imported, ${notImported}${broken.length} without a document, ${skipped} not scheduled`)
    if (BAD.some(bad => outcomes.includes(bad))) return 1
    return outcomes.includes('conflicts') ? 6 : 0
  })
}
