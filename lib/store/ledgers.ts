import { type Ledger, parseLedger, serialiseLedger } from '../reconcile/ledger/ledger.ts'
import type { Target } from '../request/target.ts'
import type { ObjectStore } from './objects.ts'

/** Ledgers of all targets, as gzipped JSON in S3. */
export type LedgerStore = {
  /** Reads the ledger of a target; undefined if there is none, `damaged` if its content is invalid. */
  readonly read: (target: Target) => Promise<Ledger | 'damaged' | undefined>
  readonly write: (target: Target, ledger: Ledger) => Promise<void>
}

const ledgerKey = ({ organisationId, connectorId, version }: Target): string =>
  `ledgers/${organisationId}/${connectorId}/${version}.json.gz`

/** Creates the store of ledgers in a bucket. */
export function createLedgerStore(objects: ObjectStore): LedgerStore {
  return {
    read: async target => {
      const bytes = await objects.read(ledgerKey(target))
      if (bytes === undefined) return undefined
      // Only invalid content counts as damaged; errors of S3 are thrown and retried.
      return parseLedger(await objects.unpack(bytes).catch(() => undefined)) ?? 'damaged'
    },
    write: (target, ledger) => objects.writeJson(ledgerKey(target), serialiseLedger(ledger)),
  }
}
