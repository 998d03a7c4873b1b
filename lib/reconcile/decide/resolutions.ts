import type { Plan } from '../../conversion/plan.ts'
import type { Side } from '../compare/platform-state.ts'
import type { ContentKind } from '../ledger/applied.ts'
import type { Decision } from './decision.ts'
import { DECISION_REASONS } from './reasons.ts'

/** Decided sides of conflicts, by the names of the planned items. */
export type Resolutions = Readonly<Record<ContentKind, ReadonlyMap<string, Side>>>

/** Name of the option `resolve` that matches no conflict, or several: `candidates` are the names to use then. */
export type UnusedResolution = {
  readonly name: string
  readonly candidates: readonly string[]
  /** The decided side, if the item of the name has changed on the platform only: it is kept without a decision. */
  readonly edited?: Side
}

export const NO_RESOLUTIONS: Resolutions = { actions: new Map(), triggers: new Map(), definitions: new Map() }

const PREFIXES = { actions: 'action', triggers: 'trigger', definitions: 'definition' } as const
const KINDS = Object.keys(PREFIXES) as ContentKind[]

type Decisions = Readonly<Record<ContentKind, readonly Decision[]>>

/**
 * Assigns the sides of the option `resolve` to the conflicts of a plan. A name is that of an item, or that name with its kind
 * in front (`action:`, `trigger:`, `definition:`), which is required if conflicts of several kinds have the name.
 */
export function matchResolutions(
  resolve: Readonly<Record<string, Side>>,
  plan: Plan,
  decisions: Decisions,
): { readonly resolutions: Resolutions; readonly unused: readonly UnusedResolution[] } {
  const resolutions = { actions: new Map(), triggers: new Map(), definitions: new Map() } as const
  const unused: UnusedResolution[] = []
  const conflicts = KINDS.flatMap(kind =>
    plan[kind].flatMap(({ name }, i) => (decisions[kind][i]?.conflict ? [{ kind, name }] : [])),
  )
  const edited = new Set(
    KINDS.flatMap(kind =>
      plan[kind].flatMap(({ name }, i) =>
        decisions[kind][i]?.reason === DECISION_REASONS.edited ? [name, fullName({ kind, name })] : [],
      ),
    ),
  )
  const byName = Map.groupBy(conflicts, ({ name }) => name)
  const byFullName = new Map(conflicts.map(conflict => [fullName(conflict), conflict]))
  for (const [name, side] of Object.entries(resolve)) {
    const exact = byFullName.get(name)
    const found = exact === undefined ? (byName.get(name) ?? []) : [exact]
    const [first, ...others] = found
    if (first === undefined) unused.push({ name, candidates: [], ...(edited.has(name) && { edited: side }) })
    else if (others.length > 0) unused.push({ name, candidates: found.map(fullName) })
    else resolutions[first.kind].set(first.name, side)
  }
  return { resolutions, unused }
}

const fullName = ({ kind, name }: { readonly kind: ContentKind; readonly name: string }): string =>
  `${PREFIXES[kind]}:${name}`
