import type { ActionCreate, ByName } from '../contract/requests.ts'
import { asMapping, getOwn, isMapping, type Mapping } from '../json/mapping.ts'
import { sha256 } from '../util/hash.ts'
import type { StoredAction } from './platform-state.ts'

/** Definition inside a stored action. */
export type LinkedDefinition = {
  readonly id: string
  readonly name: string
  readonly url: string
  readonly accept: readonly string[]
}

/**
 * Returns the whole action for an update: the planned fields with the platform's ids of the action, its responses and its
 * links. New parts get an id from their location, so that a repeated update is the same.
 */
export function updatedAction(
  stored: StoredAction,
  payload: ActionCreate<ByName>,
  definitions: ReadonlyMap<string, LinkedDefinition>,
): StoredAction & ActionCreate<unknown> {
  const source = asMapping(stored) ?? {}
  const body = asMapping(getOwn(source, 'requestBody'))
  const responses = objectsIn(getOwn(source, 'responses'))
  const link = (
    owner: string,
    links: readonly { definition: ByName }[],
    before: Mapping | undefined,
  ): { definition: Mapping }[] => {
    const known = new Map(objectsIn(before && getOwn(before, 'definitions')).map(item => [nameOf(item), item]))
    return links.flatMap(({ definition: { name } }) => {
      const definition = definitions.get(name)
      if (definition === undefined) return []
      const id = known.get(name)?.id ?? newId(`${stored.id} ${owner} ${name}`)
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
        id: before?.id ?? newId(`${stored.id} ${owner}`),
        definitions: link(owner, links, before),
      }
    }),
  }
}

const objectsIn = (value: unknown): Mapping[] => (Array.isArray(value) ? value.filter(isMapping) : [])

const nameOf = (link: Mapping): unknown => asMapping(getOwn(link, 'definition'))?.name

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** Returns an id in the form of a ULID. */
const newId = (seed: string): string => {
  const bits = BigInt(`0x${sha256(seed).slice(0, 32)}`)
  return Array.from({ length: 26 }, (_, i) => CROCKFORD[Number((bits >> BigInt(5 * (25 - i))) & 31n)]).join('')
}
