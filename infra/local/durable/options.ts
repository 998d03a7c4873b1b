import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { PAGE_SIZE } from './client.ts'
import type { Counters } from './execution.ts'
import type { DurableFunction } from './invoke.ts'
import { fileJournals, type Journals } from './journal.ts'
import type { Listeners } from './listeners.ts'
import { type Quotas, SERVICE_QUOTAS } from './quotas.ts'

export type EngineOptions = Listeners & {
  /** The folder of the journals, one file per execution. Only one engine may use it at a time. */
  readonly directory: string
  /** The durable function. */
  readonly handler: DurableFunction
  readonly functionName?: string
  readonly qualifier?: string
  readonly region?: string
  /** Milliseconds since the epoch. */
  readonly now?: () => number
  /** Resolves after the time, or when the signal aborts. */
  readonly sleep?: (milliseconds: number, signal: AbortSignal) => Promise<unknown>
  readonly uuid?: () => string
  readonly quotas?: Partial<Quotas>
  /** The timeout of one invocation in milliseconds; 15 minutes by default, as in Lambda. */
  readonly invocationMs?: number
  /** The timeout of an execution in milliseconds, from its first invocation; one day by default. */
  readonly executionTimeoutMs?: number
  /** The maximum age of an event at its first invocation, in milliseconds; six hours by default, as in Lambda. */
  readonly eventAgeMs?: number
  /** Called when a checkpoint is stored, but not yet acknowledged. Throwing simulates a crash there. */
  readonly onCheckpoint?: (counters: Counters) => void
  /** The maximum number of invocations at the same time, as the reserved concurrency of a function; none by default. */
  readonly concurrency?: number
  /** The storage of the journals; files by default. */
  readonly journals?: Journals
  /** The maximum number of operations in a page of the history. */
  readonly pageSize?: number
  /** Called with each error of a journal's write. */
  readonly onWriteError?: (error: unknown) => void
  /** Ends every run with its reason: the directory can't be used any more. */
  readonly fault?: AbortSignal
}

type Optional = 'quotas' | 'onStatusChange'
export type EngineSettings = Omit<Required<EngineOptions>, Optional> &
  Pick<EngineOptions, 'onStatusChange'> & { readonly quotas: Quotas }

export function withDefaults(options: EngineOptions): EngineSettings {
  return {
    functionName: 'run-import',
    qualifier: 'durable',
    region: 'us-east-1',
    now: Date.now,
    sleep: (milliseconds, signal) => delay(milliseconds, undefined, { signal }).catch(() => undefined),
    uuid: randomUUID,
    invocationMs: 15 * 60 * 1000,
    executionTimeoutMs: 24 * 60 * 60 * 1000,
    eventAgeMs: 6 * 60 * 60 * 1000,
    onDiscard: () => undefined,
    onInvocationError: () => undefined,
    onThrottle: () => undefined,
    onCheckpoint: () => undefined,
    concurrency: Number.POSITIVE_INFINITY,
    journals: fileJournals,
    onWriteError: () => undefined,
    fault: new AbortController().signal,
    pageSize: PAGE_SIZE,
    ...options,
    quotas: { ...SERVICE_QUOTAS, ...options.quotas },
  }
}
