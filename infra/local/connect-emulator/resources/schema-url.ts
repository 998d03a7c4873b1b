import type { EmulatorRequest } from '../http/request.ts'
import type { Version } from '../state/model.ts'

/** The folder of a version's schemas. */
export type SchemaFolder = { readonly origin: string; readonly path: string }

const EXTENSION = '.json'

export function schemaFolder(
  { origin, parameters }: Pick<EmulatorRequest, 'origin' | 'parameters'>,
  { name }: Version,
): SchemaFolder {
  const segments = [parameters.organisation, parameters.connector, name].map(encodeURIComponent)
  return { origin, path: `/api/schemas/v1/o/${segments.join('/')}/` }
}

/** Returns the URL of a definition's schema. */
export function schemaUrl({ origin, path }: SchemaFolder, definitionId: string): string {
  return `${origin}${path}${definitionId}${EXTENSION}`
}

/** Returns the definition id in the name of a schema file, or an empty string. */
export function idOfFile(file: string): string {
  return file.endsWith(EXTENSION) ? file.slice(0, -EXTENSION.length) : ''
}

/** Returns the definition id in a URL of this folder, or undefined for any other string. */
export function idOfSchemaUrl(text: string, { origin, path }: SchemaFolder): string | undefined {
  if (!URL.canParse(text)) return undefined
  const url = new URL(text)
  // The port may differ, because it changes at a restart.
  const isHere = url.protocol === 'http:' && url.hostname === new URL(origin).hostname
  return isHere && url.pathname.startsWith(path) ? idOfFile(url.pathname.slice(path.length)) : undefined
}
