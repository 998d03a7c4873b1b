import type { ActionCreate, ByName, TriggerCreate } from '../contract/requests.ts'
import type { PlannedAuthScheme } from '../conversion/authentication/planned-auth-scheme.ts'
import type { OperationFacts, Plan, PlannedDefinition } from '../conversion/plan.ts'

/** Action or trigger of a release. */
export type ReleaseOperation<Payload = TriggerCreate<ByName> & Partial<Pick<ActionCreate, 'path'>>> = {
  /** Method and path of the document; of a trigger, the place of its event. */
  readonly method: string
  readonly path: string
  readonly pointer: string
  /** Absent if the operation could not be converted. */
  readonly payload?: Payload
  /** Reason why `payload` is absent. */
  readonly skipped?: string
  /** First tag. */
  readonly tag?: string
  /** Alternatives to authenticate; empty if none is required, absent if they are not known. */
  readonly security?: readonly string[]
  /** Facts that the payload has no field for; absent if they are not known. */
  readonly facts?: OperationFacts
}

export type ReleaseDefinition = Pick<PlannedDefinition, 'accept' | 'description' | 'content' | 'references'> & {
  /** Location in the document. */
  readonly pointer?: string
}

/** Actions, triggers and definitions of one version of a document, by name. */
export type Release = {
  readonly actions: ReadonlyMap<string, ReleaseOperation>
  readonly triggers: ReadonlyMap<string, ReleaseOperation>
  readonly definitions: ReadonlyMap<string, ReleaseDefinition>
  /** Ways to authenticate; absent if they are not known. */
  readonly authSchemes?: readonly PlannedAuthScheme[]
}

/** Converts a plan to a release. An operation that a filter excludes is not part of it. */
export function releaseOf({
  actions,
  triggers,
  definitions,
  authSchemes,
}: Pick<Plan, 'actions' | 'triggers' | 'definitions' | 'authSchemes'>): Release {
  const operations = (items: Plan['actions'] | Plan['triggers']): Map<string, ReleaseOperation> =>
    new Map(
      items
        .filter(({ isFiltered }) => isFiltered !== true)
        .map(({ name, method, path, pointer, tag, security = [], facts = {}, payload, skipped }) => [
          name,
          {
            method,
            path,
            pointer,
            ...(payload !== undefined && { payload }),
            ...(skipped !== undefined && { skipped }),
            ...(tag !== undefined && { tag }),
            security,
            facts,
          },
        ]),
    )
  return {
    actions: operations(actions),
    triggers: operations(triggers),
    definitions: new Map(definitions.map(definition => [definition.name, definition])),
    ...(authSchemes !== undefined && { authSchemes }),
  }
}
