import type { Plan } from '../actions/plan.ts'
import type { ConnectClient } from '../connect/client.ts'
import type { Definition } from '../connect/contract.ts'
import type { Result } from '../connect/errors.ts'
import { type Changes, decide, type Platform } from '../reconcile/changes.ts'
import { PlatformStop, stopsImport } from './platform-error.ts'
import type { Session } from './session.ts'

/** How the plan differs from what the platform has, by name. */
export const compare = async (session: Session, versionExists: boolean): Promise<Changes> => {
  const plan = await session.plan()
  if (!versionExists) return decide(plan, { actions: new Map(), definitions: new Map() })
  const [actions, definitions] = await Promise.all([
    collect(session.client.listActions(), page => page.actions ?? []),
    collect(session.client.listDefinitions(), page => page.definitions ?? []),
  ])
  const platform: Platform = {
    actions: new Map(actions.map(action => [action.name, action])),
    definitions: await withSchemas(session.client, plan, definitions),
  }
  return decide(plan, platform)
}

/** Only the definitions that the plan has as well are worth a look at their schema. */
const withSchemas = async (
  client: ConnectClient,
  plan: Plan,
  definitions: readonly Definition[],
): Promise<Platform['definitions']> => {
  const wanted = new Set(plan.definitions.map(({ name }) => name))
  const read = definitions.map(async ({ id, name, url, accept, description }) => {
    const schema = wanted.has(name) ? await client.getSchema(url) : undefined
    if (schema?.ok === false && stopsImport(schema.error)) throw new PlatformStop(schema.error)
    const stored = {
      id,
      url,
      accept: accept ?? [],
      description: typeof description === 'string' ? description : undefined,
    }
    // A schema that the platform can't give differs from every other.
    return [name, { ...stored, schema: schema?.ok ? schema.value : undefined }] as const
  })
  return new Map(await Promise.all(read))
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
