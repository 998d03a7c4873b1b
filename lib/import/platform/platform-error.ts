import { describeConnectError } from '../../connect/describe.ts'
import type { ConnectError } from '../../connect/errors.ts'
import type { StepOutcome } from '../model.ts'

const KINDS: Partial<Record<ConnectError['kind'], 'unavailable' | 'unsupported'>> = {
  unavailable: 'unavailable',
  'missing-route': 'unsupported',
}

/** Stops a step because of an answer that concerns the import as a whole. */
export class PlatformStop extends Error {
  readonly outcome: StepOutcome<never>
  constructor(error: ConnectError) {
    const reason = sentence(describeConnectError(error))
    super(reason)
    this.name = 'PlatformStop'
    this.outcome = { kind: KINDS[error.kind] ?? 'failed', reason, ...retryAfter(error) }
  }
}

const retryAfter = (error: ConnectError): { readonly retryAfterSeconds?: number } =>
  error.kind === 'unavailable' && error.retryAfterMs !== undefined
    ? { retryAfterSeconds: Math.ceil(error.retryAfterMs / 1000) }
    : {}

/** Whether an error concerns the import as a whole, and not the one thing that was asked for. */
export function stopsImport({ kind }: ConnectError): boolean {
  return kind === 'unavailable' || kind === 'token-refused' || kind === 'secret'
}

/** Whether what a POST asked for may be there: its answer was lost or unreadable, or the platform says that it is. */
export function mayHaveWorked(error: ConnectError): boolean {
  return (
    error.kind === 'uncertain' ||
    error.kind === 'invalid-response' ||
    (error.kind === 'refused' && error.status === 409)
  )
}

/** A text of the platform as a sentence; a long one is cut, since it goes into checkpoints. */
export function sentence(text: string): string {
  if (text.length > MAX_SENTENCE) return `${text.slice(0, MAX_SENTENCE)}…`
  return /[.!?]$/.test(text) ? text : `${text}.`
}

const MAX_SENTENCE = 2_000
