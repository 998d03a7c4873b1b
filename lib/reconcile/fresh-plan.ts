import type { ActionCreate, ByName, ResourceName, TriggerCreate } from '../contract/requests.ts'
import { DEFAULT_REQUEST_LIMITS, packRequests } from '../conversion/definitions/batches.ts'
import type { Plan, PlannedAction, PlannedDefinition, PlannedTrigger } from '../conversion/plan.ts'
import { asMapping, getOwn, isMapping } from '../json/mapping.ts'
import { dependencyOrder } from '../util/dependency-order.ts'
import { linkedNames, type NameOf, objectsIn } from './compare/comparable.ts'
import { nameOfUrl } from './compare/definition-url.ts'
import type { PlatformState, StoredResource } from './compare/platform-state.ts'
import { sameDefinition, withReferences } from './compare/stored-definition.ts'
import type { Changes } from './decide/decide-changes.ts'
import type { Decision } from './decide/decision.ts'
import type { Removal } from './decide/removals.ts'

/**
 * Plans a complete new version that keeps the edits on the platform. Kept items and items that no import created are
 * copied from the platform; all others come from the document. Items to be removed are not copied.
 */
export function freshPlan(plan: Plan, changes: Changes, platform: PlatformState): Plan {
  const inputOf = (kind: ResourceName): FreshInput => {
    return { decisions: changes[kind], removals: changes.removals[kind], stored: platform[kind] }
  }
  const presentNames = new Map(
    plan.definitions.flatMap(({ name }, i) => {
      const from = changes.definitions[i]?.renamedFrom
      return from === undefined ? [] : [[from, name] as const]
    }),
  )
  const presentName: NameOf = name => presentNames.get(name) ?? name
  const actions = freshItems(plan.actions, inputOf('actions'), stored => copyAction(stored, presentName))
  const triggers = freshItems(plan.triggers, inputOf('triggers'), stored => copyTrigger(stored, presentName))
  const fresh = { ...plan, actions, triggers }
  return { ...fresh, ...copyDefinitions({ plan: fresh, changes, platform, presentName }) }
}

type FreshInput = {
  readonly decisions: readonly Decision[]
  readonly removals: readonly Removal[]
  readonly stored: ReadonlyMap<string, StoredResource>
}

/** Returns the actions or triggers of the new version. Those that the platform does not support are skipped. */
const freshItems = <Item extends PlannedTrigger>(
  items: readonly Item[],
  { decisions, removals, stored }: FreshInput,
  copy: (stored: StoredResource) => Item,
): Item[] => {
  const removed = new Set(removals.filter(({ change }) => change === 'remove').map(({ name }) => name))
  const renamed = new Set(
    decisions.flatMap(({ renamedFrom, change }) =>
      renamedFrom !== undefined && change === 'update' ? [renamedFrom] : [],
    ),
  )
  const planned = new Set(items.filter(({ payload }) => payload !== undefined).map(({ name }) => name))
  const kept = items.flatMap((item, i): Item[] => {
    const { change, renamedFrom = item.name } = decisions[i] ?? {}
    if (change === 'skip' && item.payload !== undefined) return []
    const source = change === 'keep' ? stored.get(renamedFrom) : undefined
    return [source === undefined ? item : { ...item, payload: copy(source).payload }]
  })
  const others = [...stored.values()].filter(
    ({ name }) => !planned.has(name) && !removed.has(name) && !renamed.has(name),
  )
  return [...kept.filter(({ name, payload }) => payload !== undefined || !stored.has(name)), ...others.map(copy)]
}

const copyTrigger = (stored: StoredResource, presentName: NameOf): PlannedTrigger => {
  const { id: _id, errors: _errors, requestBody, responses, ...fields } = asMapping(stored) ?? {}
  const link = (body: unknown) =>
    linkedNames({ requestBody: body }).map(name => ({ definition: { name: presentName(name) } }))
  const body = asMapping(requestBody)
  const payload: TriggerCreate<ByName> = {
    ...(fields as Omit<TriggerCreate<ByName>, 'requestBody' | 'responses'>),
    ...(body !== undefined && {
      requestBody: { required: getOwn(body, 'required') === true, definitions: link(body) },
    }),
    responses: objectsIn(responses).map(response => {
      const status = getOwn(response, 'status')
      return { ...(typeof status === 'number' && { status }), definitions: link(response) }
    }),
  }
  return { name: stored.name, method: payload.method, path: '', pointer: '', payload, problems: [] }
}

/** Copies an action, whose path is one of the fields that are copied. */
const copyAction = (stored: StoredResource, presentName: NameOf): PlannedAction => {
  const { payload, ...copied } = copyTrigger(stored, presentName)
  const action = payload as ActionCreate<ByName>
  return { ...copied, path: action.path, payload: action }
}

type Copying = {
  /** With the actions and triggers of the new version. */
  readonly plan: Plan
  readonly changes: Changes
  readonly platform: PlatformState
  readonly presentName: NameOf
}

/** Collects the definitions that the new version's actions and triggers need, in the order of their creation. */
const copyDefinitions = ({ plan, changes, platform, presentName }: Copying): Pick<Plan, 'definitions' | 'requests'> => {
  const nameOf = nameOfUrl(
    [...platform.definitions].map(([name, { id, url }]) => ({ id, name: presentName(name), url })),
  )
  const all = new Map<string, PlannedDefinition>()
  const copy = (name: string, from = name): PlannedDefinition | undefined => {
    const stored = platform.definitions.get(from)
    if (stored === undefined) return undefined
    const schema = withReferences(stored.schema ?? {}, nameOf)
    const references = new Set<string>()
    collectReferences(schema, references)
    return {
      name,
      accept: stored.accept,
      ...(stored.description && { description: stored.description }),
      content: JSON.stringify(schema),
      references: [...references],
      pointer: '',
      problems: [],
    }
  }
  for (const [i, definition] of plan.definitions.entries()) {
    const { name, pointer, problems } = definition
    const { change, renamedFrom } = changes.definitions[i] ?? {}
    if (change === 'skip') continue
    const stored = platform.definitions.get(renamedFrom ?? name)
    // "unchanged" is about the document only; an edit on the platform was not looked for.
    const isDocuments = stored !== undefined && sameDefinition(definition, stored, nameOf)
    const copied = !isDocuments && (change === 'keep' || change === 'unchanged') ? copy(name, renamedFrom) : undefined
    all.set(name, copied === undefined ? definition : { ...copied, pointer, problems })
  }
  const needed = [
    ...changes.removals.keptDefinitions.map(({ name }) => name),
    ...[...plan.actions, ...plan.triggers].flatMap(({ payload }) =>
      payload === undefined ? [] : linkedNames(payload),
    ),
  ]
  for (let name = needed.pop(); name !== undefined; name = needed.pop()) {
    const known = all.get(name)
    const definition = known ?? copy(name)
    if (definition === undefined || known !== undefined) continue
    all.set(name, definition)
    for (const reference of definition.references) needed.push(reference)
  }
  const groups = dependencyOrder([...all.values()], ({ references }) => references.flatMap(name => all.get(name) ?? []))
  return packRequests(groups, DEFAULT_REQUEST_LIMITS)
}

const collectReferences = (value: unknown, into: Set<string>): void => {
  if (Array.isArray(value)) for (const item of value) collectReferences(item, into)
  else if (isMapping(value)) for (const item of Object.values(value)) collectReferences(item, into)
  else if (typeof value === 'string' && value.startsWith('#/$defs/')) into.add(value.slice('#/$defs/'.length))
}
