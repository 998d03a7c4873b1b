import { keepOverview } from '../../state/keep-overview.ts'
import { choosePlatform } from '../arguments/choose-platform.ts'
import { UsageError } from '../arguments/command-line.ts'
import { askToConfirm } from '../import/confirm.ts'
import { documentLimits, openStack, withStack } from '../import/local-stack.ts'
import type { Invocation } from '../subcommand.ts'
import { type FolderEntry, worstStatus } from './entry.ts'
import { type FolderDocument, findFolders } from './find-documents.ts'
import { createRun, type FolderArguments } from './run-documents.ts'
import { summariseFolder } from './summary-table.ts'

/** Options that belong to one document. */
const OF_ONE_DOCUMENT = ['--connector', '--connector-name', '--base-url', '--overlay', '--report', '--out', '--resolve']

/**
 * Imports the documents of all subfolders of a folder, several at once, and prints a table. A document that fails does not
 * stop the others.
 * @returns the worst exit status @throws UsageError
 */
export async function importFolder(args: FolderArguments, invocation: Invocation): Promise<number> {
  const { words } = invocation
  const single = OF_ONE_DOCUMENT.find(name => words.some(word => word === name || word.startsWith(`${name}=`)))
  if (single !== undefined)
    throw new UsageError(`${single} is for one document, but ${args.file} is a folder; set it in an import.json.`)
  if (args.format === 'markdown')
    throw new UsageError(`--format markdown is for one document, but ${args.file} is a folder; use json.`)
  if (args.detailedExitcode && !args.options.dryRun)
    throw new UsageError('--detailed-exitcode is for dry runs; add --dry-run.')
  const { environment, organisationId } = await choosePlatform(args.context, invocation.environment)
  const folders = await findFolders(args.file)
  const limits = documentLimits(environment)
  const stack = await openStack(args.state, environment)
  return withStack(stack, async () => {
    const target = { organisationId, ...args.target }
    const run = await createRun(stack, args, { limits, target, invocation })
    const first = await run.importAll(folders)
    const asks = args.format === 'text' && !run.isInterrupted()
    const confirmed = asks ? await askForAll(folders, first) : []
    const again = confirmed.length === 0 ? [] : await run.importAll(confirmed, { confirm: true })
    const entries = first.map(entry => again.find(({ connector }) => connector === entry.connector) ?? entry)
    const isJson = args.format === 'json'
    if (isJson) console.log(JSON.stringify(entries, undefined, 2))
    const print = isJson ? console.error : console.log
    // A pipe has no width, and a terminal without a size has 0 columns.
    const { columns } = isJson ? process.stderr : process.stdout
    for (const line of summariseFolder(entries, columns || undefined)) print(line)
    // Dry runs are not on the page.
    if (!args.options.dryRun) print(`overview: ${(await keepOverview(stack, target.organisationId)).path}`)
    return worstStatus(entries)
  })
}

/** Asks a person at a terminal about each import that needs a confirmation, in turn. @returns the confirmed documents */
const askForAll = async (
  folders: readonly FolderDocument[],
  entries: readonly FolderEntry[],
): Promise<readonly FolderDocument[]> => {
  const confirmed: FolderDocument[] = []
  for (const [i, { connector, confirm }] of entries.entries()) {
    const place = folders[i]
    if (confirm === undefined || place === undefined) continue
    const confirmations = confirm.messages.map(message => ({ message }))
    const answer = await askToConfirm({ confirm: confirmations, subject: `The import into ${connector}` })
    // Ctrl-C ends all questions, not only this one.
    if (answer === undefined) return confirmed
    if (answer) confirmed.push(place)
  }
  return confirmed
}
