import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { makeReport } from '../../report/make-report.ts'
import { renderReport } from '../../report/page/render-report.ts'
import type { Report } from '../../report/report.ts'
import type { RecordedDocument } from '../../store/records.ts'
import type { ImportSession } from '../import-session.ts'
import type { DocumentFacts, ImportResult, Requests } from '../model.ts'
import type { AppliedVersion } from '../outcome.ts'
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
  readonly reason?: string
  /** The document, its options or its target is the cause. */
  readonly badInput?: true
  readonly problems?: readonly Diagnostic[] | undefined
  readonly requests: Requests
  readonly startedAt: string
}

/** Builds the report from the results in S3, writes it as JSON and HTML, closes the record and releases the lock. Safe to repeat. */
export async function writeReport(session: ImportSession, ending: Ending): Promise<ImportResult> {
  const { request, keys, dependencies } = session
  const { objects, records, now } = dependencies
  const { written } = ending
  const plan = await written?.session.plan()
  // A failed dry run has a plan, but no comparison to collect.
  const compared = !(ending.dryRun && ending.reason !== undefined)
  const results = written && compared ? await collectResults(written, ending.dryRun) : undefined
  const working = written?.fresh?.session ?? written?.session ?? session
  const finished = now()
  const report = makeReport({
    importId: request.importId,
    target: working.target,
    ...(request.caller !== undefined && { caller: request.caller }),
    document: { location: `s3://${request.source.bucket}/${request.source.key}`, ...ending.facts },
    ...(plan && { plan }),
    actions: results?.actions ?? new Map(),
    triggers: results?.triggers ?? new Map(),
    definitions: results?.definitions ?? new Map(),
    removals: results?.removals ?? { actions: [], triggers: [], definitions: [] },
    publishFailed: ending.publishFailed ?? false,
    dryRun: ending.dryRun,
    superseded: ending.superseded ?? false,
    ...(ending.reason !== undefined && { reason: ending.reason }),
    diagnostics: ending.problems ?? [],
    requests: ending.requests,
    startedAt: ending.startedAt,
    finishedAt: new Date(finished).toISOString(),
    durationMs: finished - Date.parse(ending.startedAt),
  })
  await objects.write(keys.page, renderReport(report), 'text/html; charset=utf-8')
  await objects.write(keys.report, `${JSON.stringify(report, undefined, 2)}\n`, 'application/json')
  const { importId, outcome, reason, counts, requests, durationMs, finishedAt } = report
  const failed = reason === undefined ? {} : { reason }
  // Not the expected number: a finished import has no open items.
  const done = doneOf(counts)
  await records.save(importId, {
    status: outcome,
    finishedAt,
    reportKey: keys.report,
    done,
    total: done,
    requests,
    counts,
    document: recorded(report.document),
    ...failed,
  })
  await dependencies.locks.release(request.target, importId)
  const fault = ending.badInput && outcome === 'failed' ? { badInput: true as const } : {}
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
