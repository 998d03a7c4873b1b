import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import type { Confirmation } from '../../reconcile/confirmations.ts'
import { reportChangelog } from '../../report/changelog.ts'
import { type Impacts, NO_IMPACTS } from '../../report/impact.ts'
import { makeReport } from '../../report/make-report.ts'
import { reportPage } from '../../report/page/render-report.ts'
import type { Report, ReportedAuthScheme, ReportedConnector } from '../../report/report.ts'
import { reportJson } from '../../report/report-json.ts'
import { ObjectUnreadable } from '../../store/objects.ts'
import type { RecordedDocument } from '../../store/records.ts'
import type { ImportSession } from '../import-session.ts'
import type { DocumentFacts, ImportResult, Requests } from '../model.ts'
import type { AppliedVersion } from '../outcome.ts'
import { joinReasons } from '../reasons.ts'
import { collectResults } from './collect.ts'

/** Input of the report. */
export type Ending = {
  readonly facts: DocumentFacts
  /** Absent if the import ended before there was a plan. */
  readonly written?: AppliedVersion
  /** Publishing was requested and failed. */
  readonly publishFailed?: boolean
  readonly dryRun: boolean
  readonly superseded?: boolean
  readonly cancelled?: boolean
  /** Identifies the changes of a dry run. */
  readonly planId?: string
  /** Nothing was written. */
  readonly refused?: true
  /** True if it was refused after the comparison. */
  readonly isCompared?: true
  /** Changes that need a confirmation. */
  readonly confirm?: readonly Confirmation[]
  readonly reason?: string
  /** The document, its options or its target is the cause. */
  readonly badInput?: true
  readonly problems?: readonly Diagnostic[] | undefined
  readonly connector?: ReportedConnector
  readonly authSchemes?: readonly ReportedAuthScheme[]
  readonly requests: Requests
  readonly startedAt: string
}

/** Builds the report from the results in S3, writes it as JSON and HTML, closes the record and releases the lock. Safe to repeat. */
export async function writeReport(session: ImportSession, ending: Ending): Promise<ImportResult> {
  const report = await storeReport(session, ending)
  await closeRecord(session, report, ending.dryRun)
  await session.dependencies.locks.release(session.request.target, report.importId)
  return resultOf(session, report, ending.badInput)
}

/**
 * Builds the report and writes it as JSON and HTML. An import has one report: an existing one is kept and returned, since
 * the execution and `close-import` may end an import at the same time. If results can't be read, it has no items and a reason.
 */
export async function storeReport(session: ImportSession, ending: Ending): Promise<Report> {
  const { keys, dependencies } = session
  const { objects } = dependencies
  const made = await buildReport(session, ending).catch((error: unknown) => {
    // A report without items is better than none.
    if (!(error instanceof ObjectUnreadable) || ending.written === undefined) throw error
    const { written: _, reason, ...rest } = ending
    return buildReport(session, { ...rest, reason: joinReasons(reason, error.message) })
  })
  const isNew = await objects.writeOnce(keys.report, reportJson(made), 'application/json')
  const report = isNew ? made : await readReport(session)
  await objects.write(keys.page, reportPage(report), 'text/html; charset=utf-8')
  const changes = reportChangelog(report)
  if (changes !== undefined) await objects.write(keys.changelog, changes, 'text/markdown; charset=utf-8')
  return report
}

const readReport = async ({ dependencies, keys }: ImportSession): Promise<Report> => {
  const bytes = await dependencies.objects.read(keys.report)
  if (bytes === undefined) throw new Error(`${keys.report} not found, although it exists. Try again.`)
  return JSON.parse(Buffer.from(bytes).toString('utf8')) as Report
}

const buildReport = async (session: ImportSession, ending: Ending): Promise<Report> => {
  const { request, dependencies } = session
  const { now } = dependencies
  const { written } = ending
  const plan = await written?.session.plan()
  // A failed dry run has a plan, but no comparison to collect.
  const compared = ending.refused ? ending.isCompared === true : !(ending.dryRun && ending.reason !== undefined)
  const isPlanned = ending.dryRun || ending.refused === true
  const results = written && compared ? await collectResults(written, isPlanned) : undefined
  const working = written?.fresh?.session ?? written?.session ?? session
  const impacts = results && written && (await impactsOf(written))
  const finished = now()
  return makeReport({
    importId: request.importId,
    target: working.target,
    ...(request.caller !== undefined && { caller: request.caller }),
    document: { location: locationOf(session), ...ending.facts },
    ...(plan && { plan }),
    actions: results?.actions ?? new Map(),
    triggers: results?.triggers ?? new Map(),
    definitions: results?.definitions ?? new Map(),
    removals: results?.removals ?? { actions: [], triggers: [], definitions: [] },
    ...(impacts && { impacts }),
    publishFailed: ending.publishFailed ?? false,
    dryRun: ending.dryRun,
    superseded: ending.superseded ?? false,
    cancelled: ending.cancelled ?? false,
    ...(ending.refused && { refused: true }),
    ...(ending.confirm && { confirm: ending.confirm }),
    ...(ending.planId !== undefined && { planId: ending.planId }),
    ...(ending.reason !== undefined && { reason: ending.reason }),
    ...(ending.connector && { connector: ending.connector }),
    ...(ending.authSchemes && { authSchemes: ending.authSchemes }),
    diagnostics: ending.problems ?? [],
    requests: ending.requests,
    startedAt: ending.startedAt,
    finishedAt: new Date(finished).toISOString(),
    durationMs: finished - Date.parse(ending.startedAt),
  })
}

const impactsOf = async ({ session, effects }: AppliedVersion): Promise<Impacts | undefined> =>
  effects === 'stored' ? (await session.changes()).impacts : effects && NO_IMPACTS

const locationOf = ({ request: { source }, dependencies: { local } }: ImportSession): string =>
  local?.file ?? `s3://${source.bucket}/${source.key}`

/** Writes the result to the import's record. @returns false if the record has the end of the import already */
export async function closeRecord(
  { request, keys, dependencies }: ImportSession,
  { outcome, reason, counts, requests, startedAt, finishedAt, document }: Report,
  dryRun: boolean,
): Promise<boolean> {
  // Not the expected number: a finished import has no open items.
  const done = doneOf(counts)
  const fields = {
    // An import that never started may have no record.
    target: request.target,
    ...(request.caller !== undefined && { caller: request.caller }),
    startedAt,
    status: outcome,
    finishedAt,
    reportKey: keys.report,
    done,
    total: done,
    requests,
    counts,
    document: recorded(document),
    ...(reason !== undefined && { reason }),
  }
  return dependencies.records.finish(request.importId, fields, !dryRun && outcome !== 'superseded')
}

/** Returns the result of a reported import. */
export function resultOf({ keys }: ImportSession, report: Report, badInput: true | undefined): ImportResult {
  const { importId, outcome, reason, counts, requests, durationMs } = report
  const failed = reason === undefined ? {} : { reason }
  const fault = badInput && outcome === 'failed' ? { badInput } : {}
  return { importId, outcome, ...failed, ...fault, counts, requests, durationMs, reportKey: keys.report }
}

const doneOf = ({ actions, triggers, definitions }: Report['counts']): number =>
  [actions, triggers, definitions].flatMap(counts => Object.values(counts)).reduce((sum, count) => sum + count, 0)

/** Facts about the document for the import history. */
const recorded = ({ bytes, sha256, title, version }: Report['document']): RecordedDocument => ({
  bytes,
  sha256,
  ...(title !== undefined && { title }),
  ...(version !== undefined && { version }),
})
