import { addOutputOptions } from '../arguments/declare-options.ts'
import { readResume } from '../arguments/import-arguments.ts'
import { addStatuses, IMPORT_STATUSES } from '../exit-status.ts'
import { importDocument } from '../import/import-document.ts'
import type { Subcommand } from '../subcommand.ts'

/** Continues an interrupted import. */
export const resumeCommand: Subcommand = {
  configure: command => {
    command
      .description('Continues an interrupted import with its document and options.')
      .usage('IMPORT_ID [options]')
      .argument('[IMPORT_ID]', 'the id that the import has printed first')
    addOutputOptions(command).option(
      '--context <NAME>',
      "take URL and token from a context of the platform's command line",
    )
    addStatuses(command, IMPORT_STATUSES)
  },
  run: (command, invocation) => importDocument(readResume(command), invocation),
}
