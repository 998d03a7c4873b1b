import type { DescribedConnection } from '../conversion/describe-connection.ts'
import type { Plan } from '../conversion/plan.ts'
import type { Ledger } from './ledger/ledger.ts'

type Entries = Pick<Ledger, 'actions' | 'triggers'>

/**
 * Returns the connection of the ledger after an import. Operations outside of the import were not compared: their own servers,
 * and the ways to authenticate that only they require, are as they were, for the import that has these operations.
 */
export function nextConnection(
  former: DescribedConnection | undefined,
  { connection = former, actions }: Pick<Plan, 'connection' | 'actions'>,
  entries: Entries,
): DescribedConnection | undefined {
  if (connection === undefined || former === undefined) return connection
  return {
    ...connection,
    schemes: nextSchemes(former, connection, entries),
    ownServers: nextOwnServers(former, connection, actions, entries),
  }
}

const nextSchemes = (
  former: DescribedConnection,
  { schemes }: DescribedConnection,
  entries: Entries,
): DescribedConnection['schemes'] => {
  const known = new Map(former.schemes.filter(({ isUsed }) => isUsed).map(scheme => [scheme.key, scheme]))
  if (schemes.every(({ key, isUsed }) => isUsed || !known.has(key))) return schemes
  const required = requiredSchemes(entries)
  return schemes.map(scheme => {
    const [name = ''] = scheme.key.split('#')
    return scheme.isUsed || !required.has(name) ? scheme : (known.get(scheme.key) ?? scheme)
  })
}

const nextOwnServers = (
  former: DescribedConnection,
  { ownServers }: DescribedConnection,
  actions: Plan['actions'],
  entries: Entries,
): DescribedConnection['ownServers'] => {
  if (former.ownServers.length + ownServers.length === 0) return ownServers
  const outside = new Set([...entries.actions.values()].map(operationOf))
  for (const action of actions) if (action.payload !== undefined) outside.delete(operationOf(action))
  if (outside.size === 0) return ownServers
  return [
    ...ownServers.filter(([operation]) => !outside.has(operation)),
    ...former.ownServers.filter(([operation]) => outside.has(operation)),
  ]
}

const operationOf = ({ method, path }: { readonly method: string; readonly path: string }): string =>
  `${method} ${path}`

/** Returns the names of the schemes in the alternatives of all entries: `key`, `id and oauth (read, write)`. */
const requiredSchemes = ({ actions, triggers }: Entries): ReadonlySet<string> =>
  new Set(
    [...actions.values(), ...triggers.values()].flatMap(({ security = [] }) =>
      security.flatMap(alternative => alternative.split(' and ').map(text => text.replace(/ \(.*$/, ''))),
    ),
  )
