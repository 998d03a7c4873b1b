import { quote } from '../../json/quote.ts'
import { info, kind, warning } from '../kind.ts'

export const bodyUnusual = kind(
  'body-unusual',
  { meaning: 'An operation GET, HEAD or DELETE has a body. It was kept.', remedy: 'Check that the API accepts it.' },
  {
    kept: warning((method: string) => `A body of ${method} has no defined meaning (RFC 9110); kept.`),
  },
)

export const bodyWithoutMediaType = kind(
  'body-without-media-type',
  { meaning: 'A body has no media type, so it has no definition.', remedy: 'Add a media type.' },
  { noDefinition: warning(() => 'The body has no media type; it gets no definition.') },
)

export const encodingLeftOut = kind(
  'encoding-left-out',
  {
    meaning: 'The serialization of form fields (`encoding`) is not supported by definitions. It was ignored.',
    remedy: 'Serialize the fields that way when you call the action.',
  },
  {
    ignored: info(
      (mediaType: string, properties: readonly string[]) =>
        `Definitions do not support encoding of ${mediaType}; ignored for ${properties.map(key => quote(key, 80)).join(', ')}.`,
    ),
  },
)

export const responseRange = kind(
  'response-range',
  {
    meaning: 'A status range such as `4XX` became the common statuses of that range.',
    remedy: 'Nothing to do.',
  },
  {
    expanded: info(
      (range: string, statuses: readonly number[]) =>
        `Actions do not support status ranges; ${range} became ${statuses.join(', ')}.`,
    ),
    ignored: info(
      (range: string) => `Actions do not support status ranges; ${range} is ignored, as its statuses have responses.`,
    ),
  },
)

export const responseAdded = kind(
  'response-added',
  { meaning: 'An operation has no responses. A default response was added.', remedy: 'Nothing to do.' },
  { added: info(() => 'The operation has no responses; a default response is added.') },
)
