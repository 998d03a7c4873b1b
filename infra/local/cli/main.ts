import { mkdir, writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { type ReadDocument, readDocument } from '../../../lib/document/read-document.ts'
import type { Limits } from '../../../lib/openapi/parse/limits.ts'
import { renderReport } from '../../../lib/report/page/render-report.ts'
import type { Outcome, Report } from '../../../lib/report/report.ts'
import { summarise } from '../../../lib/report/summary.ts'
import type { Target } from '../../../lib/request/target.ts'
import type { Stack } from '../aws/stack.ts'
import { readFolder } from '../importer/folder.ts'
import { type Arguments, parseArguments, USAGE } from './arguments.ts'
import { connectorBaseUrl } from './base-url.ts'
import { choosePlatform } from './choose-platform.ts'
import { UsageError } from './command-line.ts'
import { cancelOnInterrupt } from './interrupt.ts'
import { type LiveView, showProgress } from './live/progress.ts'
import { documentLimits, openStack, settingsFor } from './local-stack.ts'

const EXIT: Readonly<Record<Outcome, number>> = {
  succeeded: 0,
  unchanged: 0,
  planned: 0,
  superseded: 0,
  failed: 1,
  partial: 3,
  // As of a program that Ctrl-C ended.
  cancelled: 130,
}

/** Returns the exit status; with `strict`, an import that has lost something of the document is not a success. */
const exitStatus = ({ outcome, counts }: Report, strict: boolean): number =>
  strict && EXIT[outcome] === 0 && counts.diagnostics.error > 0 ? EXIT.partial : EXIT[outcome]

/** Imports one file and prints a summary. @returns the exit status */
export async function main(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<number> {
  try {
    const parsed = parseArguments(args)
    if (parsed === undefined) {
      console.log(USAGE)
      return 0
    }
    return await run(parsed, args, environment)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    console.error(environment.DEBUG && error instanceof Error ? error.stack : message)
    if (error instanceof UsageError) console.error('See npm run import -- --help.')
    return error instanceof UsageError ? 2 : 1
  }
}

/** @param words the command line that `args` was parsed from */
const run = async (args: Arguments, words: readonly string[], surroundings: NodeJS.ProcessEnv): Promise<number> => {
  const { environment, organisationId } = await choosePlatform(args.context, surroundings)
  if (args.baseUrl !== undefined && environment.CONNECT_API_URL && !args.options.createConnector)
    throw new UsageError(
      '--base-url is only for the emulator and for --create-connector, but CONNECT_API_URL is set; remove one of them.',
    )
  const document = 'file' in args ? await open(args.file, documentLimits(environment)) : undefined
  const stack = await openStack(args.state, environment)
  try {
    const target = { organisationId, ...args.target }
    const command = commandOf(args, words)
    const report = await importOn(stack, { ...args, target, command }, document)
    const { path, page } = await keep(report, args)
    if (args.json) console.log(JSON.stringify(report, undefined, 2))
    const print = args.json ? console.error : console.log
    for (const line of summarise(report)) print(line)
    print(`  report       ${path}`)
    print(`  page         ${page}`)
    if (stack.platform !== undefined)
      print(
        `  platform     ${join(args.state, 'platform.json')}; inspect it with: npm run platform -- --state ${args.state}`,
      )
    if (report.outcome === 'cancelled' && command !== undefined) print(`  continue     ${command}`)
    return exitStatus(report, args.strict)
  } finally {
    await stack.close()
  }
}

/** Returns the command that continues a cancelled import; a resumed one has no document. */
const commandOf = (args: Arguments, words: readonly string[]): string | undefined =>
  'file' in args ? `npm run import -- ${words.map(shellWord).join(' ')}` : undefined

/** Quotes a word for a POSIX shell, if it needs quotes. */
const shellWord = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`

/** Reads the document before anything is started. @throws UsageError */
const open = async (file: string, limits: Limits): Promise<ReadDocument> => {
  const path = resolve(file)
  const readFile = readFolder(dirname(path), limits.bytes)
  const result = await readDocument(readFile, basename(path), limits).catch((cause: unknown) => {
    throw new UsageError(`Can't read ${file}: ${cause instanceof Error ? cause.message : cause}`, { cause })
  })
  if (result.ok) return result.document
  if (result.problem.code === 'no-file') throw new UsageError(`File not found: ${file}.`)
  throw new UsageError(
    `${file}${result.problem.pointer === '#' ? '' : ` ${result.problem.pointer}`}: ${result.problem.message}`,
  )
}

type Importing = Arguments & { readonly target: Target; readonly command: string | undefined }

const importOn = async (stack: Stack, args: Importing, document: ReadDocument | undefined): Promise<Report> => {
  const view = showProgress(process.stderr, {
    redraw: process.stderr.isTTY && process.env.TERM !== 'dumb',
    // https://no-color.org: set and not empty.
    plain: Boolean(process.env.NO_COLOR),
    dryRun: args.options.dryRun === true,
    now: Date.now,
  })
  try {
    return await importWith(view, stack, args, document)
  } finally {
    view.stop()
  }
}

const importWith = async (
  view: LiveView,
  stack: Stack,
  args: Importing,
  document: ReadDocument | undefined,
): Promise<Report> => {
  const { createLocalImporter } = await import('../importer/local-import.ts')
  let interrupted = false
  const importer = createLocalImporter(stack, settingsFor(stack, process.env), {
    onRetry: view.print,
    overrides: { progress: view.report, isCancelled: () => interrupted },
  })
  let importId: string
  if ('resume' in args) {
    importId = args.resume
    if (!(await importer.knows(importId)))
      throw new UsageError(`Import ${importId} not found in the state directory ${args.state}.`)
  } else {
    if (document === undefined) throw new UsageError('Missing argument: FILE.')
    const { organisationId, connectorId } = args.target
    const baseUrl = args.baseUrl ?? connectorBaseUrl(document)
    if (!args.options.createConnector && !(await importer.isLinked(args.target)))
      stack.platform?.seedConnector({ organisationId, connectorId, name: connectorId, baseUrl })
    importId = await importer.start({
      target: args.target,
      options: args.options,
      root: basename(args.file),
      files: document.sources,
    })
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
  view.print(`Import ${importId}`)
  const { waitingUntil } = (await importer.record(importId)) ?? {}
  if (waitingUntil !== undefined)
    view.report({ kind: 'waiting', until: Date.parse(waitingUntil), reason: 'The import waits for its next try.' })
  try {
    return await importer.finish(importId)
  } finally {
    restore()
  }
}

/** Writes the report as JSON and as HTML. */
const keep = async (report: Report, args: Arguments): Promise<{ path: string; page: string }> => {
  const path = args.report ?? join(args.state, 'reports', `${report.importId}.json`)
  const page = `${path.replace(/\.json$/i, '')}.html`
  try {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, `${JSON.stringify(report, undefined, 2)}\n`)
    await writeFile(page, renderReport(report))
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : cause
    throw new Error(`The import is finished (${report.outcome}), but its report can't be written to ${path}: ${why}.`, {
      cause,
    })
  }
  return { path, page }
}
