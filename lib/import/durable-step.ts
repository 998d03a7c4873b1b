import {
  type DurableContext,
  isDurableExecutionClientError,
  retryPresets,
  type StepConfig,
  StepInterruptedError,
  StepSemantics,
} from '@aws/durable-execution-sdk-js'
import type { LocalRun } from './dependencies.ts'
import type { Failure } from './failure.ts'
import { cutReason, IMPORT_REASONS } from './reasons.ts'

/**
 * Kind of a step, by the limit of its attempts when the process is killed in it: out of memory, or the invocation's
 * timeout. A step that reads needs as much again the next time; a step that writes continues.
 */
export type StepKind = 'reads' | 'writes'

const ATTEMPTS: Readonly<Record<StepKind, number>> = { reads: 2, writes: 10 }

/** Longest description of an error in a reason, in characters. */
const MAX_ERROR = 500

type Step<T> = {
  readonly name: string
  readonly kind: StepKind
  readonly work: () => Promise<T>
  /** Set for a local run, whose remedies differ. */
  readonly local?: LocalRun | undefined
}

/**
 * Runs a step as a checkpoint. Without a limit, a step that kills its process would be repeated until the execution times
 * out.
 * @throws StepFailure after the last attempt
 */
export async function durableStep<T>(context: DurableContext, { name, kind, work, local }: Step<T>): Promise<T> {
  const logged = (): Promise<T> =>
    work().catch((error: unknown) => {
      // The error of the step itself has no stack.
      context.logger.error({ event: 'A step failed', step: name, ...details(error) })
      throw error
    })
  try {
    return await context.step(name, logged, optionsOf<T>(kind))
  } catch (error) {
    throw isControlFlow(error) ? error : new StepFailure({ name, kind, local }, error)
  }
}

/** Step that failed for good. The message is the `reason` of the import. */
export class StepFailure extends Error {
  override readonly name = 'StepFailure'
  constructor(step: Omit<Step<unknown>, 'work'>, cause: unknown) {
    super(reasonOf(step, cause), { cause })
  }
}

/** Describes an error as the reason of the import. @throws the error if it belongs to the durable execution */
export function failureOf(error: unknown): Failure {
  if (isControlFlow(error)) throw error
  if (error instanceof StepFailure) return { reason: error.message }
  return { reason: cutReason(IMPORT_REASONS.fault(describe(error))) }
}

const reasonOf = ({ name, kind, local }: Omit<Step<unknown>, 'work'>, error: unknown): string => {
  const reasons = local === undefined ? IMPORT_REASONS.interrupted : IMPORT_REASONS.interruptedLocally
  if (causeOf(error)?.name === 'StepInterruptedError') return reasons[kind](name, ATTEMPTS[kind])
  return cutReason(IMPORT_REASONS.stepFault(name, describe(error)))
}

const optionsOf = <T>(kind: StepKind): StepConfig<T> => ({
  semantics: StepSemantics.AtMostOncePerRetry,
  retryStrategy: (error, attempt) => {
    if (!(error instanceof StepInterruptedError)) return retryPresets.default(error, attempt)
    return attempt < ATTEMPTS[kind] ? { shouldRetry: true, delay: { seconds: 1 } } : { shouldRetry: false }
  },
})

/** Returns the error that the step's work threw: a replay has it as the cause of an error of the SDK. */
const causeOf = (error: unknown): Error | undefined => {
  if (!(error instanceof Error)) return undefined
  return error.cause instanceof Error ? error.cause : error
}

/** Errors of the durable execution itself, which end the invocation or the execution. */
const isControlFlow = (error: unknown): boolean =>
  isDurableExecutionClientError(error) || (error instanceof Error && 'isUnrecoverable' in error)

/** Details of an error for the log. */
const details = (error: unknown) => ({
  error: describe(error),
  stack: error instanceof Error ? withoutCredentials(error.stack ?? '') : undefined,
})

/** Describes an error for a report, without credentials: name and message on one line. */
const describe = (error: unknown): string => {
  const cause = causeOf(error) ?? new Error(String(error))
  return withoutCredentials(`${cause.name}: ${cause.message}`).replaceAll(/\s+/g, ' ').slice(0, MAX_ERROR)
}

const CREDENTIALS: readonly (readonly [RegExp, string])[] = [
  [/(\w+:\/\/)[^\s/@]+@/g, '$1'],
  [/(\w+:\/\/[^\s?#"']+)\?[^\s"']*/g, '$1'],
  [/\b(bearer|basic)\s+[\w.~+/=-]+/gi, '$1 …'],
  [/\b(token|secret|password|authorization|signature|api[_-]?key)(["']?\s*[:=]\s*["']?)[^\s"',;&]+/gi, '$1$2…'],
]

const withoutCredentials = (text: string): string =>
  CREDENTIALS.reduce((rest, [pattern, replacement]) => rest.replaceAll(pattern, replacement), text)
