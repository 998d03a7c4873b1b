import type { ActionResponse, ByName } from '../../contract/requests.ts'
import { bothWays, type Direction } from '../rule.ts'
import { compareContent, type OperationComparison, report } from './bodies.ts'

export const responseRules = {
  successRemoved: bothWays(
    'success-status-removed',
    'breaking',
    'A status of success was removed: 1xx, 2xx, 3xx, or a lone default.',
  ),
  errorRemoved: bothWays('error-status-removed', 'compatible', 'A status of an error, or the default, was removed.'),
  added: bothWays('status-added', 'compatible', 'A response has a new status.'),
}

type Responses = readonly ActionResponse<ByName>[]

/** Compares responses by status. */
export function compareResponses(
  operation: OperationComparison,
  before: Responses,
  after: Responses,
  direction: Direction,
): void {
  if (before === after) {
    for (const { status = 'default', definitions } of after)
      compareContent(operation, definitions, definitions, { direction, part: `/responses/${status}` })
    return
  }
  const [a, b] = [byStatus(before), byStatus(after)]
  const hasSuccess = before.some(({ status }) => status !== undefined && status < 400)
  for (const [status, response] of a) {
    const other = b.get(status)
    const part = `/responses/${status}`
    if (other !== undefined) {
      compareContent(operation, response.definitions, other.definitions, { direction, part })
      continue
    }
    const isSuccess = response.status === undefined ? !hasSuccess : response.status < 400
    const rule = isSuccess ? responseRules.successRemoved : responseRules.errorRemoved
    report(operation, rule, direction, `The response ${status} was removed.`, part)
  }
  for (const status of b.keys())
    if (!a.has(status))
      report(operation, responseRules.added, direction, `The response ${status} is new.`, `/responses/${status}`)
}

const byStatus = (responses: Responses): Map<string, ActionResponse<ByName>> =>
  new Map(responses.map(response => [String(response.status ?? 'default'), response]))
