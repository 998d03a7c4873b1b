import type { Response } from '../../openapi/objects/model.ts'

/**
 * Statuses that replace a range, unless the operation has a response for them.
 * @see https://spec.openapis.org/oas/v3.1.1.html#responses-object
 */
const RANGES: Readonly<Record<string, readonly number[]>> = {
  '1XX': [100, 101],
  '2XX': [200, 201, 202, 204],
  '3XX': [301, 302, 303, 304, 307, 308],
  '4XX': [400, 401, 403, 404, 409, 422, 429],
  '5XX': [500, 502, 503],
}

/** Returns the statuses of a range; undefined for a status or the default. */
export function statusesOf(status: Response['status']): readonly number[] | undefined {
  return typeof status === 'string' ? RANGES[status] : undefined
}

/** Returns the ranges of responses, each with the statuses that have no response of their own. */
export function rangesOf(responses: readonly Response[]): [range: string, statuses: readonly number[]][] {
  const named = new Set(responses.map(({ status }) => status))
  return responses
    .flatMap(({ status }): [string, readonly number[]][] => {
      const statuses = statusesOf(status)?.filter(each => !named.has(each))
      return statuses === undefined || statuses.length === 0 ? [] : [[String(status), statuses]]
    })
    .sort(([a], [b]) => (a < b ? -1 : 1))
}
