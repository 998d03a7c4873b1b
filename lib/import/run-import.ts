import type { DurableContext } from '@aws/durable-execution-sdk-js'
import type { Diagnostic } from '../diagnostic.ts'
import { DEFAULT_OPTIONS, type ImportOptions } from '../options.ts'
import { actionStep } from './action-step.ts'
import { compare } from './compare.ts'
import { definitionStep } from './definition-step.ts'
import type { Dependencies } from './dependencies.ts'
import { holdTarget } from './hold-target.ts'
import { readOptions } from './options.ts'
import { pieces } from './pieces.ts'
import { type DocumentFacts, type PlanSize, planDocument, readFacts } from './plan-document.ts'
import type { ImportRequest } from './request.ts'
import { resolveTarget } from './resolve-target.ts'
import { addRequests } from './results.ts'
import { createRunner, type Runner } from './runner.ts'
import { createSession, type Session } from './session.ts'
import { type Ending, type ImportResult, writeReport } from './write-report.ts'

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
  const ending = await carryOut(session, context, run, opened)
  return context.step('report', () =>
    writeReport(session, {
      facts,
      dryRun: options.dryRun,
      startedAt,
      ...ending,
      requests: addRequests(run.requests(), session.takeRequests()),
    }),
  )
}

/** How the steps between the first and the report ended. */
type Course = Pick<Ending, 'reason' | 'problems' | 'size' | 'superseded'>

const carryOut = async (session: Session, context: DurableContext, run: Runner, opened: Opened): Promise<Course> => {
  const { options } = opened
  const stop = (reason: string, problems: readonly Diagnostic[] = []): Course => ({ reason, problems })
  if (opened.reason !== undefined) return stop(opened.reason, opened.problems)
  if (!options.dryRun) {
    const hold = await holdTarget(session, context)
    if (hold.kind === 'failed') return stop(hold.reason)
    if (hold.kind === 'superseded') return { ...stop(SUPERSEDED), superseded: true }
    run.holding()
  }
  const target = await run.step('target', () => resolveTarget(session, options.dryRun))
  if (target.kind !== 'done') return stop(target.reason)
  const plan = await run.step('plan', () => planDocument(session, target.value.baseUrl, options))
  if (plan.kind !== 'done') return stop(plan.reason, plan.kind === 'failed' ? plan.problems : [])
  const size = plan.value
  const compared = await run.step('compare', async () => {
    await session.dependencies.objects.writeJson(session.keys.changes, await compare(session, target.value.exists))
    return { kind: 'done', value: null }
  })
  if (compared.kind !== 'done') return { ...stop(compared.reason), size }
  if (options.dryRun) return { problems: [], size }

  run.expect(size.actions + size.definitions)
  const stopped = (await postDefinitionRequests(session, run, size)) ?? (await postActions(session, context, run, size))
  return { problems: [], size, ...(stopped !== undefined && { reason: stopped }) }
}

const SUPERSEDED = 'The document was uploaded again in the meantime; the import of the newer upload takes its place.'

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

/** Creates the definitions, request by request; the reason why the import had to stop, if it had to. */
const postDefinitionRequests = async (session: Session, run: Runner, size: PlanSize): Promise<string | undefined> => {
  for (const { from, to } of pieces(size.requests, 1)) {
    const sent = await run.step(`definitions-${from}`, async () => {
      let settled = 0
      for (let index = from; index < to; index++) settled += await definitionStep(session, index)
      return { kind: 'done', value: null, settled }
    })
    if (sent.kind !== 'done') return sent.reason
  }
  return undefined
}

/** Posts the actions in batches; the reason why the import had to stop, if it had to. */
const postActions = async (
  session: Session,
  context: DurableContext,
  run: Runner,
  size: PlanSize,
): Promise<string | undefined> => {
  const batches = pieces(size.actions, session.dependencies.batchSize)
  const posted = await context.map(
    'actions',
    batches,
    (inner, batch) =>
      run.in(inner).step(`actions-${batch.from}`, async () => {
        const known = await session.knownDefinitions(size.requests)
        return { kind: 'done', value: null, settled: await actionStep(session, batch, known) }
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
