import type { Variants } from '../faults/variants.ts'
import type { Store } from '../state/store.ts'

/** A request to a handler, with its dependencies. */
export type EmulatorRequest = {
  readonly parameters: RouteParameters
  readonly query: URLSearchParams
  /** The parsed JSON body, for routes that read one. */
  readonly body: unknown
  /** The scheme, host and port of the emulator. */
  readonly origin: string
  readonly store: Store
  readonly nextId: () => string
  /** Returns true when a fault rejects this action or trigger. */
  readonly rejects: (type: 'action' | 'trigger', name: string) => boolean
  readonly variants: Variants
}

export type RouteParameters = Readonly<Record<'organisation' | 'connector' | 'version' | 'name' | 'file', string>>
