import { ApiError } from '../http/api-error.ts'
import type { EmulatorRequest } from '../http/request.ts'
import { type EmulatorResponse, textResponse } from '../http/response.ts'
import { schemaObjects } from '../rules/schema-references.ts'
import type { DefinitionRecord } from '../state/records.ts'
import { findVersion } from './find.ts'
import { idOfFile, type SchemaFolder, schemaFolder, schemaUrl } from './schema-url.ts'

/** Returns the schema with the public URL in each reference. */
const publicContent = ({ content, links }: DefinitionRecord, folder: SchemaFolder): string => {
  if (Object.keys(links).length === 0) return content
  const schema: unknown = JSON.parse(content)
  for (const part of schemaObjects(schema)) {
    const id = typeof part.$ref === 'string' ? links[part.$ref] : undefined
    if (id !== undefined) part.$ref = schemaUrl(folder, id)
  }
  return JSON.stringify(schema)
}

/** Handles the `url` of a definition. */
export function getPublicSchema(request: EmulatorRequest): EmulatorResponse {
  if (request.variants.schemaUrls === 'dead') throw new ApiError(404, 'route_not_found', 'This route does not exist.')
  return getSchema(request)
}

/** Handles the route of the API for the schema of a definition. */
export function getSchema(request: EmulatorRequest): EmulatorResponse {
  const version = findVersion(request)
  const { file } = request.parameters
  const definition = version.definitions.byId(idOfFile(file))
  if (definition === undefined) throw new ApiError(404, 'definition_not_found', `Schema "${file}" not found.`)
  return textResponse(200, 'application/schema+json', publicContent(definition, schemaFolder(request, version)))
}
