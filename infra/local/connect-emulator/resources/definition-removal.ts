import { type Answer, NO_CONTENT } from '../http/answer.ts'
import { ApiError, refuseProblems } from '../http/api-error.ts'
import type { Call } from '../http/call.ts'
import { checkShape } from '../rules/check-shape.ts'
import { DefinitionsDeleteShape } from '../rules/shapes.ts'
import type { Version } from '../state/model.ts'
import type { DefinitionRecord } from '../state/records.ts'
import { findDraft, findItem, keyOf } from './find.ts'

/** Removes all of them or, when something that stays refers to one and force is not asked for, none: 412. */
const remove = (call: Call, version: Version, doomed: readonly DefinitionRecord[]): Answer => {
  const ids = new Set(doomed.map(({ id }) => id))
  for (const { id, name } of call.query.get('force') === 'true' ? [] : doomed) {
    const referencedBy = version.references.to(id).filter(referrer => !ids.has(referrer.id))
    const [first] = referencedBy
    if (first === undefined) continue
    const message = `Definition "${name}" is referenced by ${first.type} "${first.name}"; remove that first, or use force=true.`
    throw new ApiError(412, 'definition_referenced', message, { extra: { definition: { id, name, referencedBy } } })
  }
  const key = keyOf(call, version)
  call.store.commit(doomed.map(({ id }) => ({ change: 'remove-definition', in: key, id })))
  return NO_CONTENT
}

export function deleteDefinition(call: Call): Answer {
  const version = findDraft(call)
  return remove(call, version, [findItem(call, 'definition', version.definitions)])
}

/** Deletes the definitions that the body names by id or by name, or all. */
export function deleteDefinitions(call: Call): Answer {
  const version = findDraft(call)
  const { ids = [], names = [], all } = checkShape(DefinitionsDeleteShape, call.body)
  const { definitions } = version
  if (all === true) return remove(call, version, [...definitions.values()])
  const named = [
    ...ids.map((id, index) => ({ field: `ids[${index}]`, value: id, found: definitions.byId(id) })),
    ...names.map((name, index) => ({ field: `names[${index}]`, value: name, found: definitions.byName(name) })),
  ]
  refuseProblems(
    named.flatMap(({ field, value, found }) =>
      found === undefined ? [{ code: 'definition_unknown', field, message: `there is no definition "${value}"` }] : [],
    ),
  )
  const doomed = named.flatMap(({ found }) => found ?? [])
  if (new Set(doomed).size < doomed.length) {
    const message = 'name each definition once, by id or by name'
    refuseProblems([{ code: 'definition_repeated', field: 'ids', message }])
  }
  return remove(call, version, doomed)
}
