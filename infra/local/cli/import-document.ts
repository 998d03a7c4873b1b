import type { Report } from '../../../lib/report/report.ts'
import { summarise } from '../../../lib/report/summary.ts'
import type { Target } from '../../../lib/request/target.ts'
import type { Stack } from '../aws/stack.ts'
import { keepReport } from '../state/keep-report.ts'
import { emulatorFile } from '../state/platform-folder.ts'
import type { Arguments } from './arguments.ts'
import { connectorBaseUrl } from './base-url.ts'
import { choosePlatform } from './choose-platform.ts'
import { UsageError } from './command-line.ts'
import { askToConfirm, needsConfirmation } from './confirm.ts'
import { type OpenedDocument, openDocument } from './document-file.ts'
import { exitStatus } from './exit-status.ts'
import { cancelOnInterrupt } from './interrupt.ts'
import { documentLimits, openStack, settingsFor, withStack } from './local-stack.ts'
import { showProgress } from './progress.ts'
import type { Invocation } from './subcommand.ts'

/** Imports one document, or continues its import, and prints a summary. @returns the exit status @throws UsageError */
export async function importDocument(args: Arguments, invocation: Invocation): Promise<number> {
  const { words } = invocation
  const { environment, organisationId } = await choosePlatform(args.context, invocation.environment)
  const opened = 'file' in args ? await openDocument(args.file, documentLimits(environment)) : undefined
  const options = { ...opened?.options, ...args.options }
  if (args.baseUrl !== undefined && environment.CONNECT_API_URL && !options.createConnector)
    throw new UsageError(
      '--base-url is only for the emulator and for --create-connector, but CONNECT_API_URL is set; remove one of them.',
    )
  if (args.detailedExitcode && !options.dryRun)
    throw new UsageError('--detailed-exitcode is for dry runs; add --dry-run.')
  if (opened?.optionsFile !== undefined) console.error(`Options of ${opened.optionsFile} are used.`)
  const stack = await openStack(args.state, environment)
  return withStack(stack, async () => {
    const importing = { ...args, options, target: { organisationId, ...args.target } }
    const refused = await importOn(stack, importing, opened)
    const isConfirmed = needsConfirmation(refused) && 'file' in args && !args.json && (await askToConfirm(refused))
    const report = isConfirmed
      ? await importOn(stack, { ...importing, options: { ...options, confirm: true } }, opened)
      : refused
    const { path, page } = await keepReport(report, { folder: stack.directory, path: args.report })
    if (args.json) console.log(JSON.stringify(report, undefined, 2))
    const print = args.json ? console.error : console.log
    for (const line of summarise(report)) print(line)
    print(`  report       ${path}`)
    print(`  page         ${page}`)
    if (stack.platform !== undefined)
      print(
        `  platform     ${emulatorFile(stack.directory)}; inspect it with: npm run platform -- --state ${args.state}`,
      )
    if (report.outcome === 'cancelled' && 'file' in args) print(`  continue     ${invocation.spell(invocation.words)}`)
    if (needsConfirmation(report) && 'file' in args) print(`  confirm      ${invocation.spell(['--yes', ...words])}`)
    return exitStatus(report, { failOn: args.failOn, detailed: args.detailedExitcode })
  })
}

const importOn = async (
  stack: Stack,
  args: Arguments & { readonly target: Target },
  opened: OpenedDocument | undefined,
): Promise<Report> => {
  const { createLocalImporter } = await import('../importer/local-import.ts')
  const onRetry = (message: string) => console.error(message)
  const importer = createLocalImporter(stack, settingsFor(stack, process.env), { onRetry })
  let importId: string
  if ('resume' in args) {
    importId = args.resume
    if (!(await importer.knows(importId)))
      throw new UsageError(`Import ${importId} not found in the state directory ${args.state}.`)
  } else {
    if (opened === undefined) throw new UsageError('Missing argument: FILE.')
    const { organisationId, connectorId } = args.target
    const baseUrl = args.baseUrl ?? connectorBaseUrl(opened.document)
    if (!args.options.createConnector && !(await importer.isLinked(args.target)))
      stack.platform?.seedConnector({ organisationId, connectorId, name: connectorId, baseUrl })
    importId = await importer.start({
      target: args.target,
      options: args.options,
      root: opened.root,
      files: opened.document.sources,
    })
  }
  // Before the id is printed, since a person may press Ctrl-C then.
  const restore = cancelOnInterrupt(() => importer.cancel(importId))
  console.error(`Import ${importId}`)
  // https://no-color.org: set and not empty.
  const plain = Boolean(process.env.NO_COLOR)
  const stop = showProgress(process.stderr, () => importer.record(importId), { plain, now: () => performance.now() })
  try {
    return await importer.finish(importId)
  } finally {
    stop()
    restore()
  }
}
