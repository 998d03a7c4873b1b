import { addImportOptions } from '../arguments/declare-options.ts'
import { readArguments, refuseOptionsOfPlan } from '../arguments/import-arguments.ts'
import { addFileOrFolder, addSettings } from '../arguments/import-help.ts'
import { addStatuses, IMPORT_STATUSES } from '../exit-status.ts'
import { readPlanFile } from '../files/plan-file.ts'
import { argumentsOf } from '../import/expected-plan.ts'
import { importDocument } from '../import/import-document.ts'
import type { Subcommand } from '../subcommand.ts'

/** Imports a document. */
export const importCommand: Subcommand = {
  configure: command => {
    addFileOrFolder(
      command.description('Imports an OpenAPI document into a connector, or applies a plan of plan --out.'),
    )
    addImportOptions(command)
      .optionsGroup('Other options:')
      .option('--dry-run', 'show the changes without writing to the platform')
      .option('--resume <IMPORT_ID>', 'continue an interrupted import, instead of FILE')
    addSettings(command)
    addStatuses(command, IMPORT_STATUSES)
  },
  run: async (command, invocation) => {
    const args = readArguments(command)
    const plan = 'file' in args ? await readPlanFile(args.file) : undefined
    if (plan === undefined) return importDocument(args, invocation)
    refuseOptionsOfPlan(command)
    return importDocument(argumentsOf(plan, args), invocation)
  },
}
