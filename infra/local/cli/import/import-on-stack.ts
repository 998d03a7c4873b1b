import type { Report } from '../../../../lib/report/report.ts'
import type { Target } from '../../../../lib/request/target.ts'
import type { Stack } from '../../aws/stack.ts'
import type { LocalImporter } from '../../importer/local-import.ts'
import { UsageError } from '../arguments/command-line.ts'
import type { Arguments } from '../arguments/import-arguments.ts'
import type { OpenedDocument } from '../files/document-file.ts'
import { type LiveView, showProgress } from '../live/progress.ts'
import { connectorBaseUrl } from './base-url.ts'
import { cancelOnInterrupt } from './interrupt.ts'
import { settingsFor, TOKEN_VARIABLE } from './local-stack.ts'

/** Import to run. `options` has those of `import.json` too. */
export type Importing = Arguments & {
  readonly target: Target
  /** The command that continues the import after Ctrl-C, if there is one. */
  readonly command: string | undefined
}

/** Runs an import on a local stack, and shows its progress. Without a document, it continues one. @throws UsageError */
export async function importOn(stack: Stack, args: Importing, opened: OpenedDocument | undefined): Promise<Report> {
  const view = showProgress(process.stderr, {
    redraw: process.stderr.isTTY && process.env.TERM !== 'dumb',
    // https://no-color.org: set and not empty.
    plain: Boolean(process.env.NO_COLOR),
    dryRun: args.options.dryRun === true,
    now: Date.now,
  })
  try {
    return await importWith(view, stack, args, opened)
  } finally {
    view.stop()
  }
}

/** Starts the import of a document on a stack. The emulator gets the connector. @returns the import's id */
export async function startOn(
  stack: Stack,
  importer: LocalImporter,
  { target, options, baseUrl }: Pick<Importing, 'target' | 'options' | 'baseUrl'>,
  { document, root }: OpenedDocument,
): Promise<string> {
  const { organisationId, connectorId } = target
  if (!options.createConnector && !(await importer.isLinked(target)))
    stack.platform?.seedConnector({
      ...{ organisationId, connectorId, name: connectorId },
      baseUrl: baseUrl ?? connectorBaseUrl(document),
      // As on every platform, a new release of the document does not move its connector.
      isDefaultUrl: baseUrl === undefined,
    })
  return importer.start({ target, options, root, files: document.sources })
}

const importWith = async (
  view: LiveView,
  stack: Stack,
  args: Importing,
  opened: OpenedDocument | undefined,
): Promise<Report> => {
  const { createLocalImporter } = await import('../../importer/local-import.ts')
  let interrupted = false
  const local = { tokenVariable: TOKEN_VARIABLE, ...(opened && { file: opened.shown }) }
  const importer = createLocalImporter(stack, settingsFor(stack, process.env), {
    onRetry: view.print,
    overrides: { local, progress: view.report, isCancelled: () => interrupted },
  })
  let importId: string
  if ('resume' in args) {
    importId = args.resume
    if (!(await importer.knows(importId)))
      throw new UsageError(`Import ${importId} not found in the state directory ${args.state}.`)
  } else {
    if (opened === undefined) throw new UsageError('Missing argument: FILE.')
    importId = await startOn(stack, importer, args, opened)
  }
  // Before the id is printed, since a person may press Ctrl-C then.
  const restore = cancelOnInterrupt({
    cancel: () => {
      interrupted = true
      return importer.cancel(importId)
    },
    print: view.print,
    describe: view.interrupted,
    command: args.command,
    end: view.stop,
  })
  const { waitingUntil, finishedAt, status } = (await importer.record(importId)) ?? {}
  view.print(
    finishedAt === undefined
      ? `Import ${importId}`
      : `Import ${importId} ended at ${finishedAt} (${status}); there is nothing to continue. This is its report.`,
  )
  if (waitingUntil !== undefined)
    view.report({ kind: 'waiting', until: Date.parse(waitingUntil), reason: 'The import waits for its next try.' })
  try {
    return await importer.finish(importId)
  } finally {
    restore()
  }
}
