import type { DurableContext } from '@aws/durable-execution-sdk-js'
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import type { ReportedConnector } from '../report/report.ts'
import { defaultOptions, type ImportOptions } from '../request/import-options.ts'
import type { ImportRequest } from '../request/import-request.ts'
import { readLink } from '../store/connector-links.ts'
import { isUlid } from '../util/ulid.ts'
import { storeConnectorResults } from './connector/stored-results.ts'
import type { Dependencies } from './dependencies.ts'
import { durableStep, failureOf } from './durable-step.ts'
import { type Failure, unreadableFailure } from './failure.ts'
import { conclude } from './finish/conclude.ts'
import type { Ending } from './finish/write-report.ts'
import { createSession, type ImportSession } from './import-session.ts'
import {
  addRequests,
  type CoveredImport,
  type DocumentFacts,
  type FinishedImport,
  type ImportResult,
  NO_REQUESTS,
} from './model.ts'
import { runPipeline } from './pipeline.ts'
import { obtainSource } from './prepare/fetch-source.ts'
import { type DocumentRead, readFacts } from './prepare/plan-document.ts'
import { cutReason, IMPORT_REASONS } from './reasons.ts'
import { createStepRunner, type StepRunner } from './step-runner.ts'
import { settleUploads } from './uploads/settle-uploads.ts'

/**
 * Runs one import from request to report, as a durable function. Each step is a checkpoint and safe to repeat; large data
 * is stored in S3. Every error ends in a report, also a fault of the importer.
 * @throws Error if the report can't be written, or the durable execution itself fails
 */
export async function runImport(
  dependencies: Dependencies,
  request: ImportRequest,
  context: DurableContext,
): Promise<ImportResult | CoveredImport> {
  const ran = await runSteps(dependencies, request, context)
  if (ran === undefined) return { importId: request.importId, covered: true }
  const { session, run, ending } = ran
  // The platform's outage is not the reason if the import should not wait for its end.
  const cancelled = ending.cancelled || run?.isCancelled()
  const work = async (): Promise<ImportResult> => {
    dependencies.progress?.({ kind: 'phase', phase: 'report' })
    // Loaded by the last invocation only.
    const { writeReport } = await import('./finish/write-report.ts')
    const requests = addRequests(run?.requests() ?? NO_REQUESTS, session.drainRequestCounts())
    return writeReport(session, { ...ending, ...(cancelled && CANCELLED), requests })
  }
  await session.release()
  const { local } = dependencies
  const result = await durableStep(context, { name: 'report', kind: 'reads', local, work })
  const { target, caller } = session.request
  await announceEnd(dependencies, { ...result, target, ...(caller !== undefined && { caller }) }, context)
  return result
}

type Ran = {
  readonly session: ImportSession
  /** Absent if the import failed before its first step. */
  readonly run?: StepRunner
  readonly ending: Omit<Ending, 'requests'>
}

/**
 * Runs all steps before the report. An error ends the import with its reason; what was done before is in the ending.
 * Returns undefined if another import covers the uploads.
 */
const runSteps = async (
  dependencies: Dependencies,
  request: ImportRequest,
  context: DurableContext,
): Promise<Ran | undefined> => {
  const now = new Date(dependencies.now()).toISOString()
  let ran: Ran = {
    session: createSession(dependencies, request),
    ending: { ...NOTHING_READ, dryRun: request.options?.dryRun ?? false, startedAt: now },
  }
  const add = (ending: Partial<Ending>): void => {
    ran = { ...ran, ending: { ...ran.ending, ...ending } }
  }
  try {
    const uploaded = await settleUploads(dependencies, request, context)
    if (uploaded === undefined) return undefined
    const { durableExecutionArn } = context.executionContext
    const work = () => recordStart(dependencies, request, durableExecutionArn)
    const { startedAt, cancelled } = await durableStep(context, { name: 'start', kind: 'writes', work })
    add({ startedAt })
    // Before anything is read, and outside of a step: each invocation reports it, so an import that never ends is noticed.
    await dependencies.meter.age((dependencies.now() - Date.parse(startedAt)) / 1000)
    if (cancelled) add(CANCELLED)
    if (cancelled) return ran
    const { source, ...missing } = await obtainSource(dependencies, { ...request, source: uploaded }, context)
    const session = createSession(dependencies, { ...request, source })
    const run = createStepRunner(session, context)
    ran = { session, run, ending: ran.ending }
    const { options, ...opened } = await durableStep(context, {
      name: 'open',
      kind: 'reads',
      local: dependencies.local,
      work: () => open(session, missing, startedAt),
    })
    const { connectorId, ...read } = opened
    const linked = connectorId === undefined ? session : session.forConnector(connectorId)
    ran = { session: linked, run, ending: ran.ending }
    add({ ...read, dryRun: options.dryRun })
    if (linked.alias !== undefined) add({ connector: existing(linked.request.target.connectorId, linked.alias) })
    if (opened.reason !== undefined) return ran
    const { session: created, ...ended } = await runPipeline(linked, context, run, { ...opened, options })
    if (created !== undefined) ran = { ...ran, session: created }
    add(ended)
    const { written } = ended
    if (written === undefined || options.dryRun || ended.refused) return ran
    const conclusion = await conclude(run, ended, written, options)
    add({ ...conclusion, problems: [...ended.problems, ...conclusion.problems] })
    return ran
  } catch (error) {
    add(failureOf(error))
    return ran
  }
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
  readonly reason?: string
  readonly badInput?: true
  readonly superseded: boolean
  readonly problems: readonly Diagnostic[]
  /** Id of the connector that an earlier import has created for the name in the request. */
  readonly connectorId?: string
}

const existing = (id: string, alias: string): ReportedConnector => ({
  alias,
  id,
  change: 'unchanged',
  status: 'done',
})

const NOTHING_READ: DocumentRead = { facts: { bytes: 0, sha256: '' } }

const CANCELLED = { cancelled: true, reason: IMPORT_REASONS.cancelled } as const

/** Records the start of the import. Safe to repeat. @returns the start, ISO 8601, and if the import should be cancelled */
const recordStart = async (
  { records, now, progress }: Dependencies,
  request: ImportRequest,
  executionArn: string,
): Promise<{ readonly startedAt: string; readonly cancelled: boolean }> => {
  const startedAt = new Date(now()).toISOString()
  progress?.({ kind: 'phase', phase: 'read' })
  // The URL may contain a credential, and the record needs only the key.
  const { url: _, ...source } = request.source
  const cancelled = await records.save(request.importId, {
    target: request.target,
    source,
    executionArn,
    ...(request.caller !== undefined && { caller: request.caller }),
    startedAt,
    status: 'running',
    phase: 'read',
    done: 0,
    total: 0,
  })
  return { startedAt, cancelled }
}

/** Reads the document and its options, before the first request to the platform. Safe to repeat. */
const open = async (session: ImportSession, missing: Partial<Failure>, startedAt: string): Promise<Opened> => {
  const unread = { options: defaultOptions(), superseded: false, problems: [], ...NOTHING_READ }
  const [opened, connectorId] = await Promise.all([
    read(session, missing).catch((error: unknown) => ({ ...unread, ...unreadableFailure(error) })),
    findLinked(session, startedAt),
  ])
  return { ...opened, ...(connectorId !== undefined && { connectorId }) }
}

/** Finds the connector that an import has created for a name, if the request has no id. The record then belongs to its history. */
const findLinked = async (session: ImportSession, startedAt: string): Promise<string | undefined> => {
  const { dependencies, request } = session
  const { connectorId: alias } = request.target
  if (isUlid(alias)) return undefined
  const connectorId = await readLink(dependencies.objects, request.target)
  if (connectorId === undefined) return undefined
  await dependencies.records.save(request.importId, { target: { ...request.target, connectorId }, startedAt })
  await storeConnectorResults(session, { connector: existing(connectorId, alias) })
  return connectorId
}

const read = async (session: ImportSession, missing: Partial<Failure>): Promise<Opened> => {
  const [{ facts, problem }, options] = await Promise.all([
    missing.reason === undefined ? readFacts(session) : NOTHING_READ,
    session.options(),
  ])
  const root = problem?.code === 'not-openapi' ? await rootOf(session) : undefined
  if (root !== undefined) {
    const reason = IMPORT_REASONS.partOf(root)
    return { facts, options: defaultOptions(), reason, badInput: true, superseded: true, problems: [] }
  }
  const reason = problem?.message ?? (options.ok ? undefined : options.problem)
  const failure = reason === undefined ? {} : { reason: cutReason(reason), badInput: true as const }
  return {
    facts,
    options: options.ok ? options.value : defaultOptions(),
    ...(missing.reason === undefined ? failure : missing),
    superseded: false,
    problems: problem === undefined ? [] : [problem],
  }
}

/** Finds the document of a file that is not one. */
const rootOf = async ({ dependencies, request }: ImportSession): Promise<string | undefined> => {
  // The same chunk as of uploads.
  const { findRoot } = await import('./uploads/settle.ts')
  return findRoot(dependencies.objects, request.source.key)
}
