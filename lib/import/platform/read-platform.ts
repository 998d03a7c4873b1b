import type { ConnectClient } from '../../connect/client.ts'
import type { ConnectError, Result } from '../../connect/errors.ts'
import type { Definition } from '../../contract/responses.ts'
import type { PlatformState } from '../../reconcile/platform-state.ts'
import type { StoredDefinition } from '../../reconcile/stored-definition.ts'
import { mapConcurrently } from '../../util/concurrency.ts'
import { PlatformStop, reasonOf, stopIfFatal } from './platform-error.ts'

/** Selects the parts of a version that are required. */
export type Wanted = {
  /** Tests if the schema of this definition is required. */
  readonly schema: (name: string) => boolean
  /** True if the triggers are required. */
  readonly triggers: boolean
}

/** Reads a version's items, and the schemas of the wanted definitions. @throws PlatformStop */
export async function readPlatform(client: ConnectClient, wanted: Wanted): Promise<PlatformState> {
  const [actions, triggers, definitions] = await Promise.all([
    collect(client.actions.list(), page => page.items),
    wanted.triggers ? collectTriggers(client) : { triggers: new Map() },
    collect(client.listDefinitions(), page => page.definitions ?? []),
  ])
  return {
    actions: byName(actions),
    ...triggers,
    definitions: await withSchemas(client, definitions, wanted.schema),
  }
}

const byName = <Item extends { readonly name: string }>(items: readonly Item[]): Map<string, Item> =>
  new Map(items.map(item => [item.name, item]))

/** Reads the triggers. A platform that has none does not prevent the import of the actions. */
const collectTriggers = async (client: ConnectClient): Promise<Pick<PlatformState, 'triggers' | 'noTriggers'>> => {
  const pages = client.triggers.list()
  const first = await pages.next()
  if (first.done) return { triggers: new Map() }
  if (!first.value.ok && hasNoTriggers(first.value.error))
    return { triggers: new Map(), noTriggers: reasonOf(first.value.error) }
  if (!first.value.ok) throw new PlatformStop(first.value.error)
  return { triggers: byName([...first.value.value.items, ...(await collect(pages, page => page.items))]) }
}

/** Returns true if the platform refuses the list of triggers for good: it has no such route, or not for this token. */
const hasNoTriggers = (error: ConnectError): boolean =>
  error.kind === 'missing-route' || (error.kind === 'refused' && [403, 404, 405].includes(error.status))

const withSchemas = async (
  client: ConnectClient,
  definitions: readonly Definition[],
  wanted: (name: string) => boolean,
): Promise<PlatformState['definitions']> => {
  const read = async (definition: Definition) => {
    const { id, name, url } = definition
    const schema = wanted(name) ? await readSchema(client, url) : undefined
    return [name, { id, url, ...storedDefinition(definition, schema) }] as const
  }
  return new Map(await mapConcurrently(definitions, client.concurrency, read))
}

/** Reads a definition's schema; null, which differs from every schema, if it is unreadable. @throws PlatformStop */
export async function readSchema(client: ConnectClient, url: string): Promise<unknown> {
  const schema = await client.getSchema(url)
  if (schema.ok) return schema.value
  stopIfFatal(schema.error)
  return null
}

/** Combines a definition of the platform with its schema. */
export function storedDefinition({ accept, description }: Definition, schema: unknown): StoredDefinition {
  return { accept: accept ?? [], description: typeof description === 'string' ? description : undefined, schema }
}

const collect = async <Page, Item>(
  pages: AsyncIterable<Result<Page>>,
  items: (page: Page) => readonly Item[],
): Promise<Item[]> => {
  const found: Item[] = []
  for await (const page of pages) {
    if (!page.ok) throw new PlatformStop(page.error)
    for (const item of items(page.value)) found.push(item)
  }
  return found
}
