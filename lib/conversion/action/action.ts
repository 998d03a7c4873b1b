import type { ActionCreate, ByName, HttpMethod } from '../../contract/requests.ts'
import type { Operation } from '../../openapi/objects/model.ts'
import { type Base, prefixOf } from '../paths/base.ts'
import { convertPath } from '../paths/path.ts'
import { readExpressions } from '../paths/path-expression.ts'
import { type Conversion, convertPayload } from './payload.ts'

export type ActionOptions = { readonly name: string; readonly method: HttpMethod; readonly base: Base }

/**
 * Converts an Operation Object to an action; its definitions get their names later. Problems go to `context.problems`.
 * @see https://spec.openapis.org/oas/v3.1.1.html#operation-object
 */
export function convertOperation(
  conversion: Conversion,
  given: Operation,
  { name, method, base }: ActionOptions,
): ActionCreate<ByName> {
  const { problems } = conversion.context
  const operation = readExpressions(problems, given)
  const declared = new Set(operation.parameters.filter(({ in: location }) => location === 'path').map(p => p.name))
  const prefix = prefixOf(problems, base, operation, declared)
  const path = convertPath(joinPath(prefix.template, operation.path), declared, operation.at, problems)
  return convertPayload(conversion, operation, {
    name,
    schemaOwner: name,
    target: { method, path: prefix.literal + path.template },
    path,
  })
}

const joinPath = (start: string, end: string): string =>
  start === '' || end.startsWith('/') ? start + end : `${start}/${end}`
