import type { ActionCreate, ByName } from '../contract.ts'
import { asMapping, asText, isMapping, own } from '../openapi/value.ts'
import { canonical } from './canonical.ts'

/** Whether the platform's action says what a planned one says: ids, validation results and empty fields aside. */
export const sameAction = (planned: ActionCreate<ByName>, stored: unknown): boolean =>
  canonical(comparable(planned)) === canonical(comparable(stored))

/** The part of an action that an import decides, in one shape for both sides. */
const comparable = (action: unknown): unknown => {
  const source = asMapping(action) ?? {}
  const body = asMapping(own(source, 'requestBody'))
  return {
    type: own(source, 'type'),
    name: own(source, 'name'),
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

const list = (value: unknown) => (Array.isArray(value) ? value.filter(isMapping) : [])

const comparableParameter = (parameter: Readonly<Record<string, unknown>>) => ({
  name: own(parameter, 'name'),
  in: own(parameter, 'in'),
  required: own(parameter, 'required') === true,
  type: own(parameter, 'type'),
  default: own(parameter, 'default') ?? null,
})

/** Which definitions a body links, whatever their order: the media type chooses, not the position. */
const definitionNames = (body: Readonly<Record<string, unknown>>): string[] =>
  list(own(body, 'definitions'))
    .map(link => asText(own(asMapping(own(link, 'definition')) ?? {}, 'name')) ?? '')
    .sort()
