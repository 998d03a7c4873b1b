import { type ActionCreate, type ByName, HTTP_METHODS, type HttpMethod } from '../../contract/requests.ts'
import type { Operation } from '../../openapi/objects/model.ts'
import type { Drafts } from '../definitions/drafts.ts'
import type { OperationContext } from '../parameters/operation-context.ts'
import { convertParameters } from '../parameters/parameter.ts'
import { type Base, prefixOf } from '../paths/base.ts'
import { convertPath } from '../paths/path.ts'
import { readExpressions } from '../paths/path-expression.ts'
import { convertBody, convertResponses } from './content.ts'
import { descriptionOf, summaryOf } from './description.ts'

export function isHttpMethod(method: string): method is HttpMethod {
  return (HTTP_METHODS as readonly string[]).includes(method)
}

/** Shared by all operations of a document. */
export type Conversion = {
  readonly context: OperationContext
  readonly drafts: Drafts
  readonly base: Base
}

/**
 * Converts an Operation Object to an action; its definitions get their names later. Problems go to `context.problems`.
 * @see https://spec.openapis.org/oas/v3.1.1.html#operation-object
 */
export function convertOperation(
  { context, drafts, base }: Conversion,
  given: Operation,
  { name, method }: { readonly name: string; readonly method: HttpMethod },
): ActionCreate<ByName> {
  const operation = readExpressions(context.problems, given)
  const declared = new Set(operation.parameters.filter(({ in: location }) => location === 'path').map(p => p.name))
  const prefix = prefixOf(context.problems, base, operation, declared)
  const path = convertPath(joinPath(prefix.template, operation.path), declared, operation.at, context.problems)
  const parameters = convertParameters(context, operation, path)
  const summary = summaryOf(context, operation)
  const description = descriptionOf(context, operation, parameters)
  const requestBody = convertBody(context, drafts, name, operation)
  return {
    type: 'http',
    name,
    ...(summary !== undefined && { summary }),
    ...(description !== undefined && { description }),
    method,
    path: prefix.literal + path.template,
    parameters: parameters.map(({ parameter }) => parameter),
    ...(requestBody !== undefined && { requestBody }),
    responses: convertResponses(context, drafts, name, operation),
  }
}

const joinPath = (start: string, end: string): string =>
  start === '' || end.startsWith('/') ? start + end : `${start}/${end}`
