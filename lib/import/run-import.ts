import type { DurableContext } from '@aws/durable-execution-sdk-js'
import type { Diagnostic } from '../diagnostic.ts'
import { DEFAULT_OPTIONS, type ImportOptions } from '../options.ts'
import { conclude } from './conclude.ts'
import { type Course, followCourse } from './course.ts'
import type { Dependencies } from './dependencies.ts'
import { obtainSource } from './fetch-source.ts'
import { readOptions } from './options.ts'
import { type DocumentFacts, type Read, readFacts } from './plan-document.ts'
import type { ImportRequest } from './request.ts'
import { addRequests } from './results.ts'
import { createRunner } from './runner.ts'
import { createSession, type Session } from './session.ts'
import { type ImportResult, writeReport } from './write-report.ts'

/**
 * One import from request to report, as a durable function: each step is checkpointed and safe to repeat, and what is
 * large lies in S3. Whatever the document or the platform does ends in a report; only our own faults throw.
 */
export const runImport = async (
  dependencies: Dependencies,
  request: ImportRequest,
  context: DurableContext,
): Promise<ImportResult> => {
  const obtained = await obtainSource(dependencies, request, context)
  const session = createSession(dependencies, { ...request, source: obtained.source })
  const run = createRunner(session, context)
  const opened = await context.step('open', () => open(session, obtained.reason))
  const { facts, options, startedAt } = opened
  const course: Course =
    opened.reason === undefined
      ? await followCourse(session, context, run, options)
      : { reason: opened.reason, problems: opened.problems }
  const { written } = course
  const conclusion = written && !options.dryRun ? await conclude(run, course, written, options) : undefined
  return context.step('report', () =>
    writeReport(session, {
      ...course,
      ...conclusion,
      problems: [...course.problems, ...(conclusion?.problems ?? [])],
      facts,
      dryRun: options.dryRun,
      startedAt,
      requests: addRequests(run.requests(), session.takeRequests()),
    }),
  )
}

type Opened = {
  readonly facts: DocumentFacts
  readonly options: ImportOptions
  readonly startedAt: string
  readonly reason?: string
  readonly problems: readonly Diagnostic[]
}

const NOTHING_READ: Read = { facts: { bytes: 0, sha256: '' } }

/** Reads the document and the options beside it, before anything is asked of the platform. */
const open = async (session: Session, notFetched: string | undefined): Promise<Opened> => {
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
    notFetched === undefined ? readFacts(session) : NOTHING_READ,
    readOptions(dependencies, request),
  ])
  const reason = notFetched ?? problem?.message ?? (options.ok ? undefined : options.reason)
  return {
    facts,
    options: options.ok ? options.options : DEFAULT_OPTIONS,
    startedAt,
    ...(reason !== undefined && { reason }),
    problems: problem === undefined ? [] : [problem],
  }
}
