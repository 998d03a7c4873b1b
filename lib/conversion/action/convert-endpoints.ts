import { HTTP_METHODS, type HttpMethod } from '../../contract/requests.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { methodUnknown } from '../../diagnostics/kinds/operations.ts'
import { unresolvedReference } from '../../diagnostics/kinds/references.ts'
import type { LimitDiagnostics } from '../../diagnostics/limit.ts'
import { report } from '../../diagnostics/report.ts'
import { displayPointer, type Location } from '../../json/location.ts'
import { createParameterSharing } from '../../openapi/objects/alike-parameters.ts'
import type { Context } from '../../openapi/objects/context.ts'
import type { Operation } from '../../openapi/objects/model.ts'
import { readOperation } from '../../openapi/objects/operation.ts'
import type { Endpoint } from '../../openapi/objects/path-item.ts'
import type { RepeatedKeys, UnreadOperations } from '../../openapi/objects/unread.ts'
import type { Limits } from '../../openapi/parse/limits.ts'
import { createSecurityReader } from '../authentication/required-security.ts'
import type { BaseMediaTypes } from '../definitions/base-media-types.ts'
import type { Drafts } from '../definitions/drafts.ts'
import { lostContent } from '../lost-content.ts'
import { createSharedParameters, type OperationContext } from '../parameters/operation-context.ts'
import { createParameterSchemas } from '../parameters/parameter-schema.ts'
import type { PlannedTrigger } from '../plan.ts'
import { createShapes } from '../shapes/value-shape.ts'
import { operationFacts } from './operation-facts.ts'
import type { Conversion } from './payload.ts'

/** Values that a parameter, response or media type counts for. */
const VALUES_PER_PART = 20

/** An operation of the document, with the way to convert it. */
export type Convertible<Payload> = {
  readonly endpoint: Endpoint
  readonly name: string
  /** Path, or place of an event. */
  readonly path: string
  /** Returns the reason why a filter excludes the operation, also an unread one; undefined if none does. */
  readonly excludedBy: (operation: Operation | undefined) => string | undefined
  readonly convert: (conversion: Conversion, operation: Operation, method: HttpMethod) => Payload
}

type Planned<Payload> = Omit<PlannedTrigger, 'payload'> & { readonly payload?: Payload }

export type ConvertedOperations<Payload> = {
  readonly planned: readonly Planned<Payload>[]
  /** Operations that are lost to an error. */
  readonly unread: readonly UnreadOperations[]
  /** Security requirements of the operations that have a payload. */
  readonly imported: readonly Pick<Operation, 'security'>[]
}

/**
 * Converts operations; those that a filter excludes are skipped. Returns undefined if all operations so far, with their
 * references expanded, have more values than the limit.
 */
export type ConvertEndpoints = <Payload extends { readonly parameters: readonly unknown[] }>(
  items: readonly Convertible<Payload>[],
) => ConvertedOperations<Payload> | undefined

export type ConverterOptions = {
  /** Gets the media types of all operations. */
  readonly baseMediaTypes: BaseMediaTypes
  readonly drafts: Drafts
  readonly limits: Limits
  readonly limitProblems: LimitDiagnostics
  readonly repeated: RepeatedKeys
}

/** Creates the converter of one document's operations, whose definitions, shapes and limits all operations share. */
export function createConverter(
  context: Context,
  { baseMediaTypes, drafts, limits: { nodes }, limitProblems, repeated }: ConverterOptions,
): ConvertEndpoints {
  const known: Pick<OperationContext, 'shapes' | 'shared'> = {
    shapes: createShapes(),
    shared: createSharedParameters(),
  }
  const share = createParameterSharing()
  const securityOf = createSecurityReader(context)
  const schemaOf = createParameterSchemas({ ...context, ...known })
  let values = 0
  return items => {
    const planned: Planned<ReturnType<(typeof items)[number]['convert']>>[] = []
    const unread: UnreadOperations[] = []
    const imported: Pick<Operation, 'security'>[] = []
    for (const { endpoint, name, path, excludedBy, convert } of items) {
      const { operation, problems } = readOperation(context, endpoint, share)
      values += operation === undefined ? 0 : countParts(operation) * VALUES_PER_PART
      if (values > nodes) return undefined
      if (operation !== undefined) baseMediaTypes.add(operation)
      const { method, node } = endpoint
      const pointer = displayPointer(operation?.at ?? node.at)
      const [tag] = operation?.tags ?? []
      const security = operation === undefined ? [] : securityOf(operation)
      const facts = { ...(tag !== undefined && { tag }), ...(security.length > 0 && { security }) }
      const named = { name, method, path, pointer, ...facts, problems }
      const unwanted = excludedBy(operation)
      const [problem] = operation === undefined ? problems : []
      if (problem !== undefined) unread.push({ method, path, ...causeOf(problem) })
      // Skipped operations have no diagnostics.
      if (unwanted !== undefined) planned.push({ ...named, problems: [], skipped: unwanted, isFiltered: true })
      else if (operation === undefined) {
        planned.push({ ...named, skipped: problem?.message ?? 'Not an operation.' })
        limitProblems(problems, pointer)
      } else if (isHttpMethod(method)) {
        const payload = convert({ context: { ...context, ...known, problems }, drafts }, operation, method)
        const parts = (): Location[] => [node.at, ...partsOf(operation)]
        const lost = lostContent(problems, context.document.at.file, repeated, parts)
        // A querystring parameter becomes several.
        values += Math.max(0, payload.parameters.length - operation.parameters.length) * VALUES_PER_PART
        if (values > nodes) return undefined
        const beyond = operationFacts({ ...context, ...known }, schemaOf, operation)
        planned.push({ ...named, ...(beyond && { facts: beyond }), payload, ...(lost && { lost }) })
        imported.push({ security: operation.security })
        limitProblems(problems, pointer)
      } else {
        report(problems, methodUnknown.skipped(method), operation.at)
        planned.push({ ...named, skipped: `The platform does not support the method ${method}.` })
        limitProblems(problems, pointer)
      }
    }
    return { planned, unread, imported }
  }
}

const isHttpMethod = (method: string): method is HttpMethod => (HTTP_METHODS as readonly string[]).includes(method)

const causeOf = ({ code, pointer, message }: Diagnostic): Omit<UnreadOperations, 'method' | 'path'> => {
  return { isUnknown: code === unresolvedReference.code, pointer, reason: message }
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
