import { renderMarkdown } from '../../../../lib/report/markdown/render-markdown.ts'
import { summaryLines } from '../../../../lib/report/text/summary.ts'
import { keepReport } from '../../state/keep-report.ts'
import { emulatorFile } from '../../state/platform-folder.ts'
import { choosePlatform } from '../arguments/choose-platform.ts'
import { UsageError } from '../arguments/command-line.ts'
import { DEFAULT_STATE } from '../arguments/declare-options.ts'
import type { Arguments } from '../arguments/import-arguments.ts'
import { spellSubcommand } from '../arguments/spelling.ts'
import { exitStatus } from '../exit-status.ts'
import { isFolder, openDocument } from '../files/document-file.ts'
import { checkPlanOutput, writePlanFile } from '../files/plan-file.ts'
import { showLines } from '../show-lines.ts'
import type { Invocation } from '../subcommand.ts'
import { askToConfirm, needsConfirmation } from './confirm.ts'
import { checkPlatform, explainMoved, planOf, platformName } from './expected-plan.ts'
import { importOn } from './import-on-stack.ts'
import { documentLimits, openStack, withStack } from './local-stack.ts'

/** Returns the options that select the ledger and the platform, unless they have their defaults. */
const targetWords = ({ state, context }: Arguments): string[] => [
  ...(state === DEFAULT_STATE ? [] : ['--state', state]),
  ...(context === undefined ? [] : ['--context', context]),
]

/** Imports one document or those of a folder, or continues an import, and prints a summary. @returns the exit status @throws UsageError */
export async function importDocument(args: Arguments, invocation: Invocation): Promise<number> {
  if ('file' in args && (await isFolder(args.file))) {
    const { importFolder } = await import('../folder/import-folder.ts')
    return importFolder(args, invocation)
  }
  const { words } = invocation
  const { environment, organisationId } = await choosePlatform(args.context, invocation.environment)
  const opened = 'file' in args ? await openDocument(args.file, documentLimits(environment), args) : undefined
  const options = { ...opened?.options, ...args.options }
  if (args.baseUrl !== undefined && environment.CONNECT_API_URL && !options.createConnector)
    throw new UsageError(
      '--base-url is only for the emulator and for --create-connector, but CONNECT_API_URL is set; remove one of them.',
    )
  const platform = platformName(environment)
  if (args.expected !== undefined) checkPlatform(args.expected, platform)
  if (args.detailedExitcode && !options.dryRun)
    throw new UsageError('--detailed-exitcode is for dry runs; add --dry-run.')
  if (args.out !== undefined) {
    if (!options.dryRun) throw new UsageError('--out is for dry runs; add --dry-run.')
    if ('file' in args) await checkPlanOutput(args.out, args.file)
  }
  if (opened?.optionsFile !== undefined) console.error(`Options of ${opened.optionsFile} are used.`)
  const stack = await openStack(args.state, environment)
  return withStack(stack, async () => {
    // A continued import has its document in the bucket.
    const command = 'file' in args ? invocation.spell(words) : undefined
    const importing = { ...args, options, target: { organisationId, ...args.target }, command }
    const refused = await importOn(stack, importing, opened)
    const isConfirmed =
      needsConfirmation(refused) && 'file' in args && args.format === 'text' && (await askToConfirm(refused)) === true
    const ended = isConfirmed
      ? await importOn(stack, { ...importing, options: { ...options, confirm: true } }, opened)
      : refused
    const report = args.expected && opened ? explainMoved(ended, args.expected, opened) : ended
    const { path, page, changelog } = await keepReport(report, { folder: stack.directory, path: args.report })
    if (args.format === 'json') console.log(JSON.stringify(report, undefined, 2))
    if (args.format === 'markdown') process.stdout.write(renderMarkdown(report))
    const [print, output] = args.format === 'text' ? [console.log, process.stdout] : [console.error, process.stderr]
    for (const line of showLines(summaryLines(report, args.shown), output)) print(line)
    print(`  report       ${path}`)
    print(`  page         ${page}`)
    if (changelog !== undefined) print(`  changelog    ${changelog}`)
    if (stack.platform !== undefined)
      print(
        `  platform     ${emulatorFile(stack.directory)}; inspect it with: npm run platform -- --state ${args.state}`,
      )
    if (args.out !== undefined && opened !== undefined && 'file' in args) {
      const plan = planOf(report, { args, opened, platform })
      if (plan !== undefined) await writePlanFile(args.out, plan)
      const applying = [args.out, ...targetWords(args)]
      print(
        `  plan         ${plan === undefined ? 'not written' : `${args.out}; apply it with: ${spellSubcommand('import', applying, invocation.environment)}`}`,
      )
    }
    if (report.outcome === 'cancelled' && command !== undefined && args.expected === undefined)
      print(`  continue     ${command}`)
    if (needsConfirmation(report) && 'file' in args) print(`  confirm      ${invocation.spell(['--yes', ...words])}`)
    return exitStatus(report, { failOn: args.failOn, detailed: args.detailedExitcode })
  })
}
