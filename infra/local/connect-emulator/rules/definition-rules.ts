import type { Variants } from '../faults/variants.ts'
import type { Problem } from '../http/api-error.ts'
import type { SchemaCheck } from './json-schema.ts'
import { schemaObjects, schemaReferences } from './schema-references.ts'

const MEDIA_TYPE = /^[^\s/;,]+\/[^\s/;,]+(\s*;.*)?$/
const SCHEMA_CONTENT_TYPE = /^application\/schema\+json\s*(;|$)/i

type InlineSchema = { readonly contentType: string; readonly content: string }

/** Resolves a `$ref` to the id of a definition, or undefined. */
export type Resolve = (reference: string) => string | undefined

/** The definition ids of the references in a schema, or its problems. */
export type ContentReading = { readonly links: Readonly<Record<string, string>>; readonly problems: readonly Problem[] }

const XML = /^(application|text)\/xml\b|\+xml\b/i

/** Checks that `accept` has at least one media type, and only media types. */
export function acceptProblems(accept: readonly string[], field: string, { xmlDefinitions }: Variants): Problem[] {
  if (accept.length === 0) {
    return [{ code: 'accept_empty', field, message: 'must have at least one media type' }]
  }
  return accept.flatMap((type, index) => {
    const place = `${field}[${index}]`
    if (!MEDIA_TYPE.test(type))
      return [{ code: 'accept_invalid', field: place, message: `"${type}" is not a media type` }]
    if (xmlDefinitions === 'rejected' && XML.test(type))
      return [{ code: 'accept_xml', field: place, message: 'is for definitions of a WSDL only' }]
    return []
  })
}

const parse = (content: string): { value: unknown } | { error: string } => {
  try {
    return { value: JSON.parse(content) }
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) }
  }
}

/** Checks the schema of a definition and resolves its references. `field` is the location of the schema in the payload. */
export function readContent(
  { contentType, content }: InlineSchema,
  field: string,
  { resolve, check }: { readonly resolve: Resolve; readonly check: SchemaCheck },
): ContentReading {
  const failed = (code: string, property: string, message: string): ContentReading => ({
    links: {},
    problems: [{ code, field: `${field}.${property}`, message }],
  })
  if (!SCHEMA_CONTENT_TYPE.test(contentType)) {
    return failed('schema_content_type', 'contentType', `must be application/schema+json, got "${contentType}"`)
  }
  const parsed = parse(content)
  if ('error' in parsed) return failed('schema_not_json', 'content', `is not valid JSON: ${parsed.error}`)
  const fault = check(parsed.value)
  if (fault !== undefined) return failed('schema_invalid', 'content', `is not a JSON Schema 2020-12: ${fault}`)
  if (schemaObjects(parsed.value).some(schema => '$defs' in schema || 'definitions' in schema)) {
    return failed(
      'schema_local_definitions',
      'content',
      'must not contain $defs or definitions; create a definition for each',
    )
  }
  const links: Record<string, string> = {}
  const problems: Problem[] = []
  for (const reference of schemaReferences(parsed.value)) {
    const id = resolve(reference)
    if (id !== undefined) links[reference] = id
    else {
      const message = `"$ref": "${reference}" must be #/$defs/NAME of this request or the URL of a definition of this version`
      problems.push({ code: 'reference_unresolved', field: `${field}.content`, message })
    }
  }
  return { links, problems }
}
