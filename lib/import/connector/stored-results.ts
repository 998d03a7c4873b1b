import type { ReportedAuthScheme, ReportedConnector } from '../../report/report.ts'
import type { ImportSession } from '../import-session.ts'

/** Results for the connector itself. Absent parts are not known. */
export type ConnectorResults = {
  readonly connector?: ReportedConnector
  readonly authSchemes?: readonly ReportedAuthScheme[]
}

type Keeping = Pick<ImportSession, 'dependencies' | 'keys'>

/** Keeps results for the connector in S3, for the report of an execution that ends early. */
export async function storeConnectorResults(
  { dependencies, keys }: Keeping,
  { connector, authSchemes }: ConnectorResults,
): Promise<void> {
  const { objects } = dependencies
  if (connector !== undefined) await objects.writeJson(keys.connector, connector)
  if (authSchemes !== undefined) await objects.writeJson(keys.authSchemes, authSchemes)
}

/** Reads the results for the connector that an import has kept. @throws ObjectUnreadable */
export async function readConnectorResults({ dependencies, keys }: Keeping): Promise<ConnectorResults> {
  const { objects } = dependencies
  const [connector, authSchemes] = await Promise.all([
    objects.readJson<ReportedConnector>(keys.connector),
    objects.readJson<readonly ReportedAuthScheme[]>(keys.authSchemes),
  ])
  return { ...(connector && { connector }), ...(authSchemes && { authSchemes }) }
}
