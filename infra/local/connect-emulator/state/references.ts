/** `DefinitionReference` of the contract. */
export type DefinitionReference = {
  readonly type: 'definition' | 'action' | 'trigger'
  readonly id: string
  readonly name: string
}

/** An index of the references to each definition. */
export type References = {
  /** Replaces the references of `referrer`; an empty iterable removes them. */
  set(referrer: DefinitionReference, definitionIds: Iterable<string>): void
  /** Returns the referrers of a definition, without itself. */
  to(definitionId: string): DefinitionReference[]
}

export function createReferences(): References {
  const referrersOf = new Map<string, Map<string, DefinitionReference>>()
  const targetsOf = new Map<string, Set<string>>()
  return {
    set(referrer, definitionIds) {
      for (const target of targetsOf.get(referrer.id) ?? []) referrersOf.get(target)?.delete(referrer.id)
      const targets = new Set(definitionIds)
      targets.delete(referrer.id)
      if (targets.size > 0) targetsOf.set(referrer.id, targets)
      else targetsOf.delete(referrer.id)
      for (const target of targets) {
        const referrers = referrersOf.get(target) ?? new Map<string, DefinitionReference>()
        referrersOf.set(target, referrers.set(referrer.id, referrer))
      }
    },
    to: definitionId => [...(referrersOf.get(definitionId)?.values() ?? [])],
  }
}
