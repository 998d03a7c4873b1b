import { addImportOptions, readArguments } from '../arguments.ts'
import { addStatuses, IMPORT_STATUSES } from '../exit-status.ts'
import { importDocument } from '../import-document.ts'
import { addFile, addSettings } from '../import-help.ts'
import type { Subcommand } from '../subcommand.ts'

/** Imports a document. */
export const importCommand: Subcommand = {
  configure: command => {
    addFile(command.description('Imports an OpenAPI document into a connector.'))
    addImportOptions(command)
      .optionsGroup('Other options:')
      .option('--dry-run', 'show the changes without writing to the platform')
      .option('--resume <IMPORT_ID>', 'continue an interrupted import, instead of FILE')
    addSettings(command)
    addStatuses(command, IMPORT_STATUSES)
  },
  run: (command, invocation) => importDocument(readArguments(command), invocation),
}
