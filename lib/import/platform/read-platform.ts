import type { ConnectClient } from '../../connect/client.ts'
import type { ConnectError, ConnectResult } from '../../connect/errors.ts'
import type { Action, Definition } from '../../contract/responses.ts'
import type { PlatformState } from '../../reconcile/compare/platform-state.ts'
import type { StoredDefinition } from '../../reconcile/compare/stored-definition.ts'
import { mapConcurrently } from '../../util/concurrency.ts'
import { type CountItems, countNothing } from '../progress.ts'
import { PlatformStop, reasonOf, stopIfFatal } from './platform-error.ts'

/** Cursors of the pages that were read so far, of each collection; undefined if all its pages were. */
export type ReadPosition = {
  readonly actions?: readonly string[] | undefined
  readonly triggers?: readonly string[] | undefined
  readonly definitions?: readonly string[] | undefined
  /** Definitions whose wanted schemas are not read yet. */
  readonly schemas?: readonly Definition[]
}

/** Pages of a version, as JSON. `schema` is absent if it was not wanted. */
export type PlatformPart = {
  readonly actions: readonly Action[]
  readonly triggers: readonly Action[]
  /** Reason why the platform has no triggers. */
  readonly noTriggers?: string
  readonly definitions: readonly { readonly definition: Definition; readonly schema?: unknown }[]
  /** Absent if no pages are left. */
  readonly next?: ReadPosition
}

/** Selects the parts of a version that are required. */
export type Wanted = {
  /** Tests if the schema of this definition is required. */
  readonly schema: (name: string) => boolean
  readonly triggers: boolean
}

/** Selects the pages of one part. */
export type PartInput = {
  readonly wanted: Wanted
  readonly from?: ReadPosition | undefined
  /** Returns true if the part must end. Each part has at least one page of each collection, and some schemas. */
  readonly isSpent?: () => boolean
  /** Counts the items read, for the progress. */
  readonly count?: CountItems
}

const startOf = ({ triggers }: Wanted): ReadPosition => {
  return { actions: [], triggers: triggers ? [] : undefined, definitions: [] }
}

/**
 * Reads pages of a version's items, and the schemas of the wanted definitions, up to the end of all collections or until
 * `isSpent`. A platform without triggers does not prevent the reading of the others.
 * @throws PlatformStop
 */
export async function readPart(
  client: ConnectClient,
  { wanted, from = startOf(wanted), isSpent = () => false, count = countNothing }: PartInput,
): Promise<PlatformPart> {
  const actions: Action[] = []
  const triggers: Action[] = []
  let noTriggers: string | undefined
  const definitions: PlatformPart['definitions'][number][] = []
  const left: Definition[] = []
  let schemas = 0
  const withSchema = async (definition: Definition) => {
    if (!wanted.schema(definition.name)) return { definition }
    if (schemas >= client.concurrency && isSpent()) {
      left.push(definition)
      return { definition }
    }
    schemas++
    return { definition, schema: await readSchema(client, definition.url) }
  }
  const counted = async (definition: Definition) => {
    const read = await withSchema(definition)
    count(1)
    return read
  }
  const read = async (page: readonly Definition[]): Promise<void> => {
    for (const definition of await mapConcurrently(page, client.concurrency, counted)) definitions.push(definition)
  }
  await read(from.schemas ?? [])
  // No further page, so that a part has the rest of one page at most.
  if (left.length > 0) return { actions, triggers, definitions, next: { ...from, schemas: left } }
  const [nextActions, nextTriggers, nextDefinitions] = await Promise.all([
    readPages(from.actions, isSpent, {
      list: client.actions.list,
      take: async page => {
        for (const action of page.items) actions.push(action)
        count(page.items.length)
      },
    }),
    readPages(from.triggers, isSpent, {
      list: client.triggers.list,
      take: async page => {
        for (const trigger of page.items) triggers.push(trigger)
        count(page.items.length)
      },
      isMissing: error => {
        if (!hasNoTriggers(error)) return false
        noTriggers = reasonOf(error)
        return true
      },
    }),
    readPages(from.definitions, isSpent, {
      list: client.listDefinitions,
      take: page => read(page.definitions ?? []),
    }),
  ])
  const next = { actions: nextActions, triggers: nextTriggers, definitions: nextDefinitions }
  const isLast = left.length === 0 && Object.values(next).every(cursors => cursors === undefined)
  return {
    actions,
    triggers,
    definitions,
    ...(noTriggers !== undefined && { noTriggers }),
    ...(!isLast && { next: { ...next, ...(left.length > 0 && { schemas: left }) } }),
  }
}

/** Returns true if the platform refuses the list of triggers for good: it has no such route, or not for this token. */
const hasNoTriggers = (error: ConnectError): boolean =>
  error.kind === 'missing-route' || (error.kind === 'refused' && [403, 404, 405].includes(error.status))

type Collection<Page> = {
  /** @param read cursors of the pages that were read before */
  readonly list: (read: readonly string[]) => AsyncIterable<ConnectResult<Page>>
  readonly take: (page: Page) => Promise<void>
  /** Returns true for an error that means that the platform does not have the collection. */
  readonly isMissing?: (error: ConnectError) => boolean
}

/** Reads pages up to the end of the collection or until `isSpent`. @returns the cursors of the pages read; undefined at the end */
const readPages = async <Page extends { readonly next?: string | null | undefined }>(
  read: readonly string[] | undefined,
  isSpent: () => boolean,
  { list, take, isMissing = () => false }: Collection<Page>,
): Promise<readonly string[] | undefined> => {
  if (read === undefined) return undefined
  const cursors = [...read]
  for await (const page of list(read)) {
    if (!page.ok && isMissing(page.error)) return undefined
    if (!page.ok) throw new PlatformStop(page.error)
    await take(page.value)
    const { next } = page.value
    if (!next) return undefined
    cursors.push(next)
    if (isSpent()) return cursors
  }
  return undefined
}

/** Joins all parts of a version, in the order of their reading. A definition with its schema replaces the one without. */
export function joinParts(parts: readonly PlatformPart[]): PlatformState {
  const definitions = parts.flatMap(part => part.definitions)
  const noTriggers = parts.find(part => part.noTriggers !== undefined)?.noTriggers
  return {
    actions: byName(parts.flatMap(part => part.actions)),
    triggers: byName(parts.flatMap(part => part.triggers)),
    ...(noTriggers !== undefined && { noTriggers }),
    definitions: new Map(
      definitions.map(({ definition, schema }) => {
        const { id, name, url } = definition
        return [name, { id, url, ...storedDefinition(definition, schema) }]
      }),
    ),
  }
}

const byName = (items: readonly Action[]): Map<string, Action> => new Map(items.map(item => [item.name, item]))

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
