import type { DescribedConnection } from '../conversion/describe-connection.ts'
import type { Plan } from '../conversion/plan.ts'
import type { Ledger } from './ledger/ledger.ts'

/**
 * Returns the connection of the ledger after an import. A way to authenticate that only operations outside of the import
 * require was not compared: it keeps the description that it had, for the import that has these operations.
 */
export function nextConnection(
  former: DescribedConnection | undefined,
  { connection = former }: Pick<Plan, 'connection'>,
  entries: Pick<Ledger, 'actions' | 'triggers'>,
): DescribedConnection | undefined {
  if (connection === undefined || former === undefined) return connection
  const known = new Map(former.schemes.filter(({ isUsed }) => isUsed).map(scheme => [scheme.key, scheme]))
  if (connection.schemes.every(({ key, isUsed }) => isUsed || !known.has(key))) return connection
  const required = requiredSchemes(entries)
  const schemes = connection.schemes.map(scheme => {
    const [name = ''] = scheme.key.split('#')
    return scheme.isUsed || !required.has(name) ? scheme : (known.get(scheme.key) ?? scheme)
  })
  return { ...connection, schemes }
}

/** Returns the names of the schemes in the alternatives of all entries: `key`, `id and oauth (read, write)`. */
const requiredSchemes = ({ actions, triggers }: Pick<Ledger, 'actions' | 'triggers'>): ReadonlySet<string> =>
  new Set(
    [...actions.values(), ...triggers.values()].flatMap(({ security = [] }) =>
      security.flatMap(alternative => alternative.split(' and ').map(text => text.replace(/ \(.*$/, ''))),
    ),
  )
