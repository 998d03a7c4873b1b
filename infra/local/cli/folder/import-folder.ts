import type { Target } from '../../../../lib/request/target.ts'
import { mapConcurrently } from '../../../../lib/util/concurrency.ts'
import type { Stack } from '../../aws/stack.ts'
import type { LocalImporter } from '../../importer/local-import.ts'
import { keepOverview } from '../../state/keep-overview.ts'
import { keepReport } from '../../state/keep-report.ts'
import type { Arguments } from '../arguments.ts'
import { choosePlatform } from '../choose-platform.ts'
import { UsageError } from '../command-line.ts'
import { openDocument } from '../document-file.ts'
import { startOn } from '../import-on-stack.ts'
import { cancelOnInterrupt } from '../interrupt.ts'
import { documentLimits, openStack, settingsFor, TOKEN_VARIABLE, withStack } from '../local-stack.ts'
import type { Invocation } from '../subcommand.ts'
import { entryOf, type FolderEntry, worstStatus } from './entry.ts'
import { type FolderDocument, findFolders, findRoot } from './find-documents.ts'
import { outcomeOf, summariseFolder } from './summary-table.ts'

/** Imports that run at the same time. They share the pace of the platform. */
const CONCURRENT_IMPORTS = 8

/** Options that belong to one document. */
const OF_ONE_DOCUMENT = ['--connector', '--connector-name', '--base-url', '--overlay', '--report', '--out', '--resolve']

type FolderArguments = Arguments & { readonly file: string }

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
    const run = await createRun(stack, args, { folders, limits, target, invocation })
    const entries = await run.all()
    const isJson = args.format === 'json'
    if (isJson) console.log(JSON.stringify(entries, undefined, 2))
    const print = isJson ? console.error : console.log
    for (const line of summariseFolder(entries)) print(line)
    // Dry runs are not on the page.
    if (!args.options.dryRun) print(`overview: ${(await keepOverview(stack, target.organisationId)).path}`)
    return worstStatus(entries)
  })
}

type RunOptions = {
  readonly folders: readonly FolderDocument[]
  readonly limits: ReturnType<typeof documentLimits>
  readonly target: Target
  readonly invocation: Invocation
}

const createRun = async (
  stack: Stack,
  args: FolderArguments,
  { folders, limits, target: common, invocation }: RunOptions,
) => {
  const { createLocalImporter } = await import('../../importer/local-import.ts')
  let interrupted = false
  let ended = 0
  const running = new Set<string>()
  const print = (line: string): void => console.error(line)
  const importer: LocalImporter = createLocalImporter(stack, settingsFor(stack, process.env), {
    onRetry: print,
    overrides: { local: { tokenVariable: TOKEN_VARIABLE }, isCancelled: () => interrupted },
  })

  const importOne = async (place: FolderDocument): Promise<FolderEntry> => {
    const file = await findRoot(place.folder)
    const opened = await openDocument(file, limits)
    const options = { ...opened.options, ...args.options }
    const target = { ...common, connectorId: place.connectorId }
    const importId = await startOn(stack, importer, { ...args, options, target }, opened)
    running.add(importId)
    print(`${place.connectorId}: import ${importId}`)
    try {
      // An import can only be cancelled while it runs. Ctrl-C can have come while its document was read.
      const cancelled = interrupted ? importer.cancel(importId) : undefined
      const [finished] = await Promise.all([importer.finish(importId), cancelled])
      const report = { ...finished, document: { ...finished.document, location: file } }
      const paths = await keepReport(report, { folder: stack.directory })
      const own = invocation.words.map(word => (word === args.file ? file : word))
      const confirm = invocation.spell(['--yes', ...own, '--connector', place.connectorId])
      const conditions = { failOn: args.failOn, detailed: args.detailedExitcode }
      return entryOf(place, report, { paths, conditions, confirm })
    } finally {
      running.delete(importId)
    }
  }

  const settle = async (place: FolderDocument): Promise<FolderEntry> => {
    const { connectorId: connector, folder } = place
    if (interrupted) return { connector, folder, exitStatus: 130 }
    const entry = await importOne(place).catch((error: unknown): FolderEntry => {
      // Without its state directory, no import can go on.
      stack.guard.fault.throwIfAborted()
      const message = error instanceof Error ? error.message : String(error)
      return { connector, folder, exitStatus: error instanceof UsageError ? 2 : 1, error: message }
    })
    ended++
    print(`[${ended}/${folders.length}] ${connector}: ${outcomeOf(entry)}`)
    return entry
  }

  const cancelAll = (): Promise<unknown> => {
    interrupted = true
    return Promise.all([...running].map(importer.cancel))
  }
  const describe = (): string[] => [`${ended} of ${folders.length} imports have ended; ${running.size} are running.`]
  const all = async (): Promise<readonly FolderEntry[]> => {
    const restore = cancelOnInterrupt({
      ...{ cancel: cancelAll, print, describe, end: () => undefined },
      command: invocation.spell(invocation.words),
    })
    try {
      return await mapConcurrently(folders, CONCURRENT_IMPORTS, settle)
    } finally {
      restore()
    }
  }
  return { all }
}
