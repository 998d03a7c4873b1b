import { DurableExecutionClientError, DurableExecutionClientErrorScope } from '@aws/durable-execution-sdk-js'

/** Quotas of one durable execution. Bytes are counted in UTF-8. */
export type Quotas = {
  /** Durable operations per execution: the execution itself, its steps, waits and contexts, and every retry. */
  readonly operations: number
  /** Checkpoint data per execution, in bytes: the input and every update as JSON. */
  readonly checkpointBytes: number
  /** The input, payload, result or error of one operation, in bytes. */
  readonly payloadBytes: number
  /** The result of the handler, in bytes. */
  readonly responseBytes: number
}

/** The quotas of the AWS Lambda service. */
export const SERVICE_QUOTAS: Quotas = {
  operations: 3_000,
  checkpointBytes: 100 * 1024 * 1024,
  payloadBytes: 256 * 1024,
  responseBytes: 6 * 1024 * 1024,
}

const ADVICE: Record<keyof Quotas, string> = {
  operations: 'Put more work into one step (larger batches), or use FLAT nesting for a map.',
  checkpointBytes: 'Keep the data in S3 and only its key in the checkpoints.',
  payloadBytes: 'Keep the data in S3 and return only its key.',
  responseBytes: 'Keep the result in S3 and return only its key.',
}

/**
 * Checks an amount against its quota.
 * @param what the subject of the message, such as `The result of step "read"`
 * @throws DurableExecutionClientError that fails the whole execution, because a retry would fail again
 */
export function enforceQuota(quotas: Quotas, quota: keyof Quotas, amount: number, what: string): void {
  if (amount <= quotas[quota]) return
  throw refusal(`${what} exceeds the quota "${quota}" of ${quotas[quota]}: it would be ${amount}. ${ADVICE[quota]}`)
}

/** Creates an error that fails the execution, like a request that the service rejects. */
export function refusal(message: string): DurableExecutionClientError {
  return new DurableExecutionClientError(message, { scope: DurableExecutionClientErrorScope.EXECUTION })
}

export function utf8Bytes(text: string): number {
  return Buffer.byteLength(text, 'utf8')
}
