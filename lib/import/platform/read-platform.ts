import type { ConnectClient } from '../../connect/client.ts'
import type { Result } from '../../connect/errors.ts'
import type { Action, Definition } from '../../contract/responses.ts'
import type { PlatformState } from '../../reconcile/platform-state.ts'
import type { StoredDefinition } from '../../reconcile/stored-definition.ts'
import { mapConcurrently } from '../../util/concurrency.ts'
import { PlatformStop, stopIfFatal } from './platform-error.ts'

/** Cursors of the pages that were read so far, of each collection; undefined if all its pages were. */
export type ReadPosition = {
  readonly actions?: readonly string[] | undefined
  readonly definitions?: readonly string[] | undefined
}

/** Pages of a version, as JSON. `schema` is absent if it was not wanted. */
export type PlatformPart = {
  readonly actions: readonly Action[]
  readonly definitions: readonly { readonly definition: Definition; readonly schema?: unknown }[]
  /** Absent if no pages are left. */
  readonly next?: ReadPosition
}

/** Selects the pages of one part. */
export type PartInput = {
  /** Tests if the schema of this definition is required. */
  readonly wanted: (name: string) => boolean
  readonly from?: ReadPosition | undefined
  /** Returns true if the part must end. Each part has at least one page of each collection. */
  readonly isSpent?: () => boolean
}

const START: ReadPosition = { actions: [], definitions: [] }

/**
 * Reads pages of a version's actions and definitions, and the schemas of the wanted definitions, up to the end of both
 * collections or until `isSpent`.
 * @throws PlatformStop
 */
export async function readPart(
  client: ConnectClient,
  { wanted, from = START, isSpent = () => false }: PartInput,
): Promise<PlatformPart> {
  const actions: Action[] = []
  const definitions: PlatformPart['definitions'][number][] = []
  const withSchema = async (definition: Definition) => {
    return wanted(definition.name) ? { definition, schema: await readSchema(client, definition.url) } : { definition }
  }
  const next = {
    actions: readPages(from.actions, isSpent, client.listActions, async page => {
      for (const action of page.actions ?? []) actions.push(action)
    }),
    definitions: readPages(from.definitions, isSpent, client.listDefinitions, async page => {
      const read = await mapConcurrently(page.definitions ?? [], client.concurrency, withSchema)
      for (const definition of read) definitions.push(definition)
    }),
  }
  const [nextActions, nextDefinitions] = await Promise.all([next.actions, next.definitions])
  const isLast = nextActions === undefined && nextDefinitions === undefined
  return { actions, definitions, ...(!isLast && { next: { actions: nextActions, definitions: nextDefinitions } }) }
}

/** Reads pages up to the end of the collection or until `isSpent`. @returns the cursors of the pages read; undefined at the end */
const readPages = async <Page extends { readonly next?: string | null | undefined }>(
  read: readonly string[] | undefined,
  isSpent: () => boolean,
  list: (read: readonly string[]) => AsyncIterable<Result<Page>>,
  take: (page: Page) => Promise<void>,
): Promise<readonly string[] | undefined> => {
  if (read === undefined) return undefined
  const cursors = [...read]
  for await (const page of list(read)) {
    if (!page.ok) throw new PlatformStop(page.error)
    await take(page.value)
    const { next } = page.value
    if (!next) return undefined
    cursors.push(next)
    if (isSpent()) return cursors
  }
  return undefined
}

/** Joins all parts of a version, in the order of their reading. */
export function joinParts(parts: readonly PlatformPart[]): PlatformState {
  const actions = parts.flatMap(part => part.actions)
  const definitions = parts.flatMap(part => part.definitions)
  return {
    actions: new Map(actions.map(action => [action.name, action])),
    definitions: new Map(
      definitions.map(({ definition, schema }) => {
        const { id, name, url } = definition
        return [name, { id, url, ...storedDefinition(definition, schema) }]
      }),
    ),
  }
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
