import { type Context, mappingAt } from '../openapi/objects/context.ts'
import type { Operation } from '../openapi/objects/model.ts'
import type { Endpoint } from '../openapi/objects/path-item.ts'
import { areSameServers, readCommonServers, readDocumentServers, readOwnServers } from '../openapi/objects/server.ts'
import { type DescribedScheme, describeSchemes } from './authentication/described-schemes.ts'
import { urlBaseOf } from './authentication/url-base.ts'
import { type DescribedServer, describeServers } from './paths/described-servers.ts'

/** Servers and ways to authenticate of a document. Nothing of it is part of an action. */
export type DescribedConnection = {
  /** In the order of the document. */
  readonly schemes: readonly DescribedScheme[]
  /** In the order of the document; none if it names none. */
  readonly servers: readonly DescribedServer[]
  /** URLs of operations with other servers, by method and path: `GET /books`. Variables are in braces. */
  readonly ownServers: readonly (readonly [operation: string, urls: readonly string[]])[]
}

/**
 * Describes the security schemes and servers of a document. Reports nothing.
 * @param context has a resolver of its own: a file that is missing here has no effect on the plan
 */
export function describeConnection(
  context: Context,
  endpoints: readonly Endpoint[],
  operations: readonly Pick<Operation, 'security'>[],
): DescribedConnection {
  const silent: Context = { ...context, problems: [], omissions: new Map() }
  const servers = readCommonServers(silent, endpoints) ?? readDocumentServers(silent)
  const ownServers = endpoints.flatMap(({ method, path, node, pathItem }): DescribedConnection['ownServers'] => {
    const operation = mappingAt(silent, node, 'an Operation Object')
    const own = operation && readOwnServers(silent, [operation, ...pathItem])
    if (own === undefined || areSameServers(own, servers)) return []
    return [[`${method} ${path}`, describeServers(own).map(({ url }) => url)]]
  })
  return {
    schemes: describeSchemes(silent, operations, urlBaseOf(servers)),
    servers: describeServers(servers),
    ownServers,
  }
}
