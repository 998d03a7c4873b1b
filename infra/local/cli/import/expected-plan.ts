import { isBaseUrl } from '../../../../lib/connect/urls.ts'
import { IMPORT_REASONS } from '../../../../lib/import/reasons.ts'
import { canonical } from '../../../../lib/json/canonical.ts'
import type { Report } from '../../../../lib/report/report.ts'
import { movedItems, planItems } from '../../../../lib/report/text/plan-items.ts'
import { sha256 } from '../../../../lib/util/hash.ts'
import { canonicalUrl } from '../../state/platform-folder.ts'
import { UsageError } from '../arguments/command-line.ts'
import type { Arguments } from '../arguments/import-arguments.ts'
import type { OpenedDocument } from '../files/document-file.ts'
import type { PlanFile } from '../files/plan-file.ts'

const EMULATOR = 'emulator'

/** Returns the arguments that apply a plan: those of the plan, and of the command line how to show the result. */
export function argumentsOf(plan: PlanFile, args: Arguments): Arguments {
  const { format, shown, failOn, detailedExitcode, state, report, context } = args
  const { confirm } = args.options
  return {
    ...{ format, shown, failOn, detailedExitcode, state },
    ...(report !== undefined && { report }),
    ...(context !== undefined && { context }),
    ...(plan.baseUrl !== undefined && { baseUrl: plan.baseUrl }),
    target: plan.target,
    options: { ...plan.options, ...(confirm && { confirm }), expect: plan.planId } as Arguments['options'],
    file: plan.document.file,
    expected: plan,
  }
}

/** Checks that a plan is for this platform. @throws UsageError */
export function checkPlatform({ platform }: PlanFile, present: string): void {
  if ((isBaseUrl(platform) ? canonicalUrl(platform) : platform) === present) return
  const [made, given] = [platform, present].map(name => (name === EMULATOR ? 'the emulator' : name))
  throw new UsageError(
    `The plan was made for ${made}, but the import is into ${given}. ${platform === EMULATOR ? 'Unset' : 'Set'} CONNECT_API_URL, or make a new plan.`,
  )
}

/** Returns the URL of the platform, or `emulator`. A started stack sets the URL of its emulator in the environment. */
export function platformName({ CONNECT_API_URL: url }: NodeJS.ProcessEnv): string {
  if (!url) return EMULATOR
  // The stack refuses an invalid URL.
  return isBaseUrl(url) ? canonicalUrl(url) : url
}

type Planned = {
  readonly args: Arguments & { readonly file: string }
  readonly opened: OpenedDocument
  readonly platform: string
}

/** Creates the plan of a dry run, for a file; undefined without changes to apply, after a failure. */
export function planOf(
  report: Report,
  { args, opened, platform }: Planned,
): Omit<PlanFile, 'kind' | 'schema'> | undefined {
  const { planId, finishedAt, document } = report
  if (planId === undefined) return undefined
  const { dryRun: _dryRun, ...options } = args.options
  return {
    planId,
    madeAt: finishedAt,
    platform,
    target: { organisationId: report.target.organisationId, ...args.target },
    document: {
      file: args.file,
      ...(document.title !== undefined && { title: document.title }),
      ...(document.version !== undefined && { version: document.version }),
      ...hashesOf(opened),
    },
    options,
    ...(args.baseUrl !== undefined && { baseUrl: args.baseUrl }),
    changes: planItems(report) as PlanFile['changes'],
  }
}

const hashesOf = ({
  document,
  optionsFile,
  options,
}: OpenedDocument): Pick<PlanFile['document'], 'files' | 'optionsFile'> => ({
  files: Object.fromEntries([...document.sources].map(([name, bytes]) => [name, sha256(bytes)])),
  ...(optionsFile !== undefined && { optionsFile: sha256(canonical(options)) }),
})

/** Adds to the reason of an import with other changes what differs: files, options, and the first items. */
export function explainMoved(report: Report, { document, changes }: PlanFile, opened: OpenedDocument): Report {
  if (report.reason !== IMPORT_REASONS.planMoved) return report
  const now = hashesOf(opened)
  const names = new Set([...Object.keys(document.files), ...Object.keys(now.files)])
  const files = [...names].filter(name => document.files[name] !== now.files[name])
  if (document.optionsFile !== now.optionsFile) files.push('import.json')
  if (files.length === 0 && isApplied(changes, report)) return { ...report, reason: APPLIED }
  const moved = movedItems(changes, report)
  const causes = [
    ...(files.length === 0 ? [] : [`Changed files: ${files.join(', ')}.`]),
    ...(moved === undefined ? [] : [moved]),
  ]
  return { ...report, reason: [report.reason, ...causes].join(' ') }
}

const APPLIED =
  'The changes of the plan are on the platform already: the plan was applied before, or somebody made the same changes. No item is written.'

/** Returns true if no item that a plan writes differs any more. */
const isApplied = (changes: PlanFile['changes'], report: Report): boolean => {
  const different = new Set(planItems(report).map(({ kind, name }) => `${kind} ${name}`))
  const written = changes.filter(isWritten)
  return written.length > 0 && !written.some(({ kind, name }) => different.has(`${kind} ${name}`))
}

const isWritten = ({ change }: { readonly change: string }): boolean => ['create', 'update', 'remove'].includes(change)
