import type { Problem } from '../http/api-error.ts'
import type { SchemaCheck } from './json-schema.ts'
import { schemaObjects, schemaReferences } from './schema-references.ts'

const MEDIA_TYPE = /^[^\s/;,]+\/[^\s/;,]+(\s*;.*)?$/
const SCHEMA_CONTENT_TYPE = /^application\/schema\+json\s*(;|$)/i

type InlineSchema = { readonly contentType: string; readonly content: string }

/** Finds the definition that a `$ref` means: its id, or undefined. */
export type Resolve = (reference: string) => string | undefined

/** What a content comes to: the definitions behind its references, or what is wrong with it. */
export type ContentReading = { readonly links: Readonly<Record<string, string>>; readonly problems: readonly Problem[] }

/** The media types of a definition: at least one, each a media type. */
export function acceptProblems(accept: readonly string[], field: string): Problem[] {
  if (accept.length === 0) {
    return [{ code: 'accept_empty', field, message: 'must name at least one media type of the data' }]
  }
  return accept.flatMap((type, index) =>
    MEDIA_TYPE.test(type)
      ? []
      : [{ code: 'accept_invalid', field: `${field}[${index}]`, message: `"${type}" is not a media type` }],
  )
}

const parse = (content: string): { value: unknown } | { error: string } => {
  try {
    return { value: JSON.parse(content) }
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) }
  }
}

/** Reads a definition's schema by the rules of the platform; `field` is the place of the schema in the payload. */
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
    return failed('schema_content_type', 'contentType', `must be application/schema+json, not "${contentType}"`)
  }
  const parsed = parse(content)
  if ('error' in parsed) return failed('schema_not_json', 'content', `is not JSON: ${parsed.error}`)
  const fault = check(parsed.value)
  if (fault !== undefined) return failed('schema_invalid', 'content', `is no JSON Schema 2020-12: ${fault}`)
  if (schemaObjects(parsed.value).some(schema => '$defs' in schema || 'definitions' in schema)) {
    return failed('schema_local_definitions', 'content', 'has $defs or definitions of its own; make each a definition')
  }
  const links: Record<string, string> = {}
  const problems: Problem[] = []
  for (const reference of schemaReferences(parsed.value)) {
    const id = resolve(reference)
    if (id !== undefined) links[reference] = id
    else {
      const message = `"$ref": "${reference}" is neither #/$defs/NAME of this request nor the url of a definition of this version`
      problems.push({ code: 'reference_unresolved', field: `${field}.content`, message })
    }
  }
  return { links, problems }
}
