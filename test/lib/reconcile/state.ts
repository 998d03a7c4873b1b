import type { ActionCreate, ByName } from '../../../lib/contract/requests.ts'
import type { Plan, PlannedAction } from '../../../lib/conversion/plan.ts'
import type { PlatformState } from '../../../lib/reconcile/compare/platform-state.ts'
import type { Changes } from '../../../lib/reconcile/decide/decide-changes.ts'
import { EMPTY_LEDGER, type Ledger } from '../../../lib/reconcile/ledger/ledger.ts'
import { type Applied, type AppliedResults, nextLedger } from '../../../lib/reconcile/next-ledger.ts'
import { plan, plannedAction, plannedDefinition } from '../report/fixtures.ts'

const payloadOf = (name: string, path: string, summary: string): ActionCreate<ByName> => ({
  type: 'http',
  name,
  summary,
  method: 'GET',
  path,
  parameters: [],
  responses: [{ definitions: [] }],
})

/** Items of a state: summaries of actions, and types of definitions, by their names. */
export type Items = {
  readonly actions?: Readonly<Record<string, string>>
  readonly definitions?: Readonly<Record<string, string>>
  /** Path of the actions that do not have their name as the path. */
  readonly paths?: Readonly<Record<string, string>>
}

/** Plans a document with these items. */
export const planOf = ({ actions = {}, definitions = {}, paths = {} }: Items): Plan =>
  plan(
    Object.entries(actions).map(([name, summary]): PlannedAction => {
      const path = paths[name] ?? `/${name}`
      return plannedAction(name, { path, payload: payloadOf(name, path, summary) })
    }),
    Object.entries(definitions).map(([name, type]) => plannedDefinition(name, { content: JSON.stringify({ type }) })),
  )

/** Makes a platform with these items. */
export const platformOf = ({ actions = {}, definitions = {}, paths = {} }: Items): PlatformState => ({
  actions: new Map(
    Object.entries(actions).map(([name, summary]) => {
      return [name, { id: `id-${name}`, ...payloadOf(name, paths[name] ?? `/${name}`, summary) }]
    }),
  ),
  triggers: new Map(),
  definitions: new Map(
    Object.entries(definitions).map(([name, type]) => [
      name,
      { id: `id-${name}`, url: `https://p.example/${name}.json`, accept: ['application/json'], schema: { type } },
    ]),
  ),
})

/** Returns the ledger after an import in which every decision had its effect. */
export const ledgerAfter = (given: Plan, changes: Changes, before: Ledger = EMPTY_LEDGER): Ledger => {
  const resultsOf = (kind: 'actions' | 'triggers' | 'definitions') =>
    new Map(
      given[kind].map(({ name }, i): [string, Applied] => {
        const { change = 'create', id = `id-${name}`, renamedFrom, accepted } = changes[kind][i] ?? {}
        const status = change === 'keep' || change === 'skip' ? 'skipped' : 'done'
        return [
          name,
          { change, status, id, ...(renamedFrom !== undefined && { renamedFrom }), ...(accepted && { accepted }) },
        ]
      }),
    )
  const none = { actions: new Map(), triggers: new Map(), definitions: new Map() }
  const results: AppliedResults = {
    actions: resultsOf('actions'),
    triggers: resultsOf('triggers'),
    definitions: resultsOf('definitions'),
    removed: none,
  }
  return nextLedger(before, given, results)
}
