import type { ActionCreate, ByName } from '../../contract/requests.ts'
import { nameChanged } from '../../diagnostics/kinds/operations.ts'
import { report } from '../../diagnostics/report.ts'
import { child } from '../../json/location.ts'
import { isMapping } from '../../json/mapping.ts'
import type { Context } from '../../openapi/objects/context.ts'
import { operationIdOf } from '../../openapi/objects/operation.ts'
import type { Endpoint } from '../../openapi/objects/path-item.ts'
import type { OperationFilter } from '../filter.ts'
import { actionNameProblem, type Identity, nameOperations } from '../naming/operation-names.ts'
import type { Base } from '../paths/base.ts'
import { convertOperation } from './action.ts'
import type { Convertible } from './convert-endpoints.ts'

export type OperationsOptions = {
  /** Names of the actions, in the order of the endpoints. */
  readonly names: readonly string[]
  readonly base: Base
  readonly filter: OperationFilter
}

/** Returns the names of all operations' actions, in their order. */
export function nameEndpoints(context: Context, endpoints: readonly Endpoint[]): string[] {
  return nameOperations(endpoints.map(endpoint => identify(context, endpoint)))
}

/** Returns how each operation of the Paths Object becomes an action. */
export function actionsOf(
  endpoints: readonly Endpoint[],
  { names, base, filter }: OperationsOptions,
): Convertible<ActionCreate<ByName>>[] {
  return endpoints.map((endpoint, i) => {
    const name = names[i] ?? ''
    return {
      endpoint,
      name,
      path: endpoint.path,
      excludedBy: operation => (operation === undefined ? filter.reasonOfUnread(endpoint) : filter.reason(operation)),
      convert: (conversion, operation, method) => {
        const { operationId, at } = operation
        if (operationId !== undefined && operationId.trim() !== name) {
          const entry = nameChanged[actionNameProblem(operationId)]('operationId', operationId, name)
          report(conversion.context.problems, entry, child(at, 'operationId'))
        }
        return convertOperation(conversion, operation, { name, method, base })
      },
    }
  })
}

/** Returns the input of an operation's name. */
const identify = (context: Context, endpoint: Endpoint): Identity => {
  const { method, path } = endpoint
  const operationId = operationIdAt(context, endpoint)
  return { method, path, ...(operationId !== undefined && { operationId }) }
}

/** Returns the `operationId` of an unread operation. */
export function operationIdAt({ resolver }: Context, { node }: Endpoint): string | undefined {
  const found = resolver.follow(node)
  return found.ok && isMapping(found.value.value) ? operationIdOf(found.value.value) : undefined
}
