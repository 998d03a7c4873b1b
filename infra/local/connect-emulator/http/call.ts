import type { Store } from '../state/store.ts'

/** One request as a handler sees it, with what it needs to answer. */
export type Call = {
  readonly parameters: RouteParameters
  readonly query: URLSearchParams
  /** The parsed JSON body, for routes that read one. */
  readonly body: unknown
  /** Scheme, host and port under which this platform is reached. */
  readonly origin: string
  readonly store: Store
  readonly nextId: () => string
  /** Whether a fault makes this action unwelcome. */
  readonly rejectsAction: (name: string) => boolean
}

export type RouteParameters = Readonly<Record<'organisation' | 'connector' | 'version' | 'name' | 'file', string>>
