import { type Ledger, parseLedger, serialiseLedger } from '../reconcile/ledger.ts'
import type { Target } from '../request/target.ts'
import type { ObjectStore } from './objects.ts'

/** The ledger of each target, in S3. */
export type LedgerStore = {
  /** Undefined where there is none; `damaged` where what is there can't be read. */
  readonly read: (target: Target) => Promise<Ledger | 'damaged' | undefined>
  readonly write: (target: Target, ledger: Ledger) => Promise<void>
}

const keyOf = ({ organisationId, connectorId, version }: Target): string =>
  `ledgers/${organisationId}/${connectorId}/${version}.json.gz`

export function createLedgerStore(objects: ObjectStore): LedgerStore {
  return {
    read: async target => {
      const bytes = await objects.read(keyOf(target))
      if (bytes === undefined) return undefined
      // Only what was stored can be damaged; a fetch that fails is a fault of another kind, and is tried again.
      return parseLedger(await objects.unpack(bytes).catch(() => undefined)) ?? 'damaged'
    },
    write: (target, ledger) => objects.writeJson(keyOf(target), serialiseLedger(ledger)),
  }
}
