import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { methodUnknown, nameChanged } from '../../diagnostics/kinds/operations.ts'
import { unresolvedReference } from '../../diagnostics/kinds/references.ts'
import type { LimitDiagnostics } from '../../diagnostics/limit.ts'
import { report } from '../../diagnostics/report.ts'
import { child, displayPointer, type Location, pointerOf } from '../../json/location.ts'
import { isMapping } from '../../json/mapping.ts'
import type { Context } from '../../openapi/objects/context.ts'
import type { Operation } from '../../openapi/objects/model.ts'
import { operationIdOf, readOperation } from '../../openapi/objects/operation.ts'
import type { Endpoint } from '../../openapi/objects/path-item.ts'
import type { RepeatedKeys, UnreadOperations } from '../../openapi/objects/unread.ts'
import type { Limits } from '../../openapi/parse/limits.ts'
import { createBaseMediaTypes } from '../definitions/base-media-types.ts'
import type { Drafts } from '../definitions/drafts.ts'
import { createFilter, type Filter } from '../filter.ts'
import { lostContent } from '../lost-content.ts'
import { actionNameProblem, type Identity, nameOperations } from '../naming/operation-names.ts'
import { createQueryFields, type OperationContext } from '../parameters/operation-context.ts'
import type { Base } from '../paths/base.ts'
import type { PlannedAction } from '../plan.ts'
import { createShapes } from '../shapes/value-shape.ts'
import { type Conversion, convertOperation, isHttpMethod } from './action.ts'

/** Values that a parameter, response or media type counts for. */
const VALUES_PER_PART = 20

export type OperationsOptions = {
  /** Names of the actions, in the order of the endpoints. */
  readonly names: readonly string[]
  readonly drafts: Drafts
  readonly base: Base
  readonly filter: Filter
  readonly limits: Limits
  readonly limitProblems: LimitDiagnostics
  readonly repeated: RepeatedKeys
}

export type ConvertedOperations = {
  readonly actions: readonly PlannedAction[]
  /** Operations that are lost to an error. */
  readonly unread: readonly UnreadOperations[]
  /** Media types of the definitions that others refer to. */
  readonly baseMediaTypes: readonly string[]
}

/**
 * Converts all operations that the filter includes; the others become skipped actions.
 * Returns undefined if the operations, with their references expanded, have more values than the limit.
 */
export function convertOperations(
  context: Context,
  endpoints: readonly Endpoint[],
  { names, drafts, base, filter: wanted, limits: { nodes }, limitProblems, repeated }: OperationsOptions,
): ConvertedOperations | undefined {
  const filter = createFilter(wanted, pointerOf(child(context.document.at, 'paths')))
  const baseMediaTypes = createBaseMediaTypes()
  const actions: PlannedAction[] = []
  const unread: UnreadOperations[] = []
  const known: Pick<OperationContext, 'shapes' | 'queryFields'> = {
    shapes: createShapes(),
    queryFields: createQueryFields(),
  }
  let values = 0
  for (const [i, endpoint] of endpoints.entries()) {
    const { operation, problems } = readOperation(context, endpoint)
    values += operation === undefined ? 0 : countParts(operation) * VALUES_PER_PART
    if (values > nodes) return undefined
    if (operation !== undefined) baseMediaTypes.add(operation)
    const { method, path, node } = endpoint
    const pointer = displayPointer(operation?.at ?? node.at)
    const named = { name: names[i] ?? '', method, path, pointer, problems }
    const unwanted = operation === undefined ? filter.reasonOfUnread(endpoint) : filter.reason(operation)
    const [problem] = operation === undefined ? problems : []
    if (problem !== undefined) unread.push({ method, path, ...causeOf(problem) })
    // Skipped operations have no diagnostics.
    if (unwanted !== undefined) actions.push({ ...named, problems: [], skipped: unwanted, isFiltered: true })
    else {
      const conversion = { context: { ...context, ...known, problems }, drafts, base }
      const converted = convert(conversion, operation, named.name)
      const parts = operation === undefined ? [] : [node.at, ...partsOf(operation)]
      const lost = converted.payload && lostContent(problems, context.document.at.file, repeated, parts)
      const action = { ...named, ...converted, ...(lost && { lost }) }
      values += countAdded(operation, action.payload) * VALUES_PER_PART
      if (values > nodes) return undefined
      actions.push(action)
      limitProblems(problems, pointer)
    }
  }
  context.problems.push(...filter.unused())
  return { actions, unread, baseMediaTypes: baseMediaTypes.settle() }
}

const causeOf = ({ code, pointer, message }: Diagnostic): Omit<UnreadOperations, 'method' | 'path'> => {
  return { isUnknown: code === unresolvedReference.code, pointer, reason: message }
}

type Converted = Pick<PlannedAction, 'payload' | 'skipped'>

const convert = (conversion: Conversion, operation: Operation | undefined, name: string): Converted => {
  const { problems } = conversion.context
  if (operation === undefined) return { skipped: problems[0]?.message ?? 'Not an operation.' }
  const { method, operationId, at } = operation
  if (!isHttpMethod(method)) {
    report(problems, methodUnknown.skipped(method), at)
    return { skipped: `The platform does not support the method ${method}.` }
  }
  if (operationId !== undefined && operationId.trim() !== name) {
    const entry = nameChanged[actionNameProblem(operationId)]('operationId', operationId, name)
    report(problems, entry, child(at, 'operationId'))
  }
  return { payload: convertOperation(conversion, operation, { name, method }) }
}

/** Returns the locations of the objects that make an operation. */
const partsOf = ({ at, parameters, body, responses }: Operation): Location[] => [
  at,
  ...parameters.map(parameter => parameter.at),
  ...[...(body === undefined ? [] : [body]), ...responses].flatMap(part => [
    part.at,
    ...part.content.map(media => media.at),
  ]),
]

const countParts = ({ parameters, body, responses }: Operation): number =>
  responses.reduce((sum, { content }) => sum + 1 + content.length, parameters.length + (body?.content.length ?? 0))

/** Counts parameters of an action that its operation does not have: a querystring parameter becomes several. */
const countAdded = (operation: Operation | undefined, payload: PlannedAction['payload']): number =>
  Math.max(0, (payload?.parameters.length ?? 0) - (operation?.parameters.length ?? 0))

/** Returns the names of all operations' actions, in their order. */
export function nameEndpoints(context: Context, endpoints: readonly Endpoint[]): string[] {
  return nameOperations(endpoints.map(endpoint => identify(context, endpoint)))
}

/** Returns the input of an operation's name. */
const identify = (context: Context, { method, path, node }: Endpoint): Identity => {
  const found = context.resolver.follow(node)
  const operationId = found.ok && isMapping(found.value.value) ? operationIdOf(found.value.value) : undefined
  return { method, path, ...(operationId !== undefined && { operationId }) }
}
