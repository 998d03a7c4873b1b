import type { DurableContext } from '@aws/durable-execution-sdk-js'
import { RESERVED_VERSIONS } from '../../contract/requests.ts'
import type { PlannedConnector } from '../../conversion/connector/planned-connector.ts'
import type { ReportedAuthScheme } from '../../report/report.ts'
import type { ImportOptions } from '../../request/import-options.ts'
import { isUlid } from '../../util/ulid.ts'
import type { ImportSession } from '../import-session.ts'
import type { PlanSize, StepOutcome } from '../model.ts'
import { notCompared, type PipelineResult } from '../outcome.ts'
import { PlatformStop } from '../platform/platform-error.ts'
import type { Prepared } from '../prepare/compare-target.ts'
import { planDocument } from '../prepare/plan-document.ts'
import { IMPORT_REASONS } from '../reasons.ts'
import type { StepRunner } from '../step-runner.ts'
import { authSchemesAtCreation } from './auth-schemes.ts'
import { createConnector } from './create-connector.ts'
import { CONNECTOR_REASONS } from './reasons.ts'
import { type ConnectorResults, storeConnectorResults } from './stored-results.ts'

/** Connector of an import with the option `createConnector`. */
export type ProvidedConnector = ConnectorResults & {
  readonly kind: 'provided'
  readonly session: ImportSession
  /** Size of the plan, if the connector was planned by this import and is not another import's. */
  readonly size?: PlanSize
}

/** `isExpected` compares the plan of a new connector with the expected one. The caller has it: here it would be bundled twice. */
type ConnectorInput = Prepared & {
  readonly isExpected: (session: ImportSession, prepared: Prepared) => Promise<StepOutcome<boolean>>
}

/** Plans and creates the connector, unless it exists. A dry run only plans it. */
export async function provideConnector(
  session: ImportSession,
  context: DurableContext,
  run: StepRunner,
  { isExpected, ...prepared }: ConnectorInput,
): Promise<ProvidedConnector | { readonly kind: 'stopped'; readonly result: PipelineResult }> {
  const { options } = prepared
  const { connectorId: alias } = session.request.target
  const found = await run.step('connector', () => findConnector(session, options))
  if (found.kind !== 'done') return { kind: 'stopped', result: stop(found) }
  if (found.value === 'exists') return { kind: 'provided', session }

  const plan = await run.step('connector-plan', () => planConnector(session, options), 'reads')
  if (plan.kind === 'failed' && plan.refused)
    return { kind: 'stopped', result: { ...stop(plan), refused: true, written: notCompared(session) } }
  if (plan.kind !== 'done') return { kind: 'stopped', result: stop(plan) }
  const { size, planned, schemes } = plan.value
  const { name, baseUrl, connectionVariables } = planned
  const connector = { alias, name, baseUrl, connectionVariables, change: 'create' } as const
  if (options.dryRun)
    return {
      kind: 'provided',
      session,
      size,
      connector: { ...connector, status: 'planned' },
      authSchemes: schemes.map(scheme => ({ ...scheme, status: 'planned' })),
    }

  if (options.expect !== undefined) {
    const compared = await run.step('connector-compare', () => isExpected(session, prepared), 'reads')
    if (compared.kind !== 'done') return { kind: 'stopped', result: stop(compared) }
    if (!compared.value)
      return {
        kind: 'stopped',
        result: {
          ...{ reason: IMPORT_REASONS.planMoved, refused: true, isCompared: true, problems: [] },
          written: { session, size, ledgers: [] },
        },
      }
  }
  const created = await createConnector(session, context, run)
  if (created.kind !== 'done')
    return {
      kind: 'stopped',
      result: { ...stop(created), connector: { ...connector, status: 'failed', reason: created.reason } },
    }
  const { connectorId, isNew } = created.value
  const linked = session.forConnector(connectorId)
  const id = connectorId
  const results: ConnectorResults = isNew
    ? { connector: { ...connector, id, status: 'done' }, authSchemes: schemes }
    : { connector: { alias, id, change: 'unchanged', status: 'done' } }
  await run.step('connector-record', () => recordTarget(linked, results))
  return { kind: 'provided', session: linked, ...(isNew && { size }), ...results }
}

type PlannedCreation = {
  readonly size: PlanSize
  readonly planned: PlannedConnector
  /** Results of the schemes if the creation succeeds. */
  readonly schemes: readonly ReportedAuthScheme[]
}

/** Plans the document for a new connector. The facts are in the outcome, since a later step may replace the plan. */
const planConnector = async (session: ImportSession, options: ImportOptions): Promise<StepOutcome<PlannedCreation>> => {
  const made = await planDocument(session, options.baseUrl, {
    ...options,
    authentication: options.authSchemes !== 'none',
    isNew: true,
  })
  if (made.kind !== 'done') return made
  const { connector: planned, authSchemes = [] } = await session.plan()
  if (planned === undefined) throw new Error('The plan has no connector. Start the import again.')
  return { kind: 'done', value: { size: made.value, planned, schemes: authSchemesAtCreation(authSchemes) } }
}

/** Statuses by which platforms answer an id that does not exist, or that is not a ULID. */
const NOT_FOUND: ReadonlySet<number> = new Set([400, 404, 422])

const findConnector = async (
  { client, request }: ImportSession,
  { fromVersion }: ImportOptions,
): Promise<StepOutcome<'exists' | 'missing'>> => {
  const { connectorId, version } = request.target
  const found = await client.getConnector()
  if (found.ok) return { kind: 'done', value: 'exists' }
  const { error } = found
  if (error.kind !== 'refused' || !NOT_FOUND.has(error.status)) throw new PlatformStop(error)
  const failed = (reason: string): StepOutcome<never> => ({ kind: 'failed', reason, badInput: true })
  // A ULID is the id of a connector, not a name for a new one.
  if (isUlid(connectorId)) return failed(IMPORT_REASONS.connectorNotFound(connectorId))
  if ((RESERVED_VERSIONS as readonly string[]).includes(version)) return failed(IMPORT_REASONS.reservedVersion(version))
  if (fromVersion !== undefined) return failed(CONNECTOR_REASONS.nothingToCopy(fromVersion))
  return { kind: 'done', value: 'missing' }
}

/** Writes the id of the connector to the import's record, which then belongs to the connector's history. */
const recordTarget = async (session: ImportSession, results: ConnectorResults): Promise<StepOutcome<null>> => {
  const { request, dependencies } = session
  await dependencies.records.save(request.importId, { target: request.target })
  await storeConnectorResults(session, results)
  return { kind: 'done', value: null }
}

const stop = (outcome: Exclude<StepOutcome<unknown>, { kind: 'done' }>): PipelineResult => ({
  reason: outcome.reason,
  problems: outcome.kind === 'failed' ? (outcome.problems ?? []) : [],
  ...(outcome.kind === 'failed' && outcome.badInput && { badInput: true }),
})
