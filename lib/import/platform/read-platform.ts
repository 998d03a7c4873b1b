import type { ConnectClient } from '../../connect/client.ts'
import type { Result } from '../../connect/errors.ts'
import type { Definition } from '../../contract/responses.ts'
import type { PlatformState } from '../../reconcile/platform-state.ts'
import type { StoredDefinition } from '../../reconcile/stored-definition.ts'
import { mapConcurrently } from '../../util/concurrency.ts'
import { PlatformStop, stopIfFatal } from './platform-error.ts'

/** Reads a version's actions and definitions, and the schemas of the wanted definitions. @throws PlatformStop */
export async function readPlatform(client: ConnectClient, wanted: (name: string) => boolean): Promise<PlatformState> {
  const [actions, definitions] = await Promise.all([
    collect(client.actions.list(), page => page.items),
    collect(client.listDefinitions(), page => page.definitions ?? []),
  ])
  return {
    actions: new Map(actions.map(action => [action.name, action])),
    definitions: await withSchemas(client, definitions, wanted),
  }
}

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
