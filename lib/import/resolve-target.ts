import { describeConnectError } from '../connect/describe.ts'
import { type ConnectError, isNotFound } from '../connect/errors.ts'
import { RESERVED_VERSIONS } from '../contract.ts'
import type { ImportOptions } from '../options.ts'
import { nextDraft } from './next-draft.ts'
import { PlatformStop, sentence, stopsImport } from './platform-error.ts'
import type { StepOutcome } from './results.ts'
import type { Session } from './session.ts'

export type ResolvedTarget = {
  readonly baseUrl?: string
  /** The version that is written to. */
  readonly version: string
  /** The version that the plan is compared with; absent where there is nothing yet. */
  readonly reads?: string
  /** Whose ledger tells what was last applied: the first that has one. */
  readonly ledgers: readonly string[]
}

/** Makes sure that the target can be written to: an HTTP connector, and a draft version, which is created where it is missing. */
export const resolveTarget = async (
  session: Session,
  options: Pick<ImportOptions, 'dryRun' | 'fromVersion' | 'onPublished'>,
): Promise<StepOutcome<ResolvedTarget>> => {
  const { client, request } = session
  const { connectorId, version } = request.target
  if ((RESERVED_VERSIONS as readonly string[]).includes(version))
    return fail(
      `The version name "${version}" is reserved for published versions; import into a version of another name.`,
    )

  const connector = await client.getConnector()
  if (!connector.ok) return notThere(connector.error, `The connector ${connectorId}`, 'create it on the platform first')
  if (connector.value.protocol !== 'http')
    return fail(
      `The connector ${connectorId} has the protocol ${connector.value.protocol}; actions need an HTTP connector.`,
    )
  const { baseUrl } = connector.value
  const base = typeof baseUrl === 'string' && baseUrl !== '' ? { baseUrl } : {}

  const found = await client.getVersion()
  if (found.ok && !found.value.publishedAt)
    return done({
      ...base,
      version,
      reads: version,
      ledgers: [version, ...(options.fromVersion ? [options.fromVersion] : [])],
    })
  if (!found.ok) {
    if (!isNotFound(found.error)) return notThere(found.error, `The version "${version}"`, 'check its name')
    const { fromVersion } = options
    return createVersion(
      session,
      options.dryRun,
      {
        ...base,
        version,
        ...(fromVersion !== undefined && { reads: fromVersion }),
        ledgers: [version, ...(fromVersion ? [fromVersion] : [])],
      },
      fromVersion,
    )
  }
  if (options.onPublished === 'refuse')
    return fail(
      `The version "${version}" is published and can't be changed; import into a new version, or let the import make a draft of it (--on-published draft).`,
    )
  const draft = await nextDraft(session, version, true)
  if (!draft.ok) return refusal(draft.error)
  const { name, from, exists } = draft.value
  const resolved = {
    ...base,
    version: name,
    ledgers: [name, from],
    reads: exists || options.dryRun ? (exists ? name : from) : name,
  }
  return exists ? done(resolved) : createVersion(session, options.dryRun, resolved, from)
}

/** Creates a draft, unless only a look is wanted. */
const createVersion = async (
  session: Session,
  dryRun: boolean,
  resolved: ResolvedTarget,
  fromVersion: string | undefined,
): Promise<StepOutcome<ResolvedTarget>> => {
  if (dryRun) return done(resolved)
  const { version } = resolved
  const created = await session.client.createVersion({
    name: version,
    ...(fromVersion !== undefined && { fromVersion }),
  })
  // Somebody else, or an answer that was lost, may have come first.
  if (!created.ok && !(await session.client.getVersion(version)).ok) return refusal(created.error)
  return done({ ...resolved, reads: version })
}

const done = (value: ResolvedTarget): StepOutcome<ResolvedTarget> => ({ kind: 'done', value })

const fail = (reason: string): StepOutcome<never> => ({ kind: 'failed', reason })

const refusal = (error: ConnectError): StepOutcome<never> =>
  stopsImport(error) ? new PlatformStop(error).outcome : fail(sentence(describeConnectError(error)))

const notThere = (error: ConnectError, what: string, remedy: string): StepOutcome<never> =>
  isNotFound(error) ? fail(`${what} does not exist, or the token may not see it; ${remedy}.`) : refusal(error)
