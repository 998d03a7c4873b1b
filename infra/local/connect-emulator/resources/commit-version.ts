import type { EmulatorRequest } from '../http/request.ts'
import { connectorKey, type Mutation, type VersionKey } from '../state/model.ts'
import type { VersionRecord } from '../state/records.ts'
import { findConnector, findVersion } from './find.ts'
import { renderVersion } from './render.ts'

/** Stores a version and its contents, and renders the stored version. */
export function commitVersion(
  request: EmulatorRequest,
  record: VersionRecord,
  contents: (key: VersionKey) => readonly Mutation[] = () => [],
) {
  const { organisation, connector } = request.parameters
  const key = connectorKey(organisation, connector)
  request.store.commit([
    { change: 'put-version', in: key, record },
    ...contents({ connector: key, version: record.id }),
  ])
  const parameters = { ...request.parameters, version: record.name }
  return renderVersion(findVersion({ ...request, parameters }), findConnector(request))
}
