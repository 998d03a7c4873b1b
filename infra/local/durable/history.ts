import type { WireOperation } from '@aws/durable-execution-sdk-js'
import { isFinal } from './operation.ts'

type Operations = ReadonlyMap<string, WireOperation>

/**
 * The operations that an invocation is given, the execution itself first. What lies inside a finished context is left
 * out, as the service does: the context's result stands for it. A context that asked for `ReplayChildren` keeps its children.
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
