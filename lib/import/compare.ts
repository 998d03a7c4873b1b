import type { ConnectClient } from '../connect/client.ts'
import type { Result } from '../connect/errors.ts'
import type { Definition } from '../contract/responses.ts'
import type { Changes } from '../reconcile/decide-changes.ts'
import { needsSchema } from '../reconcile/decide-definition.ts'
import { EMPTY_LEDGER, type Ledger } from '../reconcile/ledger.ts'
import type { Platform, Policy } from '../reconcile/platform-state.ts'
import { mapAtOnce } from '../util/concurrency.ts'
import { PlatformStop, stopsImport } from './platform-error.ts'
import type { ResolvedTarget } from './resolve-target.ts'
import type { Session } from './session.ts'

/** How the plan differs from what the platform has, seen from what was last applied. */
export const compare = async (session: Session, target: ResolvedTarget, policy: Policy): Promise<Changes> => {
  const { decide } = await import('./conversion.ts')
  const plan = await session.plan()
  const { ledger } = await readLedger(session, target.ledgers)
  if (target.reads === undefined) return decide(plan, NOTHING, ledger, policy)
  const planned = new Map(plan.definitions.map(definition => [definition.name, definition]))
  // A definition that the document has not changed stays as it is, so nobody need look at it.
  const wanted = (name: string): boolean => {
    const definition = planned.get(name)
    return definition !== undefined && (policy.force || needsSchema(definition, ledger))
  }
  const { client } = target.reads === session.target.version ? session : session.at(target.reads)
  return decide(plan, await readPlatform(client, wanted), ledger, policy)
}

const NOTHING: Platform = { actions: new Map(), definitions: new Map() }

/** What was last applied to the first of the versions that has a ledger. Without one, content alone decides. */
export const readLedger = async (
  session: Session,
  versions: readonly string[],
): Promise<{ ledger: Ledger; damaged: boolean }> => {
  for (const version of versions) {
    const ledger = await session.dependencies.ledgers.read({ ...session.target, version })
    if (ledger === 'damaged') return { ledger: EMPTY_LEDGER, damaged: true }
    if (ledger !== undefined) return { ledger, damaged: false }
  }
  return { ledger: EMPTY_LEDGER, damaged: false }
}

/** Everything that a version has; the schemas of those definitions that are wanted. @throws PlatformStop */
export const readPlatform = async (client: ConnectClient, wanted: (name: string) => boolean): Promise<Platform> => {
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
): Promise<Platform['definitions']> => {
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
  return new Map(await mapAtOnce(definitions, client.concurrency, read))
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
