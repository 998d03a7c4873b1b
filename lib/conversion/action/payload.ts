import type { ByName, HttpMethod, TriggerCreate } from '../../contract/requests.ts'
import type { Operation } from '../../openapi/objects/model.ts'
import type { Drafts } from '../definitions/drafts.ts'
import type { OperationContext } from '../parameters/operation-context.ts'
import { convertParameters } from '../parameters/parameter.ts'
import type { ActionPath } from '../paths/path.ts'
import { convertBody, convertResponses } from './content.ts'
import { descriptionOf, summaryOf } from './description.ts'

/** Shared by all operations of a document. */
export type Conversion = {
  readonly context: OperationContext
  readonly drafts: Drafts
}

export type PayloadOptions<Target> = {
  readonly name: string
  /** Name that the definitions of inline schemas begin with. */
  readonly schemaOwner: string
  /** Fields by which the request is sent: the method and, of an action, its path. */
  readonly target: Target
  /** Converted path of the operation. */
  readonly path: ActionPath
  /** Paragraph of the description about the origin of the request. */
  readonly origin?: string
}

/** Converts the parts of an Operation Object that an action and a trigger share. */
export function convertPayload<Target extends { method: HttpMethod }>(
  { context, drafts }: Conversion,
  operation: Operation,
  { name, schemaOwner, target, path, origin = '' }: PayloadOptions<Target>,
): TriggerCreate<ByName> & Target {
  const parameters = convertParameters(context, operation, path)
  const summary = summaryOf(context, operation)
  const description = descriptionOf(context, operation, parameters, origin)
  const requestBody = convertBody(context, drafts, schemaOwner, operation)
  return {
    type: 'http',
    name,
    ...(summary !== undefined && { summary }),
    ...(description !== undefined && { description }),
    ...target,
    parameters: parameters.map(({ parameter }) => parameter),
    ...(requestBody !== undefined && { requestBody }),
    responses: convertResponses(context, drafts, schemaOwner, operation),
  }
}
