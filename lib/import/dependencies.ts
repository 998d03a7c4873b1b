import type { ConnectClient } from '../connect/client.ts'
import type { Web } from '../http/web.ts'
import type { Limits } from '../openapi/parse/limits.ts'
import type { Target } from '../request/target.ts'
import type { LedgerStore } from '../store/ledgers.ts'
import type { LockStore } from '../store/locks.ts'
import type { ObjectStore } from '../store/objects.ts'
import type { RecordStore } from '../store/records.ts'
import type { FinishedImport } from './model.ts'

/** The edges that an import works through, and how it is tuned. */
export type Dependencies = {
  readonly objects: ObjectStore
  readonly records: RecordStore
  readonly locks: LockStore
  readonly ledgers: LedgerStore
  /** For references to hosts that are allowed. */
  readonly web: Pick<Web, 'get'>
  /** For the URLs that people name as a document's source: any public host. */
  readonly sources: Pick<Web, 'get'>
  /** A client for one target; made anew for each invocation, so that no pace or counter is shared between imports. */
  readonly connect: (target: Target) => ConnectClient
  readonly meter: Meter
  readonly announce: Announce
  readonly limits: Limits
  /** Actions in one checkpoint. */
  readonly batchSize: number
  /** Seconds to wait before each further try of a platform that is down. */
  readonly outageWaits: readonly number[]
  /** How long an import holds its target without a sign of life, in seconds. */
  readonly leaseSeconds: number
  /** Milliseconds since 1970. */
  readonly now: () => number
}

/** Tells other systems that an import has ended. @throws Error where the event was not taken */
export type Announce = (finished: FinishedImport) => Promise<void>

/** CloudWatch metrics of imports. */
export type Meter = {
  /** One import that has ended. */
  readonly finished: (finished: FinishedImport) => Promise<void>
  /** How long ago a running import began, in seconds. */
  readonly age: (seconds: number) => Promise<void>
}
