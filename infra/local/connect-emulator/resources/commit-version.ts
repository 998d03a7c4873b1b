import type { Call } from '../http/call.ts'
import { connectorKey, type Mutation, type VersionKey } from '../state/model.ts'
import type { VersionRecord } from '../state/records.ts'
import { findConnector, findVersion } from './find.ts'
import { renderVersion } from './render.ts'

/** Commits a version's record, with contents if any, and renders the version as it is then. */
export function commitVersion(
  call: Call,
  record: VersionRecord,
  contents: (key: VersionKey) => readonly Mutation[] = () => [],
) {
  const { organisation, connector } = call.parameters
  const key = connectorKey(organisation, connector)
  call.store.commit([{ change: 'put-version', in: key, record }, ...contents({ connector: key, version: record.id })])
  const parameters = { ...call.parameters, version: record.name }
  return renderVersion(findVersion({ ...call, parameters }), findConnector(call))
}
