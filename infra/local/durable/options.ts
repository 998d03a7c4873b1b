import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { PAGE_SIZE } from './client.ts'
import type { Counters } from './execution.ts'
import type { DurableFunction } from './invoke.ts'
import { type Quotas, SERVICE_QUOTAS } from './quotas.ts'

export type EngineOptions = {
  /** Where the journals are kept, one file per execution. One engine at a time may use it. */
  readonly directory: string
  /** What `middy(...)` in its durable execution mode exports. */
  readonly handler: DurableFunction
  readonly functionName?: string
  readonly qualifier?: string
  readonly region?: string
  /** Milliseconds since the epoch. */
  readonly now?: () => number
  readonly sleep?: (milliseconds: number) => Promise<unknown>
  readonly uuid?: () => string
  readonly quotas?: Partial<Quotas>
  /** How long one invocation may take, in milliseconds; Lambda's 15 minutes where it is not given. */
  readonly invocationMs?: number
  /** Called when a checkpoint is stored and not yet acknowledged; throwing ends the invocation as a crash there would. */
  readonly onCheckpoint?: (counters: Counters) => void
  /** How many operations go with the invocation and with each page after it. */
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
