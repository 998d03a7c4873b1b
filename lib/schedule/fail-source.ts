import { importIdFrom } from '../import/request.ts'
import { NO_REQUESTS } from '../import/results.ts'
import { makeReport } from '../report/make-report.ts'
import { renderReport } from '../report/page/render-report.ts'
import { documentPrefix, importKeys, OPTIONS_FILE } from '../store/keys.ts'
import type { Target } from '../target.ts'
import type { Schedule } from './schedule.ts'

/** Leaves a record and a report of an import that could not even be started. @returns its id */
export const failSource = async (
  { bucket, objects, records, now }: Schedule,
  target: Target,
  reason: string,
  scheduledAt: string,
): Promise<string> => {
  const key = documentPrefix(target) + OPTIONS_FILE
  const importId = importIdFrom('schedule', bucket, key, 'failed', scheduledAt)
  const at = new Date(now()).toISOString()
  const report = makeReport({
    importId,
    target,
    document: { location: `s3://${bucket}/${key}`, bytes: 0, sha256: '' },
    actions: new Map(),
    definitions: new Map(),
    removals: { actions: [], definitions: [] },
    publishFailed: false,
    dryRun: false,
    superseded: false,
    reason,
    diagnostics: [],
    requests: NO_REQUESTS,
    startedAt: at,
    finishedAt: at,
    durationMs: 0,
  })
  const { outcome, counts } = report
  const { report: reportKey, page } = importKeys(importId)
  await objects.write(reportKey, `${JSON.stringify(report, undefined, 2)}\n`, 'application/json')
  await objects.write(page, renderReport(report), 'text/html; charset=utf-8')
  await records.save(importId, {
    target,
    status: outcome,
    startedAt: at,
    finishedAt: at,
    done: 0,
    total: 0,
    reason,
    reportKey,
    counts,
  })
  return importId
}
