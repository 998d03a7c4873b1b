import { canonical } from '../json/canonical.ts'
import { asMapping, asText, getOwn, isMapping, type Mapping } from '../json/mapping.ts'

/** Fields of an action that an import sets, in one form for planned and stored actions. */
export type ComparableAction = {
  readonly summary: string
  readonly description: string
  readonly method: unknown
  readonly path: unknown
  readonly parameters: readonly unknown[]
  readonly requestBody: unknown
  readonly responses: readonly unknown[]
}

/** Returns the comparable form of an action: without name, ids and validation results, and in a fixed order. */
export function comparableAction(action: unknown): ComparableAction {
  const source = asMapping(action) ?? {}
  const body = asMapping(getOwn(source, 'requestBody'))
  return {
    summary: asText(getOwn(source, 'summary')) ?? '',
    description: asText(getOwn(source, 'description')) ?? '',
    method: getOwn(source, 'method'),
    path: getOwn(source, 'path'),
    parameters: objectsIn(getOwn(source, 'parameters')).map(comparableParameter),
    requestBody: body && { required: getOwn(body, 'required') === true, definitions: definitionNames(body) },
    responses: objectsIn(getOwn(source, 'responses'))
      .map(response => ({ status: getOwn(response, 'status') ?? null, definitions: definitionNames(response) }))
      .sort((a, b) => Number(a.status ?? 1000) - Number(b.status ?? 1000)),
  }
}

const objectsIn = (value: unknown): Mapping[] => (Array.isArray(value) ? value.filter(isMapping) : [])

const comparableParameter = (parameter: Mapping) => ({
  name: getOwn(parameter, 'name'),
  in: getOwn(parameter, 'in'),
  required: getOwn(parameter, 'required') === true,
  type: getOwn(parameter, 'type'),
  default: getOwn(parameter, 'default') ?? null,
})

/** Returns the sorted names of the definitions of a body; their order has no meaning. */
const definitionNames = (body: Mapping): string[] =>
  objectsIn(getOwn(body, 'definitions'))
    .map(link => asText(getOwn(asMapping(getOwn(link, 'definition')) ?? {}, 'name')) ?? '')
    .sort()

/** Returns the names of all definitions that an action links. */
export function linkedNames(action: unknown): string[] {
  const source = asMapping(action) ?? {}
  const bodies = [asMapping(getOwn(source, 'requestBody')), ...objectsIn(getOwn(source, 'responses'))]
  return [...new Set(bodies.flatMap(body => (body === undefined ? [] : definitionNames(body))))]
}

/** Returns true if a planned and a stored action are equal. */
export function sameAction(planned: unknown, stored: unknown): boolean {
  return canonical(comparableAction(planned)) === canonical(comparableAction(stored))
}
