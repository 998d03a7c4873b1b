import { type Answer, textAnswer } from '../http/answer.ts'
import { ApiError } from '../http/api-error.ts'
import type { Call } from '../http/call.ts'
import { schemaObjects } from '../rules/schema-references.ts'
import type { DefinitionRecord } from '../state/records.ts'
import { findVersion } from './find.ts'
import { idOfFile, type SchemaPlace, schemaPlace, schemaUrl } from './schema-url.ts'

/** The schema with each reference replaced by the public url of what it means. */
const publicContent = ({ content, links }: DefinitionRecord, place: SchemaPlace): string => {
  if (Object.keys(links).length === 0) return content
  const schema: unknown = JSON.parse(content)
  for (const part of schemaObjects(schema)) {
    const id = typeof part.$ref === 'string' ? links[part.$ref] : undefined
    if (id !== undefined) part.$ref = schemaUrl(place, id)
  }
  return JSON.stringify(schema)
}

/** What the `url` of a definition answers. */
export function getSchema(call: Call): Answer {
  const version = findVersion(call)
  const { file } = call.parameters
  const definition = version.definitions.byId(idOfFile(file))
  if (definition === undefined) throw new ApiError(404, 'definition_not_found', `There is no schema "${file}".`)
  return textAnswer(200, 'application/schema+json', publicContent(definition, schemaPlace(call, version)))
}
