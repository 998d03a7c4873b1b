import { canonical } from '../json/canonical.ts'
import { asMapping, asText, isMapping, own } from '../json/mapping.ts'

/** The part of an action that an import decides, in one shape for what is planned and what is stored. */
export type ComparableAction = {
  readonly summary: string
  readonly description: string
  readonly method: unknown
  readonly path: unknown
  readonly parameters: readonly unknown[]
  readonly requestBody: unknown
  readonly responses: readonly unknown[]
}

type Mapping = Readonly<Record<string, unknown>>

/** Ids, validation results and the order of what has no order are left aside; the name is the identity. */
export const comparableAction = (action: unknown): ComparableAction => {
  const source = asMapping(action) ?? {}
  const body = asMapping(own(source, 'requestBody'))
  return {
    summary: asText(own(source, 'summary')) ?? '',
    description: asText(own(source, 'description')) ?? '',
    method: own(source, 'method'),
    path: own(source, 'path'),
    parameters: list(own(source, 'parameters')).map(comparableParameter),
    requestBody: body && { required: own(body, 'required') === true, definitions: definitionNames(body) },
    responses: list(own(source, 'responses'))
      .map(response => ({ status: own(response, 'status') ?? null, definitions: definitionNames(response) }))
      .sort((a, b) => Number(a.status ?? 1000) - Number(b.status ?? 1000)),
  }
}

const list = (value: unknown): Mapping[] => (Array.isArray(value) ? value.filter(isMapping) : [])

const comparableParameter = (parameter: Mapping) => ({
  name: own(parameter, 'name'),
  in: own(parameter, 'in'),
  required: own(parameter, 'required') === true,
  type: own(parameter, 'type'),
  default: own(parameter, 'default') ?? null,
})

/** Which definitions a body links, whatever their order: the media type chooses, not the position. */
const definitionNames = (body: Mapping): string[] =>
  list(own(body, 'definitions'))
    .map(link => asText(own(asMapping(own(link, 'definition')) ?? {}, 'name')) ?? '')
    .sort()

/** The names of all definitions that an action links. */
export const linkedNames = (action: unknown): string[] => {
  const source = asMapping(action) ?? {}
  const bodies = [asMapping(own(source, 'requestBody')), ...list(own(source, 'responses'))]
  return [...new Set(bodies.flatMap(body => (body === undefined ? [] : definitionNames(body))))]
}

/** Whether the platform's action says what a planned one says. */
export const sameAction = (planned: unknown, stored: unknown): boolean =>
  canonical(comparableAction(planned)) === canonical(comparableAction(stored))
