import type { ResourceName } from '../../contract/requests.ts'
import type { Plan } from '../../conversion/plan.ts'
import { canonical } from '../../json/canonical.ts'
import { type Fingerprints, fingerprintFacts } from '../../reconcile/compare/fingerprint.ts'
import { isSameSecurity } from '../../reconcile/compare/same-security.ts'
import type { Changes } from '../../reconcile/decide/decide-changes.ts'
import type { Ledger } from '../../reconcile/ledger/ledger.ts'
import { partsOf } from '../../release/connection-parts.ts'
import { type Impacts, isBreaking } from '../../report/impact.ts'
import { ITEM_KINDS, type ItemKind } from '../../report/report.ts'

/** Items and parts of the connection with a breaking change. */
export type Breaking = {
  readonly count: number
  /** The first of them, each as a sentence. */
  readonly examples: readonly string[]
}

/** Maximum number of items that a reason names. */
const MAX_EXAMPLES = 3

/** Returns what breaks workflows, `unknown` if the effects are; undefined if nothing does. */
export function breakingOf(impacts: Impacts | 'unknown'): Breaking | 'unknown' | undefined {
  if (impacts === 'unknown') return impacts
  const parts = partsOf(impacts.connection ?? {}).flatMap(({ part, value: { kind, reasons } }) =>
    kind === 'breaking' ? [`${part}: ${reasons[0]?.message ?? ''}`] : [],
  )
  const items = ITEM_KINDS.flatMap(({ items: kind, noun }) =>
    impacts[kind].flatMap(([name, impact]) =>
      isBreaking({ status: 'planned', impact }) ? [`${noun} ${name}: ${impact.reasons[0]?.message ?? ''}`] : [],
    ),
  )
  const all = [...parts, ...items]
  return all.length === 0 ? undefined : { count: all.length, examples: all.slice(0, MAX_EXAMPLES) }
}

/** Returns whether effects are stored with the changes. */
export function effectsOf(impacts: Impacts | 'unknown'): 'none' | 'stored' | 'unknown' {
  if (impacts === 'unknown') return impacts
  const { connection = {}, ...items } = impacts
  return Object.keys(connection).length > 0 || Object.values(items).some(({ length }) => length > 0) ? 'stored' : 'none'
}

/** Returns true if the document differs from what was last applied. */
export function hasRelease(
  { actions, triggers, definitions, connection }: Plan,
  changes: Changes,
  ledger: Ledger,
  { ofPayload, ofDefinition }: Fingerprints,
): boolean {
  const { removals } = changes
  const formerName = (kind: ItemKind, name: string, i: number): string => changes[kind][i]?.renamedFrom ?? name
  const hasOther = (kind: ResourceName, items: Plan[ResourceName]): boolean =>
    items.some(({ name, payload, security, facts }, i) => {
      const entry = ledger[kind].get(formerName(kind, name, i))
      return (
        payload !== undefined &&
        (entry?.applied !== ofPayload(payload) ||
          entry.facts !== (facts && fingerprintFacts(facts)) ||
          !isSameSecurity(entry.security, security))
      )
    })
  const isOther = (definition: Plan['definitions'][number], i: number): boolean =>
    ledger.definitions.get(formerName('definitions', definition.name, i))?.applied !== ofDefinition(definition)
  return (
    isOtherConnection(ledger.connection, connection) ||
    removals.actions.length + removals.triggers.length + removals.definitions.length > 0 ||
    hasOther('actions', actions) ||
    hasOther('triggers', triggers) ||
    definitions.some(isOther)
  )
}

/** Returns true if servers or ways to authenticate changed; false if those of one release are not known. */
const isOtherConnection = (before: Ledger['connection'], after: Plan['connection']): boolean =>
  before !== undefined && after !== undefined && canonical(before) !== canonical(after)
