import { ObjectUnreadable } from '../store/objects.ts'
import { cutReason } from './reasons.ts'

/** Reason why an import ended with an error, and who is at fault. */
export type Failure = { readonly reason: string; readonly badInput?: true }

/** Returns the failure of an object that can't be read. @throws every other error */
export function unreadableFailure(error: unknown): Failure {
  if (!(error instanceof ObjectUnreadable)) throw error
  return { reason: cutReason(error.message), ...(error.badInput && { badInput: true }) }
}
