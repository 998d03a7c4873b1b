import { unknownField } from '../../diagnostics/kinds/objects.ts'
import { report } from '../../diagnostics/report.ts'
import { child, type Located, type Location } from '../../json/location.ts'
import { getOwn, isMapping, type Mapping } from '../../json/mapping.ts'
import type { Context } from './context.ts'
import type { Dialect } from './version.ts'

type Fields = ReadonlySet<string>
type Kind = 'operation' | 'parameter' | 'body parameter' | 'request body' | 'response' | 'media type'

const OF_EVERY_OPERATION = ['tags', 'summary', 'description', 'externalDocs', 'operationId', 'deprecated', 'security']
const OF_EVERY_PARAMETER = ['name', 'in', 'description', 'required', 'allowEmptyValue']

/** @see https://spec.openapis.org/oas/v2.0.html#operation-object */
const SWAGGER: Readonly<Record<Kind, Fields>> = {
  operation: new Set([...OF_EVERY_OPERATION, 'consumes', 'produces', 'parameters', 'responses', 'schemes']),
  parameter: new Set([
    ...OF_EVERY_PARAMETER,
    ...['type', 'format', 'items', 'collectionFormat', 'default', 'enum', 'multipleOf', 'pattern', 'uniqueItems'],
    ...['maximum', 'exclusiveMaximum', 'minimum', 'exclusiveMinimum', 'maxLength', 'minLength', 'maxItems', 'minItems'],
  ]),
  'body parameter': new Set(['name', 'in', 'description', 'required', 'schema']),
  response: new Set(['description', 'schema', 'headers', 'examples']),
  'request body': new Set(),
  'media type': new Set(),
}

/**
 * Fields of 3.0 and 3.1.
 * @see https://spec.openapis.org/oas/v3.1.1.html#operation-object
 */
const OPENAPI: Readonly<Record<Kind, Fields>> = {
  operation: new Set([...OF_EVERY_OPERATION, 'parameters', 'requestBody', 'responses', 'callbacks', 'servers']),
  parameter: new Set([
    ...OF_EVERY_PARAMETER,
    ...['deprecated', 'style', 'explode', 'allowReserved', 'schema', 'example', 'examples', 'content'],
  ]),
  'body parameter': new Set(),
  'request body': new Set(['description', 'content', 'required']),
  response: new Set(['description', 'headers', 'content', 'links']),
  // itemSchema is read in all versions, and reported then.
  'media type': new Set(['schema', 'itemSchema', 'example', 'examples', 'encoding']),
}

const OPENAPI_32: Readonly<Record<Kind, Fields>> = {
  ...OPENAPI,
  response: new Set([...OPENAPI.response, 'summary']),
  'media type': new Set([...OPENAPI['media type'], 'prefixEncoding', 'itemEncoding']),
}

const FIELDS: Readonly<Record<Dialect, Readonly<Record<Kind, Fields>>>> = {
  '2.0': SWAGGER,
  '3.0': OPENAPI,
  '3.1': OPENAPI,
  '3.2': OPENAPI_32,
}

/** Returns true for a request body or response of 3.x with a `schema` of its own, instead of `content`. */
export function hasDirectSchema(value: Mapping): boolean {
  return getOwn(value, 'content') === undefined && isMapping(getOwn(value, 'schema'))
}

/** Reports the fields that an object does not have in the document's version, except extensions (`x-`). */
export function reportUnknownFields(context: Context, kind: Kind, { value, at }: Located<Mapping>): void {
  const known = FIELDS[context.dialect][kind]
  const isBody = kind === 'request body' || (kind === 'response' && context.dialect !== '2.0')
  // Its schema is read, with a diagnostic of its own.
  const read = isBody && hasDirectSchema(value) ? 'schema' : undefined
  for (const key in value)
    if (key !== read && !known.has(key) && !key.startsWith('x-')) reportField(context, OBJECTS[kind], key, at)
}

/** Root fields of the other family. Unknown root fields are not reported: references can point into them. */
const OF_SWAGGER = ['host', 'basePath', 'schemes', 'consumes', 'produces']
const OF_OPENAPI = ['servers']

/** Reports root fields of 2.0 in a document of 3.x, and the other way round. */
export function reportForeignFields(context: Context): void {
  const { value, at } = context.document
  for (const key of context.dialect === '2.0' ? OF_OPENAPI : OF_SWAGGER)
    if (getOwn(value, key) !== undefined) reportField(context, 'The root object', key, at)
}

const OBJECTS: Readonly<Record<Kind, string>> = {
  operation: 'An Operation Object',
  parameter: 'A Parameter Object',
  'body parameter': 'A body parameter',
  'request body': 'A Request Body Object',
  response: 'A Response Object',
  'media type': 'A Media Type Object',
}

const reportField = ({ problems, dialect }: Context, object: string, key: string, owner: Location): void =>
  report(problems, unknownField.ignored(object, dialect, key), child(owner, key))
