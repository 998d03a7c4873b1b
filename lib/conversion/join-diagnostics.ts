import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { joinRepeated } from '../diagnostics/shared.ts'
import type { Plan, PlannedAction, PlannedDefinition } from './plan.ts'

/** Joins diagnostics that repeat in many items; a skipped operation keeps its own, which are its reason. */
export function joinDiagnostics(
  actions: readonly PlannedAction[],
  definitions: readonly PlannedDefinition[],
): Pick<Plan, 'actions' | 'definitions'> & { readonly joined: Diagnostic[] } {
  const { kept, joined } = joinRepeated([
    ...actions.map(({ name, payload, problems }) => ({
      kind: 'operation' as const,
      name,
      problems: payload === undefined ? [] : problems,
    })),
    ...definitions.map(({ name, problems }) => ({ kind: 'definition' as const, name, problems })),
  ])
  if (joined.length === 0) return { actions, definitions, joined }
  const own = <Item extends PlannedAction | PlannedDefinition>(item: Item, i: number): Item => ({
    ...item,
    problems: kept[i] ?? [],
  })
  return {
    actions: actions.map((action, i) => (action.payload === undefined ? action : own(action, i))),
    definitions: definitions.map((definition, i) => own(definition, actions.length + i)),
    joined,
  }
}
