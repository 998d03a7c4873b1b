import { DEFAULT_LIMITS } from '../../openapi/parse/limits.ts'
import type { ImportRequest } from '../../request/import-request.ts'
import type { ImportRecord } from '../../store/records.ts'
import { type ConnectorResults, readConnectorResults } from '../connector/stored-results.ts'
import type { Dependencies } from '../dependencies.ts'
import { unreadableFailure } from '../failure.ts'
import { createSession, type ImportSession } from '../import-session.ts'
import {
  type DocumentFacts,
  type ImportResult,
  NO_REQUESTS,
  type PlanSize,
  type Refusal,
  removalSize,
  type StoredChanges,
  sizeOf,
} from '../model.ts'
import type { AppliedVersion } from '../outcome.ts'
import { IMPORT_REASONS, joinReasons } from '../reasons.ts'
import { FRESH } from '../target/fresh-draft.ts'
import { writeLedger } from './conclude.ts'
import { closeRecord, resultOf, storeReport } from './write-report.ts'

/** The end of an execution without our code. `undelivered`: Lambda gave up the request, in most cases before it started. */
export type Ended =
  | { readonly kind: 'timed-out'; readonly seconds: number }
  | { readonly kind: 'stopped' | 'broken' | 'undelivered' }

/** The part of an import's dependencies that its end needs. */
export type CloseDependencies = Pick<
  Dependencies,
  'objects' | 'records' | 'locks' | 'ledgers' | 'meter' | 'announce' | 'now' | 'local'
>

export type Closed =
  | { readonly kind: 'closed'; readonly result: ImportResult }
  /** `finished`: the import has a result already. `unknown`: there is neither a record nor a request. */
  | { readonly kind: 'finished' | 'unknown' }

/**
 * Closes an import whose execution has ended without a report: writes ledger, report, record, event and metrics, and
 * releases the target's lock. Safe to repeat, also at the same time: an import has one report, and is counted once.
 * @param request the execution's input, if known; otherwise the record has it
 */
export async function closeImport(
  dependencies: CloseDependencies,
  importId: string,
  ended: Ended,
  request?: ImportRequest,
): Promise<Closed> {
  const { records, locks, meter, announce, now } = dependencies
  const record = await records.find(importId)
  if (record?.finishedAt !== undefined) return { kind: 'finished' }
  const known = request === undefined ? requestOf(record) : { ...request, target: record?.target ?? request.target }
  if (known === undefined) return { kind: 'unknown' }
  const { session, dryRun, facts, written, connector, isCompared, refusal, problem } = await findWritten(
    createSession({ ...NO_WORK, ...dependencies }, known),
  )
  const { target, caller } = known
  // Not if another import has written its own ledger since.
  if (written && isCompared && !dryRun && !refusal && (await locks.renew(target, importId, LEDGER_SECONDS)).held)
    // The report has the reason.
    await writeLedger(written).catch(unreadableFailure)
  const cancelled = record?.cancelRequestedAt !== undefined
  const report = await storeReport(session, {
    facts,
    ...(written && { written }),
    ...connector,
    dryRun,
    cancelled,
    ...(refusal && { ...refusal, refused: true, isCompared: true }),
    reason: joinReasons(cancelled ? IMPORT_REASONS.cancelled : (refusal?.reason ?? reasonOf(ended, record)), problem),
    requests: record?.requests ?? NO_REQUESTS,
    startedAt: record?.startedAt ?? new Date(now()).toISOString(),
  })
  const result = resultOf(session, report, undefined)
  const finished = { ...result, target, ...(caller !== undefined && { caller }) }
  await locks.release(target, importId)
  // Before the record is closed, since a repeated call does nothing from then on.
  await announce(finished)
  if (await closeRecord(session, report)) await meter.finished(finished)
  return { kind: 'closed', result }
}

const refuse = (): never => {
  throw new Error('An ended import can only be reported.')
}

/** The other dependencies, which only the work of an import needs. */
const NO_WORK: Omit<Dependencies, keyof CloseDependencies> = {
  web: { get: refuse },
  sources: { get: refuse },
  connect: refuse,
  limits: DEFAULT_LIMITS,
  batchSize: 1,
  outageWaits: [],
  leaseSeconds: 0,
}

/** Lease for writing the ledger, in seconds. */
const LEDGER_SECONDS = 300

const requestOf = (record: ImportRecord | undefined): ImportRequest | undefined => {
  if (record?.source === undefined) return undefined
  const { importId, target, source, caller } = record
  return { importId, target, source, ...(caller !== undefined && { caller }) }
}

const reasonOf = (ended: Ended, record: ImportRecord | undefined): string => {
  if (ended.kind === 'timed-out') return IMPORT_REASONS.timedOut(ended.seconds)
  if (ended.kind === 'stopped') return IMPORT_REASONS.stopped
  const hasStarted = record !== undefined && record.status !== 'queued'
  return ended.kind === 'broken' || hasStarted ? IMPORT_REASONS.broken : IMPORT_REASONS.neverStarted
}

type Found = {
  readonly session: ImportSession
  readonly dryRun: boolean
  readonly facts: DocumentFacts
  readonly written?: AppliedVersion
  readonly connector?: ConnectorResults
  readonly isCompared: boolean
  /** Refusal of the import: it has written nothing, however its execution ended. */
  readonly refusal?: Refusal
  /** Reason why nothing is found. */
  readonly problem?: string
}

const NO_FACTS: DocumentFacts = { bytes: 0, sha256: '' }

const NOTHING = { dryRun: false, facts: NO_FACTS, isCompared: false }

/** Finds what the execution has planned and applied, from its artifacts in S3; nothing if one of them can't be read. */
const findWritten = (session: ImportSession): Promise<Found> =>
  readWritten(session).catch((error: unknown) => ({ ...NOTHING, session, problem: unreadableFailure(error).reason }))

const readWritten = async (session: ImportSession): Promise<Found> => {
  const { dependencies, request } = session
  const connector = await readConnectorResults(session)
  if ((await dependencies.objects.newest(session.keys.plan)) === undefined) return { ...NOTHING, session, connector }
  const stored = await readStored(session)
  if (stored?.comparison === undefined)
    return { ...NOTHING, session, connector, written: { session, size: await sizeIn(session), ledgers: [] } }
  const { batchSize, ledgers, dryRun, facts, refusal } = stored.comparison
  const compared = createSession({ ...dependencies, batchSize }, request).forVersion(stored.version)
  const size = await sizeIn(compared, stored)
  const draft = await readStored(compared.forVersion(stored.version, FRESH))
  const fresh = draft && compared.forVersion(draft.version, FRESH)
  const written = {
    session: compared,
    size,
    ledgers,
    ...(stored.impacts && { effects: 'stored' as const }),
    ...(fresh && { fresh: { session: fresh, size: await sizeIn(fresh) } }),
  }
  return { session, dryRun, facts, written, connector, isCompared: true, ...(refusal && { refusal }) }
}

const readStored = ({ dependencies, keys }: ImportSession): Promise<StoredChanges | undefined> =>
  dependencies.objects.readJson<StoredChanges>(keys.changes)

const sizeIn = async (session: ImportSession, stored?: StoredChanges): Promise<PlanSize> => ({
  ...sizeOf(await session.plan()),
  ...(stored && removalSize(stored.removals)),
})
