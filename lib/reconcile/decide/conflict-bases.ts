import type { ResourceName } from '../../contract/requests.ts'
import type { Plan } from '../../conversion/plan.ts'
import { parseExactly } from '../../json/parse-json.ts'
import { comparableResource } from '../compare/comparable.ts'
import { valueAt } from '../compare/diff.ts'
import { type AppliedContent, type ContentKind, isAppliedDefinition, isAppliedResource } from '../ledger/applied.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { ConflictField } from './conflict-fields.ts'
import type { Changes } from './decide-changes.ts'
import type { Decision } from './decision.ts'
import { renameReferences } from './definition-renames.ts'

/** Returns true if a comparison has found a conflict. */
export function hasConflicts({ actions, triggers, definitions }: Changes): boolean {
  return [actions, triggers, definitions].some(decisions => decisions.some(({ conflict }) => conflict))
}

/** Selects the items with a conflict, by their names in the ledger. */
export function conflictNames(plan: Plan, changes: Changes): (kind: ContentKind, name: string) => boolean {
  const namesOf = (kind: ContentKind): ReadonlySet<string> =>
    new Set(
      plan[kind].flatMap(({ name }, i) => {
        const { conflict, renamedFrom = name } = changes[kind][i] ?? {}
        return conflict ? [renamedFrom] : []
      }),
    )
  const names = { actions: namesOf('actions'), triggers: namesOf('triggers'), definitions: namesOf('definitions') }
  return (kind, name) => names[kind].has(name)
}

/**
 * Adds the values of all three sides to each conflict. The base is the content that the ledger's entry identifies; without an
 * entry, or if its content is not stored, the base is unknown.
 */
export function withConflictFields(
  changes: Changes,
  plan: Plan,
  ledger: Ledger,
  applied: AppliedContent | undefined,
): Changes {
  const presentNames = new Map(
    plan.definitions.flatMap(({ name }, i) => {
      const from = changes.definitions[i]?.renamedFrom
      return from === undefined ? [] : [[from, name] as const]
    }),
  )
  const presentName = (name: string): string => presentNames.get(name) ?? name
  const resourceBase = (kind: ResourceName, name: string): object | undefined => {
    const content = applied?.[kind].get(name)
    const entry = ledger[kind].get(name)
    return isAppliedResource(entry, content) ? comparableResource(content, presentName) : undefined
  }
  const definitionBase = (name: string): object | undefined => {
    const content = applied?.definitions.get(name)
    const entry = ledger.definitions.get(name)
    if (content === undefined || !isAppliedDefinition(entry, content)) return undefined
    const { accept, description = '' } = content
    const schema = renameReferences(content.content, presentName)
    return { accept, description, schema: parseExactly(schema) ?? JSON.parse(schema) }
  }
  const add = (kind: ContentKind): Decision[] =>
    changes[kind].map((decision, i) => {
      if (!decision.conflict) return decision
      const { renamedFrom = plan[kind][i]?.name ?? '', diff = [] } = decision
      const base = kind === 'definitions' ? definitionBase(renamedFrom) : resourceBase(kind, renamedFrom)
      const sides = base && { name: renamedFrom, ...base }
      const fields = diff.map(({ field, before, after }): ConflictField => {
        const value = valueAt(sides, field)
        return {
          field,
          ...(value !== undefined && value !== null && { base: value }),
          ...(before !== undefined && { platform: before }),
          ...(after !== undefined && { document: after }),
        }
      })
      return { ...decision, fields, ...(base === undefined && { baseUnknown: true as const }) }
    })
  return { ...changes, actions: add('actions'), triggers: add('triggers'), definitions: add('definitions') }
}
