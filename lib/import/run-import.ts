import type { DurableContext } from '@aws/durable-execution-sdk-js'
import type { Diagnostic } from '../diagnostic.ts'
import { DEFAULT_OPTIONS, type ImportOptions } from '../options.ts'
import { actionStep } from './action-step.ts'
import { compare } from './compare.ts'
import { definitionStep, knownDefinitions } from './definition-step.ts'
import type { Dependencies } from './dependencies.ts'
import { readOptions } from './options.ts'
import { type DocumentFacts, type PlanSize, planDocument, readFacts } from './plan-document.ts'
import type { ImportRequest } from './request.ts'
import { resolveTarget } from './resolve-target.ts'
import { addRequests } from './results.ts'
import { createRunner, type Runner } from './runner.ts'
import { createSession, type Session } from './session.ts'
import { type ImportResult, writeReport } from './write-report.ts'

/** Batches that are posted side by side; the client's pace decides how many requests that makes. */
const BATCHES_AT_ONCE = 4

/**
 * One import from request to report, as a durable function: each step is checkpointed and safe to repeat, and what is
 * large lies in S3. Whatever the document or the platform does ends in a report; only our own faults throw.
 */
export const runImport = async (
  dependencies: Dependencies,
  request: ImportRequest,
  context: DurableContext,
): Promise<ImportResult> => {
  const session = createSession(dependencies, request)
  const run = createRunner(session, context)
  const opened = await context.step('open', () => open(session))
  const { facts, options, startedAt } = opened
  const { dryRun } = options
  const end = (reason: string | undefined, problems: readonly Diagnostic[], size?: PlanSize): Promise<ImportResult> =>
    context.step('report', () =>
      writeReport(session, {
        facts,
        ...(size && { size }),
        dryRun,
        ...(reason !== undefined && { reason }),
        problems,
        requests: addRequests(run.requests(), session.takeRequests()),
        startedAt,
      }),
    )
  if (opened.reason !== undefined) return end(opened.reason, opened.problems)

  const target = await run.step('target', () => resolveTarget(session, dryRun))
  if (target.kind !== 'done') return end(target.reason, [])
  const plan = await run.step('plan', () => planDocument(session, target.value.baseUrl, options))
  if (plan.kind !== 'done') return end(plan.reason, plan.kind === 'failed' ? (plan.problems ?? []) : [])
  const size = plan.value

  const compared = await run.step('compare', async () => {
    await dependencies.objects.writeJson(session.keys.changes, await compare(session, target.value.exists))
    return { kind: 'done', value: null }
  })
  if (compared.kind !== 'done') return end(compared.reason, [], size)
  run.expect(size.actions + size.definitions)
  if (dryRun) return end(undefined, [], size)

  for (let index = 0; index < size.requests; index++) {
    const sent = await run.step(`definitions-${index}`, async () => ({
      kind: 'done',
      value: null,
      settled: await definitionStep(session, index),
    }))
    if (sent.kind !== 'done') return end(sent.reason, [], size)
  }
  const stopped = await postActions(session, context, run, size)
  return end(stopped, [], size)
}

type Opened = {
  readonly facts: DocumentFacts
  readonly options: ImportOptions
  readonly startedAt: string
  readonly reason?: string
  readonly problems: readonly Diagnostic[]
}

/** Reads the document and the options beside it, before anything is asked of the platform. */
const open = async (session: Session): Promise<Opened> => {
  const { dependencies, request } = session
  const startedAt = new Date(dependencies.now()).toISOString()
  await dependencies.records.save(request.importId, {
    target: request.target,
    startedAt,
    status: 'running',
    done: 0,
    total: 0,
  })
  const [{ facts, problem }, options] = await Promise.all([readFacts(session), readOptions(dependencies, request)])
  const reason = problem?.message ?? (options.ok ? undefined : options.reason)
  return {
    facts,
    options: options.ok ? options.options : DEFAULT_OPTIONS,
    startedAt,
    ...(reason !== undefined && { reason }),
    problems: problem === undefined ? [] : [problem],
  }
}

/** Posts the actions in batches; the reason why the import had to stop, if it had to. */
const postActions = async (
  session: Session,
  context: DurableContext,
  run: Runner,
  size: PlanSize,
): Promise<string | undefined> => {
  const { batchSize } = session.dependencies
  const batches = Array.from({ length: Math.ceil(size.actions / batchSize) }, (_, batch) => batch)
  let known: ReturnType<typeof knownDefinitions> | undefined
  const posted = await context.map(
    'actions',
    batches,
    (inner, batch) =>
      run.in(inner).step(`batch-${batch}`, async () => {
        known ??= knownDefinitions(session, size.requests)
        return { kind: 'done', value: null, settled: await actionStep(session, batch, await known) }
      }),
    { maxConcurrency: BATCHES_AT_ONCE },
  )
  // The map's own status is "failed" as soon as one item is; the items tell.
  for (const { result, error } of posted.all) {
    if (error !== undefined) throw error
    if (result !== undefined && result.kind !== 'done') return result.reason
  }
  return undefined
}
