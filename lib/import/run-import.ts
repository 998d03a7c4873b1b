import type { DurableContext } from '@aws/durable-execution-sdk-js'
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { defaultOptions, type ImportOptions } from '../request/import-options.ts'
import type { ImportRequest } from '../request/import-request.ts'
import type { Dependencies } from './dependencies.ts'
import { conclude } from './finish/conclude.ts'
import { createSession, type ImportSession } from './import-session.ts'
import type { FinishedImport, ImportResult } from './model.ts'
import { addRequests, type DocumentFacts } from './model.ts'
import type { Course } from './outcome.ts'
import { runPipeline } from './pipeline.ts'
import { obtainSource } from './prepare/fetch-source.ts'
import { findRootBeside } from './prepare/find-root.ts'
import { type Read, readFacts } from './prepare/plan-document.ts'
import { readOptions } from './prepare/read-options.ts'
import { createStepRunner } from './step-runner.ts'

/**
 * One import from request to report, as a durable function: each step is checkpointed and safe to repeat, and what is
 * large lies in S3. Whatever the document or the platform does ends in a report; only our own faults throw.
 */
export async function runImport(
  dependencies: Dependencies,
  request: ImportRequest,
  context: DurableContext,
): Promise<ImportResult> {
  const obtained = await obtainSource(dependencies, request, context)
  const session = createSession(dependencies, { ...request, source: obtained.source })
  const run = createStepRunner(session, context)
  const opened = await context.step('open', () => open(session, obtained.reason))
  const { facts, options, startedAt } = opened
  // In no step: each invocation tells it anew, so an import that never ends is seen.
  await dependencies.meter.age((dependencies.now() - Date.parse(startedAt)) / 1000)
  const course: Course =
    opened.reason === undefined
      ? await runPipeline(session, context, run, options)
      : { reason: opened.reason, problems: opened.problems, superseded: opened.superseded }
  const { written } = course
  const conclusion = written && !options.dryRun ? await conclude(run, course, written, options) : undefined
  const result = await context.step('report', async () => {
    // An import has many invocations, and one that ends it.
    const { writeReport } = await import('./finish/write-report.ts')
    return writeReport(session, {
      ...course,
      ...conclusion,
      problems: [...course.problems, ...(conclusion?.problems ?? [])],
      facts,
      dryRun: options.dryRun,
      startedAt,
      requests: addRequests(run.requests(), session.drainRequestCounts()),
    })
  })
  await tell(dependencies, { ...result, target: request.target }, context)
  return result
}

/** Once per import. The import is done whether or not anybody hears of it. */
const tell = async (
  { meter, announce }: Dependencies,
  finished: FinishedImport,
  context: DurableContext,
): Promise<void> => {
  await context.step('measure', () => meter.finished(finished))
  const told = await context.step('announce', () => announce(finished)).catch((error: unknown) => error)
  if (told instanceof Error) context.logger.warn(`EventBridge took no event of the import: ${told.message}`)
}

type Opened = {
  readonly facts: DocumentFacts
  readonly options: ImportOptions
  readonly startedAt: string
  readonly reason?: string
  readonly superseded: boolean
  readonly problems: readonly Diagnostic[]
}

const NOTHING_READ: Read = { facts: { bytes: 0, sha256: '' } }

/** Reads the document and the options beside it, before anything is asked of the platform. */
const open = async (session: ImportSession, missing: string | undefined): Promise<Opened> => {
  const { dependencies, request } = session
  const startedAt = new Date(dependencies.now()).toISOString()
  await dependencies.records.save(request.importId, {
    target: request.target,
    startedAt,
    status: 'running',
    done: 0,
    total: 0,
  })
  const [{ facts, problem }, options] = await Promise.all([
    missing === undefined ? readFacts(session) : NOTHING_READ,
    readOptions(dependencies, request),
  ])
  const root =
    problem?.code === 'not-openapi' ? await findRootBeside(dependencies.objects, request.source.key) : undefined
  if (root !== undefined)
    return {
      facts,
      options: defaultOptions(),
      startedAt,
      reason: `This file is a part of ${root}, whose own upload starts the import.`,
      superseded: true,
      problems: [],
    }
  const reason = missing ?? problem?.message ?? (options.ok ? undefined : options.reason)
  return {
    facts,
    options: options.ok ? options.options : defaultOptions(),
    startedAt,
    ...(reason !== undefined && { reason }),
    superseded: false,
    problems: problem === undefined ? [] : [problem],
  }
}
