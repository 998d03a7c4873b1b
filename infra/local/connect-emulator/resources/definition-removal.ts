import { ApiError, refuseProblems } from '../http/api-error.ts'
import type { EmulatorRequest } from '../http/request.ts'
import { type EmulatorResponse, NO_CONTENT } from '../http/response.ts'
import { checkShape } from '../rules/check-shape.ts'
import { DefinitionsDeleteShape } from '../rules/shapes.ts'
import type { Version } from '../state/model.ts'
import type { DefinitionRecord } from '../state/records.ts'
import { findDraft, findItem, keyOf } from './find.ts'

/** Removes all or none of the definitions. @throws ApiError 412 when a remaining item refers to one, unless `force=true` */
const remove = (request: EmulatorRequest, version: Version, removed: readonly DefinitionRecord[]): EmulatorResponse => {
  const ids = new Set(removed.map(({ id }) => id))
  for (const { id, name } of request.query.get('force') === 'true' ? [] : removed) {
    const referencedBy = version.references.to(id).filter(referrer => !ids.has(referrer.id))
    const [first] = referencedBy
    if (first === undefined) continue
    const message = `Definition "${name}" is referenced by ${first.type} "${first.name}"; remove the ${first.type} first, or use force=true.`
    throw new ApiError(412, 'definition_referenced', message, { extra: { definition: { id, name, referencedBy } } })
  }
  const key = keyOf(request, version)
  request.store.commit(removed.map(({ id }) => ({ change: 'remove-definition', in: key, id })))
  return NO_CONTENT
}

export function deleteDefinition(request: EmulatorRequest): EmulatorResponse {
  const version = findDraft(request)
  return remove(request, version, [findItem(request, 'definition', version.definitions)])
}

/** Deletes the definitions that the body names by id or by name, or all. */
export function deleteDefinitions(request: EmulatorRequest): EmulatorResponse {
  const version = findDraft(request)
  const { ids = [], names = [], all } = checkShape(DefinitionsDeleteShape, request.body)
  const { definitions } = version
  if (all === true) return remove(request, version, [...definitions.values()])
  const named = [
    ...ids.map((id, index) => ({ field: `ids[${index}]`, value: id, found: definitions.byId(id) })),
    ...names.map((name, index) => ({ field: `names[${index}]`, value: name, found: definitions.byName(name) })),
  ]
  refuseProblems(
    named.flatMap(({ field, value, found }) =>
      found === undefined ? [{ code: 'definition_unknown', field, message: `definition "${value}" not found` }] : [],
    ),
  )
  const removed = named.flatMap(({ found }) => found ?? [])
  if (new Set(removed).size < removed.length) {
    const message = 'must contain each definition once, by id or by name'
    refuseProblems([{ code: 'definition_repeated', field: 'ids', message }])
  }
  return remove(request, version, removed)
}
