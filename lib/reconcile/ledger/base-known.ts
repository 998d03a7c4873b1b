import type { Ledger } from './ledger.ts'

/** Returns true if a ledger records an import. Without one, the common ancestor of document and platform is unknown. */
export function isBaseKnown({ actions, triggers, definitions }: Ledger): boolean {
  return actions.size + triggers.size + definitions.size > 0
}
