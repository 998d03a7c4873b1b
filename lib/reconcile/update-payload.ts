import type { ActionCreate, ByName } from '../contract/requests.ts'
import { asMapping, getOwn, isMapping, type Mapping } from '../json/mapping.ts'
import { sha256 } from '../util/hash.ts'
import type { StoredAction } from './platform-state.ts'

/** A definition as it stands inside of a stored action. */
export type LinkedDefinition = {
  readonly id: string
  readonly name: string
  readonly url: string
  readonly accept: readonly string[]
}

/**
 * The whole stored action as an update sends it back: the planned fields, with the ids that the platform has given to
 * the action, its responses and its links. What is new gets an id made from its place, so that a repeat is the same.
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

/** An id in the form of a ULID. */
const newId = (seed: string): string => {
  const bits = BigInt(`0x${sha256(seed).slice(0, 32)}`)
  return Array.from({ length: 26 }, (_, i) => CROCKFORD[Number((bits >> BigInt(5 * (25 - i))) & 31n)]).join('')
}
