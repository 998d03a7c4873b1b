import type { Call } from '../http/call.ts'
import type { Version } from '../state/model.ts'

/** The folder of a version's schemas. */
export type SchemaPlace = { readonly origin: string; readonly path: string }

const EXTENSION = '.json'

export function schemaPlace(
  { origin, parameters }: Pick<Call, 'origin' | 'parameters'>,
  { name }: Version,
): SchemaPlace {
  const segments = [parameters.organisation, parameters.connector, name].map(encodeURIComponent)
  return { origin, path: `/api/schemas/v1/o/${segments.join('/')}/` }
}

/** Where the schema of a definition can be read. */
export function schemaUrl({ origin, path }: SchemaPlace, definitionId: string): string {
  return `${origin}${path}${definitionId}${EXTENSION}`
}

/** The definition id in the name of a schema's file. */
export function idOfFile(file: string): string {
  return file.endsWith(EXTENSION) ? file.slice(0, -EXTENSION.length) : ''
}

/** The definition id in a url of that place, or undefined for any other text. */
export function idOfSchemaUrl(text: string, { origin, path }: SchemaPlace): string | undefined {
  if (!URL.canParse(text)) return undefined
  const url = new URL(text)
  // Only the port may differ: a url that was handed out before a restart still means the same definition.
  const isHere = url.protocol === 'http:' && url.hostname === new URL(origin).hostname
  return isHere && url.pathname.startsWith(path) ? idOfFile(url.pathname.slice(path.length)) : undefined
}
