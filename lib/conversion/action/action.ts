import { type ActionCreate, type ByName, HTTP_METHODS, type HttpMethod } from '../../contract/requests.ts'
import { serverDiffers } from '../../diagnostics/kinds/paths.ts'
import { report } from '../../diagnostics/report.ts'
import type { Context } from '../../openapi/objects/context.ts'
import type { Operation } from '../../openapi/objects/model.ts'
import type { Drafts } from '../definitions/drafts.ts'
import type { OperationContext } from '../parameters/operation-context.ts'
import { convertParameters } from '../parameters/parameter.ts'
import { type Base, matchServers, reportGuess, withoutCredentials } from '../paths/base-path.ts'
import { convertPath } from '../paths/path.ts'
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
  operation: Operation,
  { name, method }: { readonly name: string; readonly method: HttpMethod },
): ActionCreate<ByName> {
  const declared = new Set(operation.parameters.filter(({ in: location }) => location === 'path').map(p => p.name))
  const path = convertPath(operation.path, declared, operation.at, context.problems)
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
    path: prefixOf(context, operation, base) + path.template,
    parameters: parameters.map(({ parameter }) => parameter),
    ...(requestBody !== undefined && { requestBody }),
    responses: convertResponses(context, drafts, name, operation),
  }
}

/** Returns the part of the server's path that is not in the connector's base URL. */
const prefixOf = (context: Context, operation: Operation, base: Base): string => {
  if (operation.servers === undefined || base.url === undefined) return base.prefix
  const own = matchServers(operation.servers, base.url, base.isRoot)
  reportGuess(context.problems, own, operation.at)
  if (own.kind === 'same') return own.prefix
  const differs = serverDiffers.operation(withoutCredentials(own.server), withoutCredentials(base.url))
  report(context.problems, differs, operation.at)
  return ''
}
