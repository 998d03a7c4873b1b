import { reportText } from '../../diagnostics/report.ts'
import { child, type Located, type Location } from '../../json/location.ts'
import { getOwn, type Mapping } from '../../json/mapping.ts'
import { quote } from '../../json/quote.ts'
import type { Context } from './context.ts'
import type { Dialect } from './version.ts'

type Fields = ReadonlySet<string>
type Kind = 'operation' | 'parameter' | 'body parameter' | 'request body' | 'response' | 'media type'

const OF_EVERY_OPERATION = ['tags', 'summary', 'description', 'externalDocs', 'operationId', 'deprecated', 'security']
const OF_EVERY_PARAMETER = ['name', 'in', 'description', 'required', 'allowEmptyValue']

/** Swagger 2.0: Operation, Parameter and Response Object. */
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

/** OpenAPI 3.0 and 3.1: Operation, Parameter, Request Body, Response and Media Type Object. */
const OPENAPI: Readonly<Record<Kind, Fields>> = {
  operation: new Set([...OF_EVERY_OPERATION, 'parameters', 'requestBody', 'responses', 'callbacks', 'servers']),
  parameter: new Set([
    ...OF_EVERY_PARAMETER,
    ...['deprecated', 'style', 'explode', 'allowReserved', 'schema', 'example', 'examples', 'content'],
  ]),
  'body parameter': new Set(),
  'request body': new Set(['description', 'content', 'required']),
  response: new Set(['description', 'headers', 'content', 'links']),
  // `itemSchema` is read wherever it stands, and said then.
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

/** Tells the fields that an object of the dialect does not have, misspelt or of another dialect; `x-` is free. */
export function reportUnknownFields(context: Context, kind: Kind, { value, at }: Located<Mapping>): void {
  const known = FIELDS[context.dialect][kind]
  for (const key in value) if (!known.has(key) && !key.startsWith('x-')) tell(context, kind, key, at)
}

/** What the other family says at the root. Other fields there may hold what references lead to. */
const OF_SWAGGER = ['host', 'basePath', 'schemes', 'consumes', 'produces']
const OF_OPENAPI = ['servers']

/** OpenAPI Object, Swagger Object: fields of the other one, which the document may rely on. */
export function reportForeignFields(context: Context): void {
  const { value, at } = context.document
  for (const key of context.dialect === '2.0' ? OF_OPENAPI : OF_SWAGGER)
    if (getOwn(value, key) !== undefined) tell(context, 'document', key, at)
}

const tell = ({ problems, dialect }: Context, what: string, key: string, owner: Location): void => {
  const article = what === 'operation' ? 'An' : 'A'
  const message = `${article} ${what} of OpenAPI ${dialect} has no field ${quote(key)}; it was left out.`
  reportText(problems, 'warning', 'unknown-field', child(owner, key), message)
}
