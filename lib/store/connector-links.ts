import * as v from 'valibot'
import type { Target } from '../request/target.ts'
import type { ObjectStore } from './objects.ts'

/** Name that requests and keys of documents use for a connector, in place of its id. */
type Alias = Pick<Target, 'organisationId' | 'connectorId'>

const Creation = v.object({
  /** Identifies the connector on the platform if the response of its creation is lost. */
  creationId: v.string(),
  importId: v.string(),
})
export type Creation = v.InferOutput<typeof Creation>

const Link = v.object({ connectorId: v.string() })

const prefixOf = ({ organisationId, connectorId }: Alias): string => `connectors/${organisationId}/${connectorId}/`

/** Key of the object that an import writes before it creates a connector. */
function creationKey(alias: Alias): string {
  return `${prefixOf(alias)}creation.json`
}

/** Key of the object with the id of the connector that an import has created for a name. */
function linkKey(alias: Alias): string {
  return `${prefixOf(alias)}connector.json`
}

/** Reads the id of the connector that an import has created for a name; undefined if there is none. */
export async function readLink(objects: Pick<ObjectStore, 'read'>, alias: Alias): Promise<string | undefined> {
  return (await readObject(objects, linkKey(alias), Link))?.connectorId
}

/** Links a name to a connector, unless it is linked already. @returns the id of the linked connector */
export async function writeLink(objects: ObjectStore, alias: Alias, connectorId: string): Promise<string> {
  await objects.writeOnce(linkKey(alias), JSON.stringify({ connectorId }), 'application/json')
  return (await readLink(objects, alias)) ?? connectorId
}

/** Reads the creation that an import has begun for a name. */
export function readCreation(objects: ObjectStore, alias: Alias): Promise<Creation | undefined> {
  return readObject(objects, creationKey(alias), Creation)
}

/** Records the creation of a connector before its request is sent, unless one has begun. @returns the recorded one */
export async function beginCreation(objects: ObjectStore, alias: Alias, creation: Creation): Promise<Creation> {
  await objects.writeOnce(creationKey(alias), JSON.stringify(creation), 'application/json')
  return (await readCreation(objects, alias)) ?? creation
}

const readObject = async <Schema extends v.GenericSchema>(
  objects: Pick<ObjectStore, 'read'>,
  key: string,
  schema: Schema,
): Promise<v.InferOutput<Schema> | undefined> => {
  const bytes = await objects.read(key)
  if (bytes === undefined) return undefined
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), new TextDecoder().decode(bytes))
  if (parsed.success) return parsed.output
  throw new Error(`${key} is damaged. Restore its earlier version, or name the connector by its id.`)
}
