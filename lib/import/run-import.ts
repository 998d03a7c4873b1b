import type { DurableContext } from '@aws/durable-execution-sdk-js'
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { defaultOptions, type ImportOptions } from '../request/import-options.ts'
import type { ImportRequest } from '../request/import-request.ts'
import type { Dependencies } from './dependencies.ts'
import { conclude } from './finish/conclude.ts'
import { createSession, type ImportSession } from './import-session.ts'
import type { CoveredImport, FinishedImport, ImportResult } from './model.ts'
import { addRequests, type DocumentFacts } from './model.ts'
import type { PipelineResult } from './outcome.ts'
import { runPipeline } from './pipeline.ts'
import { obtainSource } from './prepare/fetch-source.ts'
import { type DocumentRead, readFacts } from './prepare/plan-document.ts'
import { readOptions } from './prepare/read-options.ts'
import { IMPORT_REASONS } from './reasons.ts'
import { createStepRunner } from './step-runner.ts'
import { findRoot } from './uploads/find-documents.ts'
import { settleUploads } from './uploads/settle-uploads.ts'

/**
 * Runs one import from request to report, as a durable function. Each step is a checkpoint and safe to repeat; large data
 * is stored in S3. Errors of the document or the platform end in a report.
 * @throws Error for bugs and for failures of AWS services; the execution retries the step
 */
export async function runImport(
  dependencies: Dependencies,
  request: ImportRequest,
  context: DurableContext,
): Promise<ImportResult | CoveredImport> {
  const uploaded = await settleUploads(dependencies, request, context)
  if (uploaded === undefined) return { importId: request.importId, covered: true }
  const obtained = await obtainSource(dependencies, { ...request, source: uploaded }, context)
  const session = createSession(dependencies, { ...request, source: obtained.source })
  const run = createStepRunner(session, context)
  const opened = await context.step('open', () => open(session, obtained.reason))
  const { facts, options, startedAt } = opened
  // Outside of a step, so that each invocation reports it: an import that never ends is noticed.
  await dependencies.meter.age((dependencies.now() - Date.parse(startedAt)) / 1000)
  const ended: PipelineResult =
    opened.reason === undefined
      ? await runPipeline(session, context, run, options)
      : { reason: opened.reason, badInput: true, problems: opened.problems, superseded: opened.superseded }
  const { written } = ended
  const conclusion = written && !options.dryRun ? await conclude(run, ended, written, options) : undefined
  const result = await context.step('report', async () => {
    // Loaded by the last invocation only.
    const { writeReport } = await import('./finish/write-report.ts')
    return writeReport(session, {
      ...ended,
      ...conclusion,
      problems: [...ended.problems, ...(conclusion?.problems ?? [])],
      facts,
      dryRun: options.dryRun,
      startedAt,
      requests: addRequests(run.requests(), session.drainRequestCounts()),
    })
  })
  const { target, caller } = request
  await announceEnd(dependencies, { ...result, target, ...(caller !== undefined && { caller }) }, context)
  return result
}

/** Publishes metrics and the event of a finished import. A failed event is only logged: the import itself is done. */
const announceEnd = async (
  { meter, announce }: Dependencies,
  finished: FinishedImport,
  context: DurableContext,
): Promise<void> => {
  await context.step('measure', () => meter.finished(finished))
  const failure = await context.step('announce', () => announce(finished)).catch((error: unknown) => error)
  if (failure instanceof Error)
    context.logger.warn(`Could not send the import's event to EventBridge: ${failure.message}`)
}

type Opened = {
  readonly facts: DocumentFacts
  readonly options: ImportOptions
  readonly startedAt: string
  readonly reason?: string
  readonly superseded: boolean
  readonly problems: readonly Diagnostic[]
}

const NOTHING_READ: DocumentRead = { facts: { bytes: 0, sha256: '' } }

/** Reads the document and its options, before the first request to the platform. Safe to repeat. */
const open = async (session: ImportSession, missing: string | undefined): Promise<Opened> => {
  const { dependencies, request } = session
  const startedAt = new Date(dependencies.now()).toISOString()
  await dependencies.records.save(request.importId, {
    target: request.target,
    ...(request.caller !== undefined && { caller: request.caller }),
    startedAt,
    status: 'running',
    done: 0,
    total: 0,
  })
  const [{ facts, problem }, options] = await Promise.all([
    missing === undefined ? readFacts(session) : NOTHING_READ,
    readOptions(dependencies, request),
  ])
  const root = problem?.code === 'not-openapi' ? await findRoot(dependencies.objects, request.source.key) : undefined
  if (root !== undefined) {
    const reason = IMPORT_REASONS.partOf(root)
    return { facts, options: defaultOptions(), startedAt, reason, superseded: true, problems: [] }
  }
  const reason = missing ?? problem?.message ?? (options.ok ? undefined : options.problem)
  return {
    facts,
    options: options.ok ? options.value : defaultOptions(),
    startedAt,
    ...(reason !== undefined && { reason }),
    superseded: false,
    problems: problem === undefined ? [] : [problem],
  }
}
