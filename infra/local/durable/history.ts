import type { WireOperation } from '@aws/durable-execution-sdk-js'
import { isFinal } from './operation.ts'

type Operations = ReadonlyMap<string, WireOperation>

/**
 * Lists the operations for an invocation, the execution itself first. Like the service, it omits the children of a
 * finished context, unless the context has `ReplayChildren`.
 */
export function visibleOperations(operations: Operations): WireOperation[] {
  const hidesChildren = new Map<string, boolean>()
  const hides = (id: string | undefined): boolean => {
    const context = id === undefined ? undefined : operations.get(id)
    if (id === undefined || !context) return false
    const known = hidesChildren.get(id)
    if (known !== undefined) return known
    const answer = (isFinal(context) && !context.ContextDetails?.ReplayChildren) || hides(context.ParentId)
    hidesChildren.set(id, answer)
    return answer
  }
  return [...operations.values()].filter(operation => !hides(operation.ParentId))
}
