import type { Diagnostic } from '../diagnostic.ts'
import { makeReport, type Settled } from '../report/make-report.ts'
import type { Counts, Outcome, Report } from '../report/report.ts'
import { pieces } from './pieces.ts'
import type { DocumentFacts, PlanSize } from './plan-document.ts'
import type { ActionResult, DefinitionResult, Requests } from './results.ts'
import type { Session } from './session.ts'

/** How an import ended; small enough for a checkpoint. */
export type ImportResult = {
  readonly importId: string
  readonly outcome: Outcome
  readonly reason?: string
  readonly counts: Report['counts']
  /** S3 key of the whole report. */
  readonly reportKey: string
}

export type Ending = {
  readonly facts: DocumentFacts
  /** Absent where the import failed before there was a plan. */
  readonly size?: PlanSize
  readonly dryRun: boolean
  readonly superseded?: boolean
  readonly reason?: string
  readonly problems?: readonly Diagnostic[] | undefined
  readonly requests: Requests
  readonly startedAt: string
}

/** Puts the report together from what the steps left in S3, stores it and closes the import's record. */
export const writeReport = async (session: Session, ending: Ending): Promise<ImportResult> => {
  const { request, keys, dependencies } = session
  const { objects, records, now } = dependencies
  const plan = ending.size === undefined ? undefined : await session.plan()
  const settled = ending.size === undefined ? nothing : await collect(session, ending.size, ending.dryRun)
  const finished = now()
  const report = makeReport({
    importId: request.importId,
    target: request.target,
    document: { location: `s3://${request.source.bucket}/${request.source.key}`, ...ending.facts },
    ...(plan && { plan }),
    ...settled,
    dryRun: ending.dryRun,
    superseded: ending.superseded ?? false,
    ...(ending.reason !== undefined && { reason: ending.reason }),
    diagnostics: ending.problems ?? [],
    requests: ending.requests,
    startedAt: ending.startedAt,
    finishedAt: new Date(finished).toISOString(),
    durationMs: finished - Date.parse(ending.startedAt),
  })
  await objects.write(keys.report, `${JSON.stringify(report, undefined, 2)}\n`, 'application/json')
  const { importId, outcome, reason, counts, finishedAt } = report
  const failed = reason === undefined ? {} : { reason }
  await records.save(importId, { status: outcome, finishedAt, reportKey: keys.report, done: doneOf(counts), ...failed })
  await dependencies.locks.release(request.target, importId)
  return { importId, outcome, ...failed, counts, reportKey: keys.report }
}

type AllSettled = { readonly actions: ReadonlyMap<string, Settled>; readonly definitions: ReadonlyMap<string, Settled> }
const nothing: AllSettled = { actions: new Map(), definitions: new Map() }

/** What every item came to; a dry run ends with the decisions. */
const collect = async (session: Session, size: PlanSize, dryRun: boolean): Promise<AllSettled> => {
  const { objects, batchSize } = session.dependencies
  if (dryRun) return planned(session)
  const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i)
  const read = async <T>(keys: readonly string[]): Promise<T[]> => {
    const lists = await Promise.all(keys.map(key => objects.readJson<T[]>(key)))
    return lists.flatMap(list => list ?? [])
  }
  const [actions, definitions] = await Promise.all([
    read<ActionResult>(pieces(size.actions, batchSize).map(({ from }) => session.keys.actions(from))),
    read<DefinitionResult>(numbers(size.requests).map(session.keys.definitions)),
  ])
  return { actions: byName(actions), definitions: byName(definitions) }
}

const byName = (results: readonly DefinitionResult[]): ReadonlyMap<string, Settled> =>
  new Map(results.map(({ name, url, ...result }) => [name, result]))

const planned = async (session: Session): Promise<AllSettled> => {
  const plan = await session.plan()
  const changes = await session.changes().catch(() => undefined)
  if (changes === undefined) return nothing
  const settle = (items: readonly { name: string }[], decisions: typeof changes.actions): Map<string, Settled> =>
    new Map(
      items.map(({ name }, i): [string, Settled] => {
        const { url, change = 'create', ...decision } = decisions[i] ?? { change: 'create' }
        return [name, { ...decision, change, status: change === 'skip' ? 'skipped' : 'planned' }]
      }),
    )
  return { actions: settle(plan.actions, changes.actions), definitions: settle(plan.definitions, changes.definitions) }
}

const doneOf = ({ actions, definitions }: { actions: Counts; definitions: Counts }): number =>
  [actions, definitions].flatMap(counts => Object.values(counts)).reduce((sum, count) => sum + count, 0)
