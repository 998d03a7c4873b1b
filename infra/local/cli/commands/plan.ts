import { addImportOptions } from '../arguments/declare-options.ts'
import { readArguments } from '../arguments/import-arguments.ts'
import { addFileOrFolder, addSettings } from '../arguments/import-help.ts'
import { addStatuses, IMPORT_STATUSES } from '../exit-status.ts'
import { importDocument } from '../import/import-document.ts'
import type { Subcommand } from '../subcommand.ts'

/** Shows the changes of an import: a dry run. */
export const planCommand: Subcommand = {
  configure: command => {
    addFileOrFolder(
      command.description('Shows the changes of an import, as import --dry-run. It writes nothing to the platform.'),
    )
    addImportOptions(command)
    addSettings(command)
    addStatuses(command, IMPORT_STATUSES)
  },
  run: (command, invocation) => {
    const args = readArguments(command)
    return importDocument({ ...args, options: { ...args.options, dryRun: true } }, invocation)
  },
}
