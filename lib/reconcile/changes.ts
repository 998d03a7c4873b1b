import type { Plan, PlannedAction, PlannedDefinition } from '../actions/plan.ts'
import type { Change } from '../report/report.ts'
import { type NameOfUrl, nameOfUrl } from './definition-url.ts'
import { sameAction } from './stored-action.ts'
import { type StoredDefinition, sameDefinition } from './stored-definition.ts'

/** What is to be done about one planned action or definition. */
export type Decision = {
  readonly change: Extract<Change, 'create' | 'unchanged' | 'keep' | 'skip'>
  /** The platform's id and, for definitions, URL where it has one already. */
  readonly id?: string
  readonly url?: string
  readonly reason?: string
}

/** One decision for each action and definition of a plan, in its order. */
export type Changes = { readonly actions: readonly Decision[]; readonly definitions: readonly Decision[] }

/** What the platform has, by name. `schema` is absent where it could not be read. */
export type Platform = {
  readonly actions: ReadonlyMap<string, { readonly id: string }>
  readonly definitions: ReadonlyMap<string, StoredDefinition & { readonly id: string; readonly url: string }>
}

const DIFFERS = 'The platform has one of this name that differs from the document; it was left as it is.'

/** Compares the desired state with the platform's. */
export const decide = (plan: Plan, platform: Platform): Changes => {
  const nameOf = nameOfUrl([...platform.definitions].map(([name, { id, url }]) => ({ id, name, url })))
  return {
    actions: plan.actions.map(action => decideAction(action, platform)),
    definitions: plan.definitions.map(definition => decideDefinition(definition, platform, nameOf)),
  }
}

const decideAction = ({ name, payload, skipped }: PlannedAction, { actions }: Platform): Decision => {
  if (payload === undefined) return { change: 'skip', ...(skipped !== undefined && { reason: skipped }) }
  const stored = actions.get(name)
  if (stored === undefined) return { change: 'create' }
  const { id } = stored
  return sameAction(payload, stored) ? { change: 'unchanged', id } : { change: 'keep', id, reason: DIFFERS }
}

const decideDefinition = (definition: PlannedDefinition, { definitions }: Platform, nameOf: NameOfUrl): Decision => {
  const stored = definitions.get(definition.name)
  if (stored === undefined) return { change: 'create' }
  const { id, url } = stored
  return sameDefinition(definition, stored, nameOf)
    ? { change: 'unchanged', id, url }
    : { change: 'keep', id, url, reason: DIFFERS }
}
