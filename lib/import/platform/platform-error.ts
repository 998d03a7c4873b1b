import { describeConnectError } from '../../connect/describe.ts'
import type { ConnectError } from '../../connect/errors.ts'
import type { StepOutcome } from '../model.ts'
import { cutReason } from '../reasons.ts'

const KINDS: Partial<Record<ConnectError['kind'], 'unavailable' | 'unsupported'>> = {
  unavailable: 'unavailable',
  'missing-route': 'unsupported',
}

/** Stops a step because of an error that concerns the whole import; `outcome` is the step's outcome. */
export class PlatformStop extends Error {
  readonly outcome: StepOutcome<never>
  constructor(error: ConnectError) {
    const reason = reasonOf(error)
    super(reason)
    this.name = 'PlatformStop'
    this.outcome = { kind: KINDS[error.kind] ?? 'failed', reason, ...retryAfter(error) }
  }
}

const retryAfter = (error: ConnectError): { readonly retryAfterSeconds?: number } =>
  error.kind === 'unavailable' && error.retryAfterMs !== undefined
    ? { retryAfterSeconds: Math.ceil(error.retryAfterMs / 1000) }
    : {}

/** Returns true if an error concerns the whole import, not only the requested item. */
export function stopsImport({ kind }: ConnectError): boolean {
  return kind === 'unavailable' || kind === 'token-refused' || kind === 'secret'
}

/** Passes errors that concern one item only. @throws PlatformStop if the error concerns the whole import */
export function stopIfFatal(error: ConnectError): void {
  if (stopsImport(error)) throw new PlatformStop(error)
}

/** Passes errors that concern one item only. @throws PlatformStop if the error is fatal or the platform lacks the operation */
export function stopIfUnsupported(error: ConnectError): void {
  if (stopsImport(error) || error.kind === 'missing-route') throw new PlatformStop(error)
}

/** Returns true if a failed POST may have taken effect: no readable response, or 409 (exists already). */
export function mayHaveWorked(error: ConnectError): boolean {
  return (
    error.kind === 'uncertain' ||
    error.kind === 'invalid-response' ||
    (error.kind === 'refused' && error.status === 409)
  )
}

/** Describes an error as the `reason` of an item or an import. */
export function reasonOf(error: ConnectError): string {
  return sentence(describeConnectError(error))
}

/** Ends a string of the platform as a sentence; cut after 2,000 characters. */
export function sentence(text: string): string {
  const cut = cutReason(text)
  return cut !== text || /[.!?]$/.test(cut) ? cut : `${cut}.`
}
