import { isDeepStrictEqual } from 'node:util'
import type { Connector, StoredAuthScheme } from '../../contract/responses.ts'
import type { PlannedAuthScheme } from '../../conversion/authentication/planned-auth-scheme.ts'
import { authSchemeRequest, CREATION_TAG } from '../../conversion/connector/connector-request.ts'
import { isMapping } from '../../json/mapping.ts'
import type { ReportedAuthScheme, Status } from '../../report/report.ts'
import type { ImportOptions } from '../../request/import-options.ts'
import type { ImportSession } from '../import-session.ts'
import type { StepOutcome } from '../model.ts'
import { PlatformStop, reasonOf, stopIfFatal } from '../platform/platform-error.ts'
import { CONNECTOR_REASONS } from './reasons.ts'

/** Returns the results of the schemes that are part of a new connector. */
export function authSchemesAtCreation(schemes: readonly PlannedAuthScheme[]): ReportedAuthScheme[] {
  return schemes.map(scheme => ({ ...commonOf(scheme), change: 'create', status: 'done' }))
}

/**
 * Adds the planned authentication schemes that an existing connector does not have. Existing ones are changed only if
 * `force` is set, and never removed. Safe to repeat, since the ids are the same every time.
 * @throws PlatformStop
 */
export async function addAuthSchemes(
  session: ImportSession,
  { force, dryRun }: Pick<ImportOptions, 'force' | 'dryRun'>,
): Promise<StepOutcome<readonly ReportedAuthScheme[]>> {
  const { client } = session
  const [{ authSchemes: planned = [] }, found] = await Promise.all([session.plan(), client.getConnector()])
  if (!found.ok) throw new PlatformStop(found.error)
  const results: ReportedAuthScheme[] = []
  for (const scheme of planned) {
    const { config, ...decided } = decide(scheme, found.value, force)
    const result = { ...commonOf(scheme), ...decided }
    if (config === undefined || dryRun) {
      results.push({ ...result, status: config === undefined ? statusOf(decided.change, dryRun) : 'planned' })
      continue
    }
    const answer = await client.putAuthScheme(config)
    if (answer.ok) results.push({ ...result, status: 'done' })
    else {
      stopIfFatal(answer.error)
      results.push({ ...result, status: 'failed', reason: reasonOf(answer.error) })
    }
  }
  return { kind: 'done', value: results }
}

const statusOf = (change: ReportedAuthScheme['change'], dryRun: boolean): Status =>
  change === 'keep' ? 'skipped' : dryRun ? 'planned' : 'done'

type Config = ReturnType<typeof authSchemeRequest>
type Decided = Pick<ReportedAuthScheme, 'change' | 'id' | 'reason'> & {
  /** Request body; absent if nothing is to be written. */
  readonly config?: Config
}

const decide = (scheme: PlannedAuthScheme, connector: Connector, force: boolean): Decided => {
  const stored = connector.authSchemeConfigs ?? []
  const wanted = authSchemeRequest(scheme, connector.tags?.[CREATION_TAG]?.[0] ?? connector.id)
  const same = stored.find(({ id }) => id === wanted.id)
  if (same !== undefined) {
    if (includes(same, wanted)) return { id: same.id, change: 'unchanged' }
    if (!force) return { id: same.id, change: 'keep', reason: CONNECTOR_REASONS.authSchemeEdited }
    return { id: same.id, change: 'update', config: merged(same, wanted) }
  }
  const equal = stored.find(other => includes(other, withoutNames(wanted)))
  if (equal !== undefined) return { id: equal.id, change: 'unchanged', reason: CONNECTOR_REASONS.authSchemeExists }
  return { id: wanted.id, change: 'create', config: wanted }
}

const withoutNames = ({ id: _id, description: _description, ...config }: Config): object => config

/** Returns true if a stored value has all fields of another, which may be fewer. */
const includes = (stored: unknown, wanted: unknown): boolean =>
  isMapping(wanted) && isMapping(stored)
    ? Object.entries(wanted).every(([key, value]) => includes(stored[key], value))
    : isDeepStrictEqual(stored, wanted)

/** Keeps the fields that only the platform has, such as the id of an OAuth client. */
const merged = ({ validationMessages: _messages, ...stored }: StoredAuthScheme, wanted: Config): Config => {
  const grant = 'grant' in wanted && isMapping(stored.grant) && { grant: { ...stored.grant, ...wanted.grant } }
  return { ...(stored.schemeType === wanted.schemeType && stored), ...wanted, ...grant }
}

const commonOf = ({ key, pointer, config: { schemeType } }: PlannedAuthScheme) => ({ key, pointer, schemeType })
