import { kindOf } from '../../json/mapping.ts'
import { quote } from '../../json/quote.ts'
import { error, kind, warning } from '../kind.ts'

export const malformed = kind(
  'malformed',
  {
    meaning:
      'A value has another type than the specification requires (an array instead of an object), or a required field is missing. It was ignored.',
    remedy: 'Correct the value.',
  },
  {
    /** `object` with its article, as `a Parameter Object`. */
    expected: error((object: string, value: unknown) => `Expected ${object}, got ${kindOf(value)}.`),
    mediaType: warning(
      (value: unknown) => `Expected a Media Type Object, got ${kindOf(value)}; any value is accepted.`,
    ),
    /** `type` with its article, as `a string`. */
    fieldType: warning(
      (field: string, type: string, value: unknown) => `${field} must be ${type}, got ${kindOf(value)}; ignored.`,
    ),
    notKeyedBy: warning((field: string, key: string) => `${field} must be an object keyed by ${key}; ignored.`),
    notMediaTypes: warning(
      (field: string, value: string) => `${field} must be an array of media types, got ${quote(value)}; ignored.`,
    ),
    schemes: warning((value: unknown) => `schemes must be an array, got ${kindOf(value)}; https is used.`),
    fieldMissing: warning((object: string, fields: string) => `${object} must have ${fields}; ignored.`),
    serverQuery: warning(() => 'A server URL must not have a query or fragment; ignored.'),
    serverVariable: warning(
      (name: string) => `Server variable ${quote(name, 80)} has no default; its braces are kept in the URL.`,
    ),
    collectionFormat: warning(
      (format: string, location: string) =>
        `collectionFormat ${quote(format)} is not supported in ${location}; csv is used.`,
    ),
    collectionFormatType: warning(
      (value: unknown) => `collectionFormat must be a string, got ${kindOf(value)}; csv is used.`,
    ),
    style: warning(
      (style: string, location: string, dialect: string) =>
        `Style ${quote(style)} is not defined for ${location} parameters in OpenAPI ${dialect}; kept. Serialize the value as the API requires.`,
    ),
    noParameterName: warning(() => 'A parameter has no printable name; ignored.'),
    noQueryName: warning((part: string) => `${quote(part)} in the path's query has no name of its own; ignored.`),
  },
)

export const unknownField = kind(
  'unknown-field',
  {
    meaning:
      'An object has a field that its version of OpenAPI does not define: misspelt, or of another version. It was ignored.',
    remedy: 'Correct the name or the location of the field.',
  },
  {
    ignored: warning(
      (object: string, dialect: string, field: string) =>
        `${object} has no field ${quote(field)} in OpenAPI ${dialect}; ignored.`,
    ),
  },
)

export const operationRepeated = kind(
  'operation-repeated',
  {
    meaning:
      'A path or an operation exists twice, by a reference or in `additionalOperations`. The one in the document itself is used, and the field of a method before `additionalOperations`.',
    remedy: 'Remove one of them.',
  },
  {
    path: warning((path: string) => `Duplicate path ${quote(path)}; the one in the document itself is used.`),
    operation: warning(
      (method: string, path: string) =>
        `Duplicate operation ${method} ${path}; the one in the document itself is used.`,
    ),
    additional: warning(
      (method: string, path: string, field: string) =>
        `Duplicate operation ${method} ${path}; the field ${quote(field)} is used.`,
    ),
  },
)

export const parameterContent = kind(
  'parameter-content',
  {
    meaning:
      'A parameter has several media types, or both `schema` and `content`. The first media type is used, and `schema` before `content`.',
    remedy: 'Keep the one that is intended.',
  },
  {
    schemaUsed: warning(() => 'A parameter must have either schema or content, got both; content is ignored.'),
    firstUsed: warning(
      (first: string, others: readonly string[]) =>
        `content of a parameter must have one media type; ${first} is used, ignored: ${others.join(', ')}.`,
    ),
  },
)

export const statusInvalid = kind(
  'status-invalid',
  { meaning: 'A key of `responses` is not a status code. The response was ignored.', remedy: 'Correct the key.' },
  { ignored: warning((key: string) => `${quote(key)} is not a status code; the response is ignored.`) },
)

export const statusRepeated = kind(
  'status-repeated',
  {
    meaning:
      'A status exists twice. The one in the document itself is used; of these, the exact spelling before any other.',
    remedy: 'Remove one of them.',
  },
  { ignored: warning((status: string | number) => `Duplicate status ${status}; this response is ignored.`) },
)
