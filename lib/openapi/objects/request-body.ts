import type { Located } from '../../json/location.ts'
import { type Context, mappingAt } from './context.ts'
import { ofKind } from './expect-kind.ts'
import { flagAt, textAt } from './fields.ts'
import { readContent } from './media-type.ts'
import type { RequestBody } from './model.ts'
import { reportUnknownFields } from './unknown-fields.ts'

/**
 * Reads a Request Body Object.
 * @see https://spec.openapis.org/oas/v3.2.0.html#request-body-object
 */
export function readRequestBody(context: Context, node: Located): RequestBody | undefined {
  if (node.value === undefined) return undefined
  const reached = mappingAt(context, node, 'a Request Body Object')
  const body = reached && ofKind(context, node, reached, 'request body')
  if (body === undefined) return undefined
  reportUnknownFields(context, 'request body', body)
  return {
    required: flagAt(context, body, 'required') === true,
    description: textAt(context, body, 'description'),
    content: readContent(context, body),
    at: body.at,
  }
}
