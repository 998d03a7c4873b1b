import type { ConnectClient } from '../connect/client.ts'
import type { Web } from '../http/web.ts'
import type { Limits } from '../openapi/parse/limits.ts'
import type { Target } from '../request/target.ts'
import type { LedgerStore } from '../store/ledgers.ts'
import type { LockStore } from '../store/locks.ts'
import type { ObjectStore } from '../store/objects.ts'
import type { RecordStore } from '../store/records.ts'
import type { FinishedImport } from './model.ts'
import type { ReportProgress } from './progress.ts'

/** Edges and limits of an import. */
export type Dependencies = {
  readonly objects: ObjectStore
  readonly records: RecordStore
  readonly locks: LockStore
  readonly ledgers: LedgerStore
  /** Fetches referenced files from allowed hosts. */
  readonly web: Pick<Web, 'get'>
  /** Fetches documents from source URLs: any public host. */
  readonly sources: Pick<Web, 'get'>
  /** Creates the client of one target; one per invocation, so that imports share no counters. */
  readonly connect: (target: Target) => ConnectClient
  readonly meter: Meter
  readonly announce: Announce
  readonly limits: Limits
  /** Number of actions in one checkpoint. */
  readonly batchSize: number
  /** Wait before each further attempt while the platform is unavailable, in seconds. */
  readonly outageWaits: readonly number[]
  /** Time until an unrenewed lock expires, in seconds. */
  readonly leaseSeconds: number
  /** Current time, in epoch milliseconds. */
  readonly now: () => number
  /** Receives the progress of each item, for a live view in this process. */
  readonly progress?: ReportProgress
  /** Returns true once the import should be cancelled: known in this process before the record is read. */
  readonly isCancelled?: () => boolean
  /** Set if the import runs on the computer of a person, and not in AWS. */
  readonly local?: LocalRun
}

/** Facts about a local run, for reasons and reports. */
export type LocalRun = {
  /** Environment variable with the token. */
  readonly tokenVariable: string
  /** Path of the document; absent if it has only a key in the bucket. */
  readonly file?: string
}

/** Sends the event of a finished import. @throws Error if the event was not accepted */
export type Announce = (finished: FinishedImport) => Promise<void>

/** CloudWatch metrics of imports. */
export type Meter = {
  /** Records a finished import. */
  readonly finished: (finished: FinishedImport) => Promise<void>
  /** Records the age of a running import, in seconds. */
  readonly age: (seconds: number) => Promise<void>
}
