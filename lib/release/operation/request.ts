import type { ActionRequestBody, ByName } from '../../contract/requests.ts'
import type { Direction } from '../rule.ts'
import { bodyRules, compareContent, type OperationComparison, report } from './bodies.ts'

type Body = ActionRequestBody<ByName> | undefined

const PART = '/requestBody'

/** Compares the bodies of two requests: that of an action is sent, that of an event received. */
export function compareRequestBody(
  operation: OperationComparison,
  before: Body,
  after: Body,
  direction: Direction,
): void {
  if (before === undefined || after === undefined) {
    if (after?.required === true)
      report(operation, bodyRules.addedRequired, direction, 'A request body is required.', PART)
    else if (after !== undefined) report(operation, bodyRules.added, direction, 'A request may have a body.', PART)
    else if (before !== undefined)
      report(operation, bodyRules.removed, direction, 'The request body was removed.', PART)
    return
  }
  if (!before.required && after.required)
    report(operation, bodyRules.required, direction, 'The request body is required.', PART)
  if (before.required && !after.required)
    report(operation, bodyRules.optional, direction, 'The request body is optional.', PART)
  compareContent(operation, before.definitions, after.definitions, { direction, part: PART })
}
