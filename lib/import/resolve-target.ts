import { describeConnectError } from '../connect/describe.ts'
import { type ConnectError, isNotFound } from '../connect/errors.ts'
import { RESERVED_VERSIONS } from '../contract.ts'
import { PlatformStop, sentence, stopsImport } from './platform-error.ts'
import type { StepOutcome } from './results.ts'
import type { Session } from './session.ts'

export type ResolvedTarget = {
  readonly baseUrl?: string
  /** Whether the version is there; a dry run does not create it. */
  readonly exists: boolean
}

/** Makes sure that the target can be written to: an HTTP connector, and a draft version, which is created where it is missing. */
export const resolveTarget = async (session: Session, dryRun: boolean): Promise<StepOutcome<ResolvedTarget>> => {
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

  const found = await client.getVersion()
  if (found.ok && found.value.publishedAt)
    return fail(`The version "${version}" is published and can't be changed; import into a new version.`)
  if (!found.ok) {
    if (!isNotFound(found.error)) return notThere(found.error, `The version "${version}"`, 'check its name')
    if (!dryRun) {
      const created = await client.createVersion({ name: version })
      // Somebody else, or an answer that was lost, may have come first.
      if (!created.ok && !(await client.getVersion()).ok) return refusal(created.error)
    }
  }
  const { baseUrl } = connector.value
  const exists = found.ok || !dryRun
  return { kind: 'done', value: { exists, ...(typeof baseUrl === 'string' && baseUrl !== '' && { baseUrl }) } }
}

const fail = (reason: string): StepOutcome<never> => ({ kind: 'failed', reason })

const refusal = (error: ConnectError): StepOutcome<never> =>
  stopsImport(error) ? new PlatformStop(error).outcome : fail(sentence(describeConnectError(error)))

const notThere = (error: ConnectError, what: string, remedy: string): StepOutcome<never> =>
  isNotFound(error) ? fail(`${what} does not exist, or the token may not see it; ${remedy}.`) : refusal(error)
