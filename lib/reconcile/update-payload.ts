import type { ByName, TriggerCreate } from '../contract/requests.ts'
import { asMapping, getOwn } from '../json/mapping.ts'
import { derivedUlid } from '../util/ulid.ts'
import { objectsIn } from './compare/comparable.ts'
import type { StoredResource } from './compare/platform-state.ts'

/** A definition in the form that a stored action or trigger contains. */
export type LinkedDefinition = {
  readonly id: string
  readonly name: string
  readonly url: string
  readonly accept: readonly string[]
}

type Link = Readonly<Record<string, unknown>>
type Body = Readonly<Record<string, unknown>>

/**
 * Builds the whole action or trigger that an update sends: the planned fields with the platform's ids of it, its responses
 * and its links. New responses and links get an id derived from their position, so that a repeated update is the same.
 */
export function updatedResource(
  stored: StoredResource,
  payload: TriggerCreate<ByName>,
  definitions: ReadonlyMap<string, LinkedDefinition>,
): StoredResource & TriggerCreate<unknown> {
  const source = asMapping(stored) ?? {}
  const body = asMapping(getOwn(source, 'requestBody'))
  const responses = objectsIn(getOwn(source, 'responses'))
  const link = (
    owner: string,
    links: readonly { definition: ByName }[],
    before: Body | undefined,
  ): { definition: Link }[] => {
    const known = new Map(objectsIn(before && getOwn(before, 'definitions')).map(item => [linkedName(item), item]))
    return links.flatMap(({ definition: { name } }) => {
      const definition = definitions.get(name)
      if (definition === undefined) return []
      const id = known.get(name)?.id ?? derivedUlid(`${stored.id} ${owner} ${name}`)
      return [{ id, definition: { ...definition, accept: [...definition.accept] } }]
    })
  }
  const { requestBody, responses: planned, ...fields } = payload
  return {
    ...fields,
    id: stored.id,
    ...(requestBody !== undefined && {
      requestBody: { required: requestBody.required, definitions: link('body', requestBody.definitions, body) },
    }),
    responses: planned.map(({ status, definitions: links }) => {
      const before = responses.find(response => (getOwn(response, 'status') ?? undefined) === status)
      const owner = String(status ?? 'default')
      return {
        ...(status !== undefined && { status }),
        id: before?.id ?? derivedUlid(`${stored.id} ${owner}`),
        definitions: link(owner, links, before),
      }
    }),
  }
}

const linkedName = (link: Link): unknown => asMapping(getOwn(link, 'definition'))?.name
