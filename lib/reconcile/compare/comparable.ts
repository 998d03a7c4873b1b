import { canonical } from '../../json/canonical.ts'
import { asMapping, asText, getOwn, isMapping } from '../../json/mapping.ts'

/** The part of an action or trigger that an import sets, in one shape for planned and stored ones. */
export type ComparableResource = {
  readonly summary: string
  readonly description: string
  readonly method: unknown
  /** Undefined for a trigger. */
  readonly path: unknown
  readonly parameters: readonly unknown[]
  readonly requestBody: unknown
  readonly responses: readonly unknown[]
}

type Mapping = Readonly<Record<string, unknown>>

/** Returns the name to compare a linked definition by. */
export type NameOf = (name: string) => string

const sameName: NameOf = name => name

/** Normalises an action or trigger for comparison: without ids and validation results, unordered parts sorted. */
export function comparableResource(resource: unknown, nameOf: NameOf = sameName): ComparableResource {
  const source = asMapping(resource) ?? {}
  const body = asMapping(getOwn(source, 'requestBody'))
  return {
    summary: asText(getOwn(source, 'summary')) ?? '',
    description: asText(getOwn(source, 'description')) ?? '',
    method: getOwn(source, 'method'),
    path: getOwn(source, 'path'),
    parameters: objectsIn(getOwn(source, 'parameters')).map(comparableParameter),
    requestBody: body && { required: getOwn(body, 'required') === true, definitions: definitionNames(body, nameOf) },
    responses: objectsIn(getOwn(source, 'responses'))
      .map(response => ({ status: getOwn(response, 'status') ?? null, definitions: definitionNames(response, nameOf) }))
      .sort((a, b) => Number(a.status ?? 1000) - Number(b.status ?? 1000)),
  }
}

const comparableParameter = (parameter: Mapping) => ({
  name: getOwn(parameter, 'name'),
  in: getOwn(parameter, 'in'),
  required: getOwn(parameter, 'required') === true,
  type: getOwn(parameter, 'type'),
  default: getOwn(parameter, 'default') ?? null,
})

/** The array's objects; nothing if it is not an array. */
export function objectsIn(value: unknown): Mapping[] {
  return Array.isArray(value) ? value.filter(isMapping) : []
}

/** Names of the definitions that a body links, sorted: the media type selects one, not the position. */
const definitionNames = (body: Mapping, nameOf: NameOf = sameName): string[] =>
  objectsIn(getOwn(body, 'definitions'))
    .map(link => nameOf(asText(getOwn(asMapping(getOwn(link, 'definition')) ?? {}, 'name')) ?? ''))
    .sort()

/** Names of all definitions that an action or trigger links. */
export function linkedNames(resource: unknown): string[] {
  const source = asMapping(resource) ?? {}
  const bodies = [asMapping(getOwn(source, 'requestBody')), ...objectsIn(getOwn(source, 'responses'))]
  return [...new Set(bodies.flatMap(body => (body === undefined ? [] : definitionNames(body))))]
}

/** Returns true if a planned and a stored action or trigger have the same content. */
export function sameResource(planned: unknown, stored: unknown): boolean {
  return canonical(comparableResource(planned)) === canonical(comparableResource(stored))
}
