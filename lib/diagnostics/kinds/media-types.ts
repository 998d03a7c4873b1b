import { quote } from '../../json/quote.ts'
import { info, kind, warning } from '../kind.ts'

export const mediaTypeInvalid = kind(
  'media-type-invalid',
  {
    meaning:
      'A key of `content`, or an item of `consumes` or `produces`, is not a media type. Its legal part was used; without one, a key with a schema is read as `application/json`, and anything else is ignored. A schema without a media type is read as `application/json`.',
    remedy: 'Correct the media type.',
  },
  {
    ignored: warning((name: unknown) => `${quote(name)} is not a media type; ignored.`),
    missing: warning((used: string) => `The schema has no media type; read as ${used}.`),
    read: warning((name: unknown, used: string) => `${quote(name)} is not a media type; read as ${used}.`),
  },
)

export const mediaTypeRepeated = kind(
  'media-type-repeated',
  {
    meaning: 'A media type exists twice. The exact spelling is used, otherwise the first one.',
    remedy: 'Remove one of them.',
  },
  { ignored: warning((name: string) => `Duplicate media type ${name}; this one is ignored.`) },
)

export const mediaTypeAssumed = kind(
  'media-type-assumed',
  {
    meaning: 'A 2.0 document has no media types here, or none that form fields can be sent as. One was assumed.',
    remedy: 'Add `consumes` or `produces` if the media type is wrong.',
  },
  {
    none: info((assumed: string) => `No media type is given; ${assumed} is assumed.`),
    notForm: info(
      (given: string, assumed: string) => `Form fields can't be sent as ${quote(given)}; ${assumed} is assumed.`,
    ),
  },
)

export const mediaTypeNoForm = kind(
  'media-type-no-form',
  {
    meaning:
      'A 2.0 operation with form fields consumes media types that are not forms. These media types were ignored.',
    remedy: 'Nothing to do; or describe them as an operation with a body.',
  },
  { ignored: info((others: string) => `Form fields can't be sent as ${quote(others)}; ignored.`) },
)

export const itemSchema = kind(
  'item-schema',
  {
    meaning:
      'The `itemSchema` of OpenAPI 3.2 describes one item of a stream. It was used as the schema of the whole stream, or ignored if there is also a `schema`.',
    remedy: 'Nothing to do.',
  },
  {
    ignored: warning(() => 'A Media Type Object has schema and itemSchema; itemSchema is ignored.'),
    used: info(() => 'itemSchema is used as the schema of the whole stream.'),
  },
)

export const bodyAndForm = kind(
  'body-and-form',
  {
    meaning: 'A 2.0 operation has a body and form fields. The form fields were ignored.',
    remedy: 'Keep one of the two.',
  },
  {
    formIgnored: warning(
      () => 'An operation must have either a body or form fields, got both; form fields are ignored.',
    ),
  },
)

export const collectionFormat = kind(
  'collection-format',
  {
    meaning: 'The serialization of an array in a form (`collectionFormat`) is not supported by definitions.',
    remedy: 'Serialize the array that way when you call the action.',
  },
  {
    ignored: info(
      (format: string, name: string) =>
        `Definitions do not support collectionFormat; ${quote(format)} of the form field ${quote(name)} is ignored.`,
    ),
  },
)
