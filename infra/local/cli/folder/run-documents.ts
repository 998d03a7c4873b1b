import type { ImportOptions } from '../../../../lib/request/import-options.ts'
import type { Target } from '../../../../lib/request/target.ts'
import { mapConcurrently } from '../../../../lib/util/concurrency.ts'
import type { Stack } from '../../aws/stack.ts'
import type { LocalImporter } from '../../importer/local-import.ts'
import { keepReport } from '../../state/keep-report.ts'
import { UsageError } from '../arguments/command-line.ts'
import type { Arguments } from '../arguments/import-arguments.ts'
import { openDocument } from '../files/document-file.ts'
import { startOn } from '../import/import-on-stack.ts'
import { cancelOnInterrupt } from '../import/interrupt.ts'
import { type documentLimits, settingsFor, TOKEN_VARIABLE } from '../import/local-stack.ts'
import type { Invocation } from '../subcommand.ts'
import { entryOf, type FolderEntry } from './entry.ts'
import { type FolderDocument, findRoot } from './find-documents.ts'
import { type FolderView, showFolder } from './folder-view.ts'
import { outcomeOf } from './summary-table.ts'

/** Imports that run at the same time. They share the pace of the platform. */
const CONCURRENT_IMPORTS = 8

export type FolderArguments = Arguments & { readonly file: string }

type RunOptions = {
  readonly limits: ReturnType<typeof documentLimits>
  readonly target: Target
  readonly invocation: Invocation
}

/** Creates the runs of one command: the documents of a folder, then those that a person has confirmed. They share the importer. */
export async function createRun(
  stack: Stack,
  args: FolderArguments,
  { limits, target: common, invocation }: RunOptions,
) {
  const { createLocalImporter } = await import('../../importer/local-import.ts')
  let view: FolderView | undefined
  let interrupted = false
  const running = new Set<string>()
  const importer: LocalImporter = createLocalImporter(stack, settingsFor(stack, process.env), {
    onRetry: line => view?.print(line),
    onProgress: (importId, event) => view?.report(importId, event),
    overrides: { local: { tokenVariable: TOKEN_VARIABLE }, isCancelled: () => interrupted },
  })

  const importOne = async (place: FolderDocument, more: Partial<ImportOptions>): Promise<FolderEntry> => {
    const file = await findRoot(place.folder)
    const opened = await openDocument(file, limits)
    const options = { ...opened.options, ...args.options, ...more }
    const target = { ...common, connectorId: place.connectorId }
    const importId = await startOn(stack, importer, { ...args, options, target }, opened)
    running.add(importId)
    view?.started(place.connectorId, importId)
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

  const settle = async (place: FolderDocument, more: Partial<ImportOptions>): Promise<FolderEntry> => {
    const { connectorId: connector, folder } = place
    if (interrupted) return { connector, folder, exitStatus: 130 }
    const entry = await importOne(place, more).catch((error: unknown): FolderEntry => {
      // Without its state directory, no import can go on.
      stack.guard.fault.throwIfAborted()
      const message = error instanceof Error ? error.message : String(error)
      return { connector, folder, exitStatus: error instanceof UsageError ? 2 : 1, error: message }
    })
    view?.ended(connector, outcomeOf(entry), entry.exitStatus === 0 || entry.exitStatus === 5)
    return entry
  }

  const cancelAll = (): Promise<unknown> => {
    interrupted = true
    return Promise.all([...running].map(importer.cancel))
  }
  /** Imports some documents, with further options. Ctrl-C ends them. */
  const importAll = async (
    places: readonly FolderDocument[],
    more: Partial<ImportOptions> = {},
  ): Promise<readonly FolderEntry[]> => {
    const opened = openView(places.length)
    view = opened
    const restore = cancelOnInterrupt({
      ...{ cancel: cancelAll, print: opened.print, describe: opened.interrupted, end: opened.stop },
      stopping: 'Stopping the imports: they finish the requests in flight and write their reports.',
      command: invocation.spell(invocation.words),
    })
    try {
      return await mapConcurrently(places, CONCURRENT_IMPORTS, place => settle(place, more))
    } finally {
      restore()
      opened.stop()
    }
  }
  return { importAll, isInterrupted: () => interrupted }
}

const openView = (total: number): FolderView =>
  showFolder(process.stderr, {
    total,
    redraw: process.stderr.isTTY && process.env.TERM !== 'dumb',
    // https://no-color.org: set and not empty.
    plain: Boolean(process.env.NO_COLOR),
    now: Date.now,
  })
