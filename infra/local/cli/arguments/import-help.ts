import type { Command } from 'commander'
import { addHelpLines } from './help-text.ts'

const DOCUMENT = 'the document: a path, an https URL, or - for stdin; with its parts, the root file'

/** Adds the operand FILE, which can be a folder. */
export function addFileOrFolder(command: Command): void {
  command.usage('FILE [options]').argument('[FILE]', `${DOCUMENT}. A folder: a document in each subfolder`)
}

/** Adds the operand FILE, which is a document. */
export function addFile(command: Command): void {
  command.usage('FILE [options]').argument('[FILE]', DOCUMENT)
}

/** Adds what the environment and files set. */
export function addSettings(command: Command): void {
  addHelpLines(command, [
    {
      text: 'A file import.json next to FILE has options for it, as for uploads to S3; those of the command line override them.',
    },
    { text: 'Set CONNECT_API_URL and CONNECT_API_TOKEN to import into a platform instead of the emulator.' },
  ])
}
