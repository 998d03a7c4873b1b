import type { ConnectClient } from '../../connect/client.ts'
import type { Result } from '../../connect/errors.ts'
import type { Definition } from '../../contract/responses.ts'
import type { PlatformState } from '../../reconcile/platform-state.ts'
import { mapConcurrently } from '../../util/concurrency.ts'
import { PlatformStop, stopsImport } from './platform-error.ts'

/** Everything that a version has; the schemas of those definitions that are wanted. @throws PlatformStop */
export async function readPlatform(client: ConnectClient, wanted: (name: string) => boolean): Promise<PlatformState> {
  const [actions, definitions] = await Promise.all([
    collect(client.listActions(), page => page.actions ?? []),
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
  const read = async ({ id, name, url, accept, description }: Definition) => {
    const schema = wanted(name) ? await client.getSchema(url) : undefined
    if (schema?.ok === false && stopsImport(schema.error)) throw new PlatformStop(schema.error)
    const stored = {
      id,
      url,
      accept: accept ?? [],
      description: typeof description === 'string' ? description : undefined,
    }
    // A schema that the platform can't give differs from every other.
    return [name, { ...stored, schema: schema === undefined ? undefined : schema.ok ? schema.value : null }] as const
  }
  return new Map(await mapConcurrently(definitions, client.concurrency, read))
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
