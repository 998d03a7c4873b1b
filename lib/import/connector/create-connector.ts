import type { DurableContext } from '@aws/durable-execution-sdk-js'
import type { ConnectClient } from '../../connect/client.ts'
import type { ConnectError } from '../../connect/errors.ts'
import type { Connector } from '../../contract/responses.ts'
import { CREATION_TAG, connectorRequest } from '../../conversion/connector/connector-request.ts'
import type { PlannedConnector } from '../../conversion/connector/planned-connector.ts'
import { beginCreation, readCreation, readLink, writeLink } from '../../store/connector-links.ts'
import { derivedUlid } from '../../util/ulid.ts'
import type { ImportSession } from '../import-session.ts'
import type { StepOutcome } from '../model.ts'
import { PlatformStop, reasonOf, stopIfFatal } from '../platform/platform-error.ts'
import { postOnce } from '../platform/post-once.ts'
import { IMPORT_REASONS } from '../reasons.ts'
import { recordWait } from '../record-wait.ts'
import type { StepRunner } from '../step-runner.ts'
import { CONNECTOR_REASONS } from './reasons.ts'

/** Waits between attempts to get the lock of a creation, in seconds; about half an hour in all. */
const WAITS = [2, 5, 10, 20, 40, 80, 160, 300, 300, 300, 600]

/** Connector that exists now. */
export type CreatedConnector = {
  readonly connectorId: string
  /** False if another import has created it. */
  readonly isNew: boolean
}

type Attempt = CreatedConnector | { readonly heldBy: string }

/**
 * Creates the planned connector, once for a name, however often imports repeat it, at the same time or after a lost
 * response. Each attempt is a checkpoint.
 */
export async function createConnector(
  session: ImportSession,
  context: DurableContext,
  run: StepRunner,
): Promise<StepOutcome<CreatedConnector>> {
  for (let attempt = 0; ; attempt++) {
    const name = attempt === 0 ? 'connector-create' : `connector-create-again-${attempt}`
    const outcome = await run.step(name, () => createLocked(session, WAITS[attempt] ?? 0))
    if (outcome.kind !== 'done') return outcome
    if ('connectorId' in outcome.value) return { kind: 'done', value: outcome.value }
    const seconds = WAITS[attempt]
    if (seconds === undefined)
      return { kind: 'failed', reason: CONNECTOR_REASONS.creationTimeout(outcome.value.heldBy) }
    await context.wait(`connector-held-by-another-${attempt}`, { seconds })
  }
}

/** Creates the connector while it holds the lock of its name. The slash keeps this lock apart from those of versions. */
const createLocked = async (session: ImportSession, wait: number): Promise<StepOutcome<Attempt>> => {
  const { dependencies, request } = session
  const { locks, leaseSeconds } = dependencies
  const lockTarget = { ...request.target, version: '/connector' }
  const lock = await locks.acquire(lockTarget, request.importId, leaseSeconds)
  if (!lock.held) {
    const cancelled = await recordWait(session, { seconds: wait, reason: IMPORT_REASONS.targetHeld(lock.owner) })
    return cancelled
      ? { kind: 'failed', reason: IMPORT_REASONS.cancelled, cancelled: true }
      : { kind: 'done', value: { heldBy: lock.owner } }
  }
  try {
    return await createOnce(session)
  } finally {
    await locks.release(lockTarget, request.importId)
  }
}

const createOnce = async (session: ImportSession): Promise<StepOutcome<Attempt>> => {
  const { client, dependencies, request } = session
  const { objects } = dependencies
  const { target, importId } = request
  const done = async (connectorId: string, isNew: boolean): Promise<StepOutcome<Attempt>> => {
    const linked = await writeLink(objects, target, connectorId)
    return { kind: 'done', value: { connectorId: linked, isNew: isNew && linked === connectorId } }
  }
  const linked = await readLink(objects, target)
  const begun = await readCreation(objects, target)
  if (linked !== undefined) return done(linked, begun?.importId === importId)
  const { connector: planned, authSchemes = [] } = await session.plan()
  if (planned === undefined) throw new Error('The plan has no connector. Start the import again.')
  // An interrupted attempt, or an earlier import, may have created it.
  const earlier = await findConnectors(client, planned, begun?.creationId)
  if (earlier.ours !== undefined) return done(earlier.ours.id, begun?.importId === importId)
  if (earlier.sameName !== undefined)
    return failed(CONNECTOR_REASONS.connectorNameTaken(planned.name, earlier.sameName.id))

  const own = { creationId: derivedUlid(JSON.stringify(['connector', importId])), importId }
  const { creationId } = begun ?? (await beginCreation(objects, target, own))
  const body = connectorRequest(planned, authSchemes, creationId)
  const find = async (error: ConnectError): Promise<Connector | undefined> => {
    // The connector may not be in the list at once.
    await client.pause(1, error)
    return (await findConnectors(client, planned, creationId)).ours
  }
  const created = await postOnce(client, () => client.createConnector(body), find)
  if (created.ok) return done(created.value.id, true)
  const { error } = created
  stopIfFatal(error)
  if (error.kind === 'missing-route')
    return { kind: 'failed', reason: CONNECTOR_REASONS.creationUnsupported(reasonOf(error)) }
  if (error.kind === 'refused' && error.status === 403)
    return failed(CONNECTOR_REASONS.creationForbidden(reasonOf(error)))
  if (error.kind === 'refused' && error.status === 409)
    return failed(CONNECTOR_REASONS.connectorExists(reasonOf(error)))
  return error.kind === 'refused' ? failed(reasonOf(error)) : { kind: 'failed', reason: reasonOf(error) }
}

const failed = (reason: string): StepOutcome<never> => ({ kind: 'failed', reason, badInput: true })

type FoundConnectors = {
  /** Connector with the tag of the creation. */
  readonly ours?: Connector
  /** Another connector of the same name. */
  readonly sameName?: Connector
}

/** Looks for the connector of a creation, and for another one of its name. @throws PlatformStop */
const findConnectors = async (
  client: ConnectClient,
  { name }: PlannedConnector,
  creationId: string | undefined,
): Promise<FoundConnectors> => {
  let sameName: Connector | undefined
  // Its name may have changed since.
  for await (const page of client.listConnectors(creationId === undefined ? name : undefined)) {
    if (!page.ok) throw new PlatformStop(page.error)
    for (const listed of page.value.connectors) {
      const isNamed = listed.name === name
      const connector = isNamed && !listed.tags ? await withTags(client, listed) : listed
      if (creationId !== undefined && connector.tags?.[CREATION_TAG]?.includes(creationId)) return { ours: connector }
      if (isNamed) sameName ??= connector
    }
  }
  return sameName === undefined ? {} : { sameName }
}

/** Reads a connector whose entry in the list has no tags. */
const withTags = async (client: ConnectClient, listed: Connector): Promise<Connector> => {
  const found = await client.getConnector(listed.id)
  if (found.ok) return found.value
  stopIfFatal(found.error)
  return listed
}
