import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { reportChangelog } from '../../../lib/report/changelog.ts'
import { renderReport } from '../../../lib/report/page/render-report.ts'
import type { Report } from '../../../lib/report/report.ts'
import { summarise } from '../../../lib/report/summary.ts'
import type { Arguments } from './arguments.ts'
import { choosePlatform } from './choose-platform.ts'
import { UsageError } from './command-line.ts'
import { askToConfirm, needsConfirmation } from './confirm.ts'
import { openDocument } from './document-file.ts'
import { exitStatus } from './exit-status.ts'
import { importOn } from './import-on-stack.ts'
import { documentLimits, openStack } from './local-stack.ts'
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
  try {
    // A continued import has its document in the bucket.
    const command = 'file' in args ? invocation.spell(words) : undefined
    const importing = { ...args, options, target: { organisationId, ...args.target }, command }
    const refused = await importOn(stack, importing, opened)
    const isConfirmed = needsConfirmation(refused) && 'file' in args && !args.json && (await askToConfirm(refused))
    const report = isConfirmed
      ? await importOn(stack, { ...importing, options: { ...options, confirm: true } }, opened)
      : refused
    const { path, page, changelog } = await keep(report, args)
    if (args.json) console.log(JSON.stringify(report, undefined, 2))
    const print = args.json ? console.error : console.log
    for (const line of summarise(report)) print(line)
    print(`  report       ${path}`)
    print(`  page         ${page}`)
    if (changelog !== undefined) print(`  changelog    ${changelog}`)
    if (stack.platform !== undefined)
      print(
        `  platform     ${join(args.state, 'platform.json')}; inspect it with: npm run platform -- --state ${args.state}`,
      )
    if (report.outcome === 'cancelled' && command !== undefined) print(`  continue     ${command}`)
    if (needsConfirmation(report) && 'file' in args) print(`  confirm      ${invocation.spell(['--yes', ...words])}`)
    return exitStatus(report, { failOn: args.failOn, detailed: args.detailedExitcode })
  } finally {
    await stack.close()
  }
}

type Kept = { readonly path: string; readonly page: string; readonly changelog?: string }

/** Writes the report as JSON and as HTML, and its changelog if it has one. */
const keep = async (report: Report, args: Arguments): Promise<Kept> => {
  const path = args.report ?? join(args.state, 'reports', `${report.importId}.json`)
  const stem = path.replace(/\.json$/i, '')
  const page = `${stem}.html`
  const changelog = `${stem}.changelog.md`
  const changes = reportChangelog(report)
  try {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, `${JSON.stringify(report, undefined, 2)}\n`)
    await writeFile(page, renderReport(report))
    if (changes !== undefined) await writeFile(changelog, changes)
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : cause
    throw new Error(`The import is finished (${report.outcome}), but its report can't be written to ${path}: ${why}.`, {
      cause,
    })
  }
  return { path, page, ...(changes !== undefined && { changelog }) }
}
