import { type ConnectError, type ConnectResult, isNotFound, success } from '../../connect/errors.ts'
import { RESERVED_VERSIONS } from '../../contract/requests.ts'
import type { ImportOptions } from '../../request/import-options.ts'
import type { ImportSession } from '../import-session.ts'
import type { ResolvedTarget, StepOutcome } from '../model.ts'
import { createDraft, nextDraft } from '../platform/drafts.ts'
import { PlatformStop, reasonOf, stopsImport } from '../platform/platform-error.ts'
import { IMPORT_REASONS } from '../reasons.ts'

type VersionOptions = Pick<ImportOptions, 'fromVersion' | 'onPublished'>

/**
 * Resolves the request's target to a draft version of an HTTP connector. Writes nothing: `createMissing` creates a missing
 * version.
 * @throws PlatformStop
 */
export async function resolveTarget(
  session: ImportSession,
  options: VersionOptions,
): Promise<StepOutcome<ResolvedTarget>> {
  const { client, request } = session
  const { connectorId, version } = request.target
  if ((RESERVED_VERSIONS as readonly string[]).includes(version)) return failed(IMPORT_REASONS.reservedVersion(version))
  const connector = await client.getConnector()
  if (!connector.ok)
    return isNotFound(connector.error)
      ? failed(
          session.alias === undefined
            ? IMPORT_REASONS.connectorNotFound(connectorId)
            : IMPORT_REASONS.connectorGone(connectorId, session.alias),
        )
      : refused(connector.error)
  const { protocol, baseUrl } = connector.value
  if (protocol !== 'http') return failed(IMPORT_REASONS.wrongProtocol(connectorId, protocol))

  const current = await successorOf(session, version)
  if (!current.ok) return refused(current.error)
  const chosen = await chooseVersion(session, current.value, options)
  if (chosen.kind !== 'done') return chosen
  return { ...chosen, value: { ...chosen.value, ...(typeof baseUrl === 'string' && baseUrl !== '' && { baseUrl }) } }
}

/** Follows the ledger's successors: an earlier import may have continued in a fresh draft, which may be deleted since. */
const successorOf = async (
  { client, dependencies, target }: ImportSession,
  version: string,
): Promise<ConnectResult<string>> => {
  const seen = new Set<string>()
  let name = version
  while (!seen.has(name)) {
    seen.add(name)
    const ledger = await dependencies.ledgers.read({ ...target, version: name })
    const successor = ledger === 'damaged' ? undefined : ledger?.successor
    if (successor === undefined) return success(name)
    const found = await client.getVersion(successor)
    if (!found.ok) return isNotFound(found.error) ? success(name) : found
    name = successor
  }
  return success(version)
}

const chooseVersion = async (
  session: ImportSession,
  version: string,
  options: VersionOptions,
): Promise<StepOutcome<ResolvedTarget>> => {
  const { client } = session
  const { fromVersion } = options
  const ledgers = fromVersion === undefined ? [version] : [version, fromVersion]
  const found = await client.getVersion(version)
  if (!found.ok) {
    if (!isNotFound(found.error)) return refused(found.error)
    return done(missing({ version, ledgers }, fromVersion))
  }
  if (!found.value.publishedAt) return done({ version, reads: version, ledgers })
  if (options.onPublished === 'refuse') return failed(IMPORT_REASONS.publishedVersion(version))
  const draft = await nextDraft(client, version, true)
  if (!draft.ok) return refused(draft.error)
  const { name, from, exists } = draft.value
  const next = { version: name, ledgers: [name, from] }
  return done(exists ? { ...next, reads: name } : missing(next, from))
}

/** The plan is compared with the version that the missing one is to be copied from. */
const missing = (target: ResolvedTarget, from: string | undefined): ResolvedTarget =>
  from === undefined ? { ...target, missing: {} } : { ...target, missing: { from }, reads: from }

/** Creates the missing version of a target as a draft. Safe to repeat: an existing version is found instead. @throws PlatformStop */
export async function createMissing(
  { client }: Pick<ImportSession, 'client'>,
  { version, missing: { from } = {} }: ResolvedTarget,
): Promise<StepOutcome<null>> {
  const created = await createDraft(client, { name: version, ...(from !== undefined && { fromVersion: from }) })
  return created.ok ? { kind: 'done', value: null } : refused(created.error)
}

const done = (value: ResolvedTarget): StepOutcome<ResolvedTarget> => ({ kind: 'done', value })

const failed = (reason: string): StepOutcome<never> => ({ kind: 'failed', reason, badInput: true })

const refused = (error: ConnectError): StepOutcome<never> => {
  if (stopsImport(error)) return new PlatformStop(error).outcome
  const reason = reasonOf(error)
  return error.kind === 'refused' && BAD_REQUEST.has(error.status) ? failed(reason) : { kind: 'failed', reason }
}

/** Statuses of a request that is wrong because of the target or the options, such as a copy of an unknown version. */
const BAD_REQUEST: ReadonlySet<number> = new Set([400, 404, 409, 422])
