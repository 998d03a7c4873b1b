import { describeConnectError } from '../../connect/describe.ts'
import { type ConnectError, isNotFound, type Result, success } from '../../connect/errors.ts'
import { RESERVED_VERSIONS } from '../../contract/requests.ts'
import type { ImportOptions } from '../../request/import-options.ts'
import type { ImportSession } from '../import-session.ts'
import type { ResolvedTarget, StepOutcome } from '../model.ts'
import { createDraft } from '../platform/create-draft.ts'
import { nextDraft } from '../platform/next-draft.ts'
import { PlatformStop, sentence, stopsImport } from '../platform/platform-error.ts'

type VersionOptions = Pick<ImportOptions, 'dryRun' | 'fromVersion' | 'onPublished'>

/** Makes sure that the target can be written to: an HTTP connector, and a draft version, which is created where it is missing. */
export async function resolveTarget(
  session: ImportSession,
  options: VersionOptions,
): Promise<StepOutcome<ResolvedTarget>> {
  const { client, request } = session
  const { connectorId, version } = request.target
  if ((RESERVED_VERSIONS as readonly string[]).includes(version))
    return fail(
      `The version name "${version}" is reserved for published versions; import into a version of another name.`,
    )
  const connector = await client.getConnector()
  if (!connector.ok) return notThere(connector.error, `The connector ${connectorId}`, 'create it on the platform first')
  const { protocol, baseUrl } = connector.value
  if (protocol !== 'http')
    return fail(`The connector ${connectorId} has the protocol ${protocol}; actions need an HTTP connector.`)

  const current = await successorOf(session, version)
  if (!current.ok) return refusal(current.error)
  const chosen = await chooseVersion(session, current.value, options)
  if (chosen.kind !== 'done') return chosen
  return { ...chosen, value: { ...chosen.value, ...(typeof baseUrl === 'string' && baseUrl !== '' && { baseUrl }) } }
}

/** A version that an earlier import had to go on from in a fresh draft stands for that draft, as long as it is there. */
const successorOf = async (
  { client, dependencies, target }: ImportSession,
  version: string,
): Promise<Result<string>> => {
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
  const { fromVersion } = options
  const ledgers = fromVersion === undefined ? [version] : [version, fromVersion]
  const found = await session.client.getVersion(version)
  if (!found.ok) {
    if (!isNotFound(found.error)) return notThere(found.error, `The version "${version}"`, 'check its name')
    return createVersion(session, options.dryRun, { version, ledgers }, fromVersion)
  }
  if (!found.value.publishedAt) return done({ version, reads: version, ledgers })
  if (options.onPublished === 'refuse')
    return fail(
      `The version "${version}" is published and can't be changed; import into a new version, or let the import make a draft of it (--on-published draft).`,
    )
  const draft = await nextDraft(session, version, true)
  if (!draft.ok) return refusal(draft.error)
  const { name, from, exists } = draft.value
  const next = { version: name, ledgers: [name, from] }
  return exists ? done({ ...next, reads: name }) : createVersion(session, options.dryRun, next, from)
}

/** Creates a draft; where only a look is wanted, the version that it would be made from is what there is to see. */
const createVersion = async (
  { client }: ImportSession,
  dryRun: boolean,
  resolved: ResolvedTarget,
  from: string | undefined,
): Promise<StepOutcome<ResolvedTarget>> => {
  if (dryRun) return done({ ...resolved, ...(from !== undefined && { reads: from }) })
  const { version } = resolved
  const created = await createDraft(client, { name: version, ...(from !== undefined && { fromVersion: from }) })
  return created.ok ? done({ ...resolved, reads: version }) : refusal(created.error)
}

const done = (value: ResolvedTarget): StepOutcome<ResolvedTarget> => ({ kind: 'done', value })

const fail = (reason: string): StepOutcome<never> => ({ kind: 'failed', reason })

const refusal = (error: ConnectError): StepOutcome<never> =>
  stopsImport(error) ? new PlatformStop(error).outcome : fail(sentence(describeConnectError(error)))

const notThere = (error: ConnectError, what: string, remedy: string): StepOutcome<never> =>
  isNotFound(error) ? fail(`${what} does not exist, or the token may not see it; ${remedy}.`) : refusal(error)
