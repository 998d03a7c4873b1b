import { addImportOptions } from '../arguments/declare-options.ts'
import { readArguments } from '../arguments/import-arguments.ts'
import { addStatuses, IMPORT_STATUSES } from '../exit-status.ts'
import { importDocument } from '../import/import-document.ts'
import type { Subcommand } from '../subcommand.ts'

const EXAMPLE = 'examples/library.yaml'

/** Imports the sample document. */
export const startCommand: Subcommand = {
  configure: command => {
    command.description(`Imports the sample document ${EXAMPLE}.`).usage('[options]')
    addImportOptions(command).option('--dry-run', 'show the changes without writing to the platform')
    addStatuses(command, IMPORT_STATUSES)
  },
  run: async (command, invocation) => {
    const status = await importDocument(readArguments(command, EXAMPLE), invocation)
    if (status === 0)
      console.log(`\nImported ${EXAMPLE}. To import your own document: npx connector-import import FILE`)
    return status
  },
}
