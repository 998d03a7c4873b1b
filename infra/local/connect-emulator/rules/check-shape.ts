import * as v from 'valibot'
import { ApiError } from '../http/api-error.ts'

/** Formats a location in a payload as in the contract: `definitions[0].schema.content`. */
const fieldOf = (issue: v.BaseIssue<unknown>): string =>
  (issue.path ?? []).reduce(
    (field, { key }) => (typeof key === 'number' ? `${field}[${key}]` : `${field}${field === '' ? '' : '.'}${key}`),
    '',
  )

const messageOf = (issue: v.BaseIssue<unknown>): string => {
  if (issue.type === 'strict_object' && issue.expected === 'never') return 'is not a field of the contract'
  if (issue.received === 'undefined') return 'is missing'
  // The message of valibot contains the received value, which may be a whole schema.
  return issue.message.startsWith('Invalid ') ? `must be ${issue.expected ?? 'valid'}` : issue.message
}

/** Checks the shape of a body. @throws ApiError 400 with all fields that differ */
export function checkShape<Shape extends v.GenericSchema>(shape: Shape, body: unknown): v.InferOutput<Shape> {
  const { success, output, issues } = v.safeParse(shape, body)
  if (success) return output
  const fields = issues.map(issue => ({ field: fieldOf(issue), message: messageOf(issue) }))
  const sentence = fields.map(({ field, message }) => `${field === '' ? 'The body' : field} ${message}`).join('; ')
  throw new ApiError(400, 'body_invalid', `${sentence}.`, { fields })
}
