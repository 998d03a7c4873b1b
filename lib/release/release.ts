import type { ActionCreate, ByName, TriggerCreate } from '../contract/requests.ts'
import type { DescribedConnection } from '../conversion/describe-connection.ts'
import type { OperationFacts, Plan, PlannedDefinition } from '../conversion/plan.ts'

/** Action or trigger of a release. */
export type ReleaseOperation<Payload = TriggerCreate<ByName> & Partial<Pick<ActionCreate, 'path'>>> = {
  /** Method and path of the document; of a trigger, the place of its event. */
  readonly method: string
  readonly path: string
  readonly pointer: string
  /** Absent if the operation could not be converted. */
  readonly payload?: Payload
  /** Reason why `payload` is absent. */
  readonly skipped?: string
  /** First tag. */
  readonly tag?: string
  /** URLs of its own servers; absent if it has those of the document, or if they are not known. */
  readonly servers?: readonly string[]
  /** Alternatives to authenticate; empty if none is required, absent if they are not known. */
  readonly security?: readonly string[]
  /** Facts that the payload has no field for; absent if they are not known. */
  readonly facts?: OperationFacts
}

export type ReleaseDefinition = Pick<PlannedDefinition, 'accept' | 'description' | 'content' | 'references'> & {
  /** Location in the document. */
  readonly pointer?: string
}

/** Actions, triggers and definitions of one version of a document, by name. */
export type Release = {
  readonly actions: ReadonlyMap<string, ReleaseOperation>
  readonly triggers: ReadonlyMap<string, ReleaseOperation>
  readonly definitions: ReadonlyMap<string, ReleaseDefinition>
  /** Security schemes and servers; absent if they are not known. */
  readonly connection?: DescribedConnection
  /** Base URL of the connector that the paths of actions are relative to; absent if it is not known. */
  readonly baseUrl?: string
}

/** Creates a lookup of the field `servers` of operations. */
export function createServersOf(
  connection: DescribedConnection | undefined,
): (method: string, path: string) => Pick<ReleaseOperation, 'servers'> {
  const own = new Map(connection?.ownServers)
  return (method, path) => {
    const servers = own.size === 0 ? undefined : own.get(`${method} ${path}`)
    return servers === undefined ? {} : { servers }
  }
}

/** Converts a plan to a release. An operation that a filter excludes is not part of it. */
export function releaseOf({
  actions,
  triggers,
  definitions,
  connection,
  baseUrl,
}: Pick<Plan, 'actions' | 'triggers' | 'definitions' | 'connection' | 'baseUrl'>): Release {
  const serversOf = createServersOf(connection)
  const operations = (items: Plan['actions'] | Plan['triggers']): Map<string, ReleaseOperation> =>
    new Map(
      items
        .filter(({ isFiltered }) => isFiltered !== true)
        .map(({ name, method, path, pointer, tag, security = [], facts = {}, payload, skipped }) => [
          name,
          {
            method,
            path,
            pointer,
            ...(payload !== undefined && { payload }),
            ...(skipped !== undefined && { skipped }),
            ...(tag !== undefined && { tag }),
            security,
            facts,
            ...serversOf(method, path),
          },
        ]),
    )
  return {
    actions: operations(actions),
    triggers: operations(triggers),
    definitions: new Map(definitions.map(definition => [definition.name, definition])),
    ...(connection !== undefined && { connection }),
    ...(baseUrl !== undefined && { baseUrl }),
  }
}
