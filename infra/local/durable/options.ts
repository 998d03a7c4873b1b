import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { PAGE_SIZE } from './client.ts'
import type { Counters } from './execution.ts'
import type { DurableFunction } from './invoke.ts'
import { type Quotas, SERVICE_QUOTAS } from './quotas.ts'

export type EngineOptions = {
  /** The folder of the journals, one file per execution. Only one engine may use it at a time. */
  readonly directory: string
  /** The durable function. */
  readonly handler: DurableFunction
  readonly functionName?: string
  readonly qualifier?: string
  readonly region?: string
  /** Milliseconds since the epoch. */
  readonly now?: () => number
  readonly sleep?: (milliseconds: number) => Promise<unknown>
  readonly uuid?: () => string
  readonly quotas?: Partial<Quotas>
  /** The timeout of one invocation in milliseconds; 15 minutes by default, as in Lambda. */
  readonly invocationMs?: number
  /** Called when a checkpoint is stored, but not yet acknowledged. Throwing simulates a crash there. */
  readonly onCheckpoint?: (counters: Counters) => void
  /** The maximum number of operations in a page of the history. */
  readonly pageSize?: number
}

export type EngineSettings = Omit<Required<EngineOptions>, 'quotas'> & { readonly quotas: Quotas }

export function withDefaults(options: EngineOptions): EngineSettings {
  return {
    functionName: 'run-import',
    qualifier: 'durable',
    region: 'us-east-1',
    now: Date.now,
    sleep: milliseconds => delay(milliseconds),
    uuid: randomUUID,
    invocationMs: 15 * 60 * 1000,
    onCheckpoint: () => undefined,
    pageSize: PAGE_SIZE,
    ...options,
    quotas: { ...SERVICE_QUOTAS, ...options.quotas },
  }
}
