import { type Caller, requireOrganisation } from './caller.ts'
import { invalid } from './input.ts'

/** Returns the organisation of a request: the given one, or the only one of the caller. @throws Problem 403 or 422 */
export function organisationOf(caller: Caller, given: string | undefined): string {
  const organisationId = given ?? caller.organisationId
  if (organisationId === undefined)
    throw invalid([{ pointer: '?organisationId', detail: 'is required, because you have several organisations' }])
  requireOrganisation(caller, organisationId)
  return organisationId
}
