import { isMapping } from '../../../lib/json/mapping.ts'
import { reply, startServer } from '../../lib/connect/support/server.ts'

type Item = { readonly id: string; readonly name: string } & Readonly<Record<string, unknown>>
type Definition = Item & { readonly url: string; readonly schema: { readonly content: string } }

const NOT_FOUND = { code: 'not_found', message: 'Not found.' }

/**
 * Starts an emulator that accepts duplicates: it stores a second action or definition with the same name. It has one
 * connector with one version, and supports only create and read.
 * @param loses returns true when the response to the n-th create, counted from 1, is lost
 */
export async function startLenientPlatform(loses: (create: number) => boolean = () => false) {
  const actions: Item[] = []
  const definitions: Definition[] = []
  let ids = 0
  let creates = 0
  const nextId = (): string => `id${++ids}`

  /** Replaces the id in each link by the whole definition. */
  const showLinks = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(showLinks)
    if (!isMapping(value)) return value
    const { definition } = value
    if (isMapping(definition)) return { id: nextId(), definition: definitions.find(({ id }) => id === definition.id) }
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, showLinks(inner)]))
  }
  const createAction = (body: Record<string, unknown>): Item => {
    const action = { ...(showLinks(body) as Item), id: nextId() }
    actions.push(action)
    return action
  }
  const createDefinitions = (body: Record<string, unknown>): unknown => {
    const created = (body.definitions as Definition[]).map(definition => {
      const id = nextId()
      return { ...definition, id, url: `${origin}/schemas/${id}` }
    })
    definitions.push(...created)
    return { definitions: created }
  }
  const schemaOf = (id: string | undefined): unknown => {
    const found = definitions.find(definition => definition.id === id)
    const urlOf = (name: string): string => definitions.find(definition => definition.name === name)?.url ?? name
    return found && JSON.parse(found.schema.content.replaceAll(/#\/\$defs\/([\w-]+)/g, (_, name) => urlOf(name)))
  }
  const get = (path: string): unknown => {
    const [kind, name] = path.split('/').slice(-2)
    if (kind === 'schemas') return schemaOf(name)
    if (kind === 'connectors') return { id: name, protocol: 'http', baseUrl: 'https://api.example.com' }
    if (kind === 'versions') return { id: name, name }
    if (kind === 'actions') return actions.find(action => action.name === name)
    if (kind === 'definitions') return definitions.find(definition => definition.name === name)
    if (name === 'triggers') return { triggers: [] }
    return name === 'actions' ? { actions } : { definitions }
  }

  const { origin } = await startServer(({ method, url, body }, response) => {
    const { pathname } = new URL(url, 'http://platform')
    if (method === 'GET') {
      const found = get(pathname)
      reply(response, found === undefined ? 404 : 200, found ?? NOT_FOUND)
      return
    }
    const created = (pathname.endsWith('/actions') ? createAction : createDefinitions)(JSON.parse(body))
    creates += 1
    if (loses(creates)) response.destroy()
    else reply(response, 201, created)
  })
  return { url: origin, actions, definitions }
}
