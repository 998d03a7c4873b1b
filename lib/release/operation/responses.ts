import type { ActionResponse, ByName } from '../../contract/requests.ts'
import type { OperationFacts } from '../../conversion/plan.ts'
import { bothWays, type Direction, type Rule } from '../rule.ts'
import { compareContent, type OperationComparison, report } from './bodies.ts'

export const responseRules = {
  successRemoved: bothWays(
    'success-status-removed',
    'breaking',
    'A status of success was removed: 1xx, 2xx, 3xx, or a lone default.',
  ),
  errorRemoved: bothWays('error-status-removed', 'compatible', 'A status of an error, or the default, was removed.'),
  added: bothWays('status-added', 'compatible', 'A response has a new status, also one that a range had.'),
  inRange: bothWays(
    'status-in-range',
    'compatible',
    'A status has no response of its own any more, and a range has it.',
  ),
}

type Response = ActionResponse<ByName>

/** Responses of one release, by status. */
type Responses = {
  readonly all: readonly Response[]
  readonly byStatus: ReadonlyMap<string, Response>
  /** Range that a status of the payload was made from. */
  readonly rangeOf: ReadonlyMap<string, string>
  /** A response of each range. */
  readonly ranges: ReadonlyMap<string, Response>
}

/** Returns the responses of a payload with the ranges that they were made from. */
export function responsesOf(responses: readonly Response[], facts: OperationFacts | undefined): Responses {
  const byStatus = new Map(responses.map(response => [String(response.status ?? 'default'), response]))
  const ranges = facts?.ranges ?? []
  return {
    all: responses,
    byStatus,
    rangeOf: new Map(ranges.flatMap(([range, statuses]) => statuses.map(status => [String(status), range]))),
    ranges: new Map(
      ranges.flatMap(([range, [status]]) => {
        const response = byStatus.get(String(status))
        return response === undefined ? [] : [[range, response]]
      }),
    ),
  }
}

/** Statuses whose responses never have content. */
const WITHOUT_CONTENT = /^(?:1\d\d|204|304)$/

/** Compares responses by status; the statuses of one range have one reason. */
export function compareResponses(
  operation: OperationComparison,
  before: Responses,
  after: Responses,
  direction: Direction,
): void {
  if (before.all === after.all) {
    for (const { status = 'default', definitions } of after.all)
      compareContent(operation, definitions, definitions, { direction, part: `/responses/${status}` })
    return
  }
  const hasSuccess = [...before.byStatus.values()].some(({ status }) => status !== undefined && status < 400)
  const add = (rule: Rule, status: string, message: string): void =>
    report(operation, rule, direction, message, `/responses/${status}`)
  const compare = (a: Response, b: Response, status: string): void =>
    compareContent(operation, a.definitions, b.definitions, { direction, part: `/responses/${status}` })
  const [removed, added] = [new Set<string>(), new Set<string>()]
  for (const [status, response] of before.byStatus) {
    const [other, range] = [after.byStatus.get(status), before.rangeOf.get(status)]
    const cover = after.ranges.get(rangeWith(status))
    if (range !== undefined && other !== undefined && cover !== undefined && !after.rangeOf.has(status)) {
      add(responseRules.added, status, `The response ${status} is new, and was one of the range ${range}.`)
      // One without content names a status only: the range is as it was.
      if (other.definitions.length > 0) compare(response, other, status)
    } else if (other !== undefined) {
      if (!WITHOUT_CONTENT.test(status)) compare(response, other, status)
    } else if (cover !== undefined) {
      compare(response, cover, status)
      add(responseRules.inRange, status, `The response ${status} is one of the range ${rangeWith(status)} now.`)
    } else if (range !== undefined) removed.add(range)
    else {
      const isSuccess = response.status === undefined ? !hasSuccess : response.status < 400
      add(
        isSuccess ? responseRules.successRemoved : responseRules.errorRemoved,
        status,
        `The response ${status} was removed.`,
      )
    }
  }
  for (const status of after.byStatus.keys()) {
    if (before.byStatus.has(status)) continue
    const range = after.rangeOf.get(status)
    if (range === undefined) add(responseRules.added, status, `The response ${status} is new.`)
    else added.add(range)
  }
  for (const range of removed) {
    const kept = [...before.rangeOf.keys()].filter(
      each => before.rangeOf.get(each) === range && after.byStatus.has(each),
    )
    const rule = range < '4' ? responseRules.successRemoved : responseRules.errorRemoved
    const message = kept.length === 0 ? 'was removed' : `is only ${kept.join(', ')} now`
    add(rule, range, `The range of responses ${range} ${message}.`)
  }
  for (const range of added) add(responseRules.added, range, `The range of responses ${range} is new.`)
}

/** Returns the range that a status is in. */
const rangeWith = (status: string): string => `${status.charAt(0)}XX`
