import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { joinRepeated } from '../diagnostics/shared.ts'
import type { Plan } from './plan.ts'

type Items = Pick<Plan, 'actions' | 'triggers' | 'definitions'>

/** Joins diagnostics that repeat in many items; a skipped operation keeps its own, which are its reason. */
export function joinDiagnostics(items: Items): Items & { readonly joined: Diagnostic[] } {
  const { actions, triggers, definitions } = items
  const { kept, joined } = joinRepeated([
    ...actions.map(item => ({ kind: 'operation' as const, ...problemsOf(item) })),
    ...triggers.map(item => ({ kind: 'trigger' as const, ...problemsOf(item) })),
    ...definitions.map(({ name, problems }) => ({ kind: 'definition' as const, name, problems })),
  ])
  if (joined.length === 0) return { ...items, joined }
  let next = 0
  const own = <Item extends { readonly name: string; readonly skipped?: string }>(item: Item): Item => {
    const problems = kept[next++] ?? []
    return item.skipped === undefined ? { ...item, problems } : item
  }
  return { actions: actions.map(own), triggers: triggers.map(own), definitions: definitions.map(own), joined }
}

const problemsOf = ({ name, skipped, problems }: Items['triggers'][number]) => ({
  name,
  problems: skipped === undefined ? problems : [],
})
