import { quote } from '../../json/quote.ts'
import { info, kind, warning } from '../kind.ts'

export const pathParameterAdded = kind(
  'path-parameter-added',
  {
    meaning: 'The path names a parameter that is not declared. A required string was added.',
    remedy: 'Declare the parameter.',
  },
  {
    added: warning((name: string) => `Path parameter {${name}} is not declared; a required string is added.`),
  },
)

export const pathParameterUnused = kind(
  'path-parameter-unused',
  {
    meaning: 'A path parameter is not in any segment of the path. It was ignored.',
    remedy: 'Correct the path or the parameter.',
  },
  { ignored: warning((name: string) => `Path parameter {${name}} is not in the path; ignored.`) },
)

export const pathParameterRequired = kind(
  'path-parameter-required',
  {
    meaning: 'A path parameter is not marked as required. Path parameters are always required.',
    remedy: 'Nothing to do.',
  },
  { required: info((name: string) => `Path parameter ${quote(name)} must be required; it is now required.`) },
)

export const parameterRepeated = kind(
  'parameter-repeated',
  {
    meaning:
      'Two parameters, or two parts of a query in a path, have the same name and location, or a 2.0 operation has two bodies. The first is used; an exact name is used before one with white space.',
    remedy: 'Remove the duplicate.',
  },
  {
    /** `key`: location and name, as `query id`. */
    duplicate: warning((key: string) => `Duplicate parameter ${key}; the first one is used.`),
    inexact: warning(
      (location: string, name: string, ignored: string) =>
        `Duplicate ${location} parameter ${quote(name)}; ${quote(ignored)}, which has the same name on the platform, is ignored.`,
    ),
    inPath: warning(
      (name: string, ignored: string) =>
        `Duplicate query parameter ${quote(name)} in the path; the value ${quote(ignored)} is ignored.`,
    ),
    secondBody: warning((name: string) => `Duplicate body parameter ${quote(name)}; the first one is used.`),
  },
)

export const parameterLocation = kind(
  'parameter-location',
  {
    meaning:
      'An action or trigger does not support parameters in this location (such as a 3.2 `querystring` that is not a form with properties, or the path of a trigger). The parameter was ignored.',
    remedy: 'Call the operation without the connector; of a trigger, nothing to do.',
  },
  {
    ignored: warning(
      (location: string, name: string) =>
        `Actions do not support parameters in ${quote(location)}; ${quote(name)} is ignored.`,
    ),
    trigger: warning((name: string) => `A trigger has no path; the path parameter ${quote(name)} is ignored.`),
  },
)

export const querystringSplit = kind(
  'querystring-split',
  { meaning: 'Each property of a 3.2 `querystring` parameter became a query parameter.', remedy: 'Nothing to do.' },
  {
    split: info(
      (names: readonly string[]) =>
        `Each property of the querystring parameter became a query parameter: ${names.join(', ')}.`,
    ),
  },
)

/** Facts about a query string as a whole. */
export type QuerystringFacts = {
  readonly description: string | undefined
  /** Properties that are required if a query string is sent. */
  readonly required: readonly string[]
  /** Keywords about all properties together. */
  readonly keywords: readonly string[]
}

export const querystringReduced = kind(
  'querystring-reduced',
  {
    meaning:
      'The schema of a 3.2 `querystring` parameter has rules for the query as a whole, which separate query parameters do not support. They were ignored.',
    remedy: 'Follow these rules when you call the action.',
  },
  {
    ignored: warning(({ description, required, keywords }: QuerystringFacts) => {
      const facts = [
        ...(description === undefined ? [] : [`its description ${quote(description)}`]),
        ...(required.length === 0 ? [] : [`its required properties ${required.join(', ')}`]),
        ...keywords,
      ]
      return `Separate query parameters do not support rules for the whole query string; ignored: ${facts.join('; ')}.`
    }),
  },
)

export const parameterSplit = kind(
  'parameter-split',
  {
    meaning:
      'Each property of an object in the query became a query parameter, since its style sends each one on its own (`form` with `explode`, and `deepObject`). A declared parameter of the same name is used instead.',
    remedy: 'Nothing to do; rename one of two parameters of the same name.',
  },
  {
    split: info(
      (name: string, parts: readonly string[]) =>
        `Each property of the object ${quote(name)} became a query parameter: ${parts.join(', ')}.`,
    ),
    declared: warning(
      (part: string, name: string) =>
        `The parameter ${quote(part)} is declared; the property of ${quote(name)} with this name is ignored.`,
    ),
  },
)

export const parameterReduced = kind(
  'parameter-reduced',
  {
    meaning:
      'The schema of a parameter has rules that a parameter of an action and its description do not support. They were ignored.',
    remedy: 'Follow these rules when you call the action.',
  },
  {
    object: warning((name: string, required: readonly string[], keywords: readonly string[]) => {
      const facts = [...(required.length === 0 ? [] : [`its required properties ${required.join(', ')}`]), ...keywords]
      return `Separate query parameters do not support rules for the whole object ${quote(name)}; ignored: ${facts.join('; ')}.`
    }),
    keywords: info(
      (name: string, keywords: readonly string[]) =>
        `Actions do not support these keywords in the schema of the parameter ${quote(name)}: ${keywords.join(', ')}; ignored.`,
    ),
  },
)

export const parameterIgnored = kind(
  'parameter-ignored',
  {
    meaning:
      'A header parameter `Accept`, `Content-Type` or `Authorization` was ignored: the media types and the connection set these headers.',
    remedy: 'Nothing to do.',
  },
  {
    openapi: info((name: string) => `OpenAPI requires the header parameter ${quote(name)} to be ignored.`),
    swagger: info(
      (name: string) =>
        `The connection and the body's media types set the header ${quote(name)}; the parameter is ignored.`,
    ),
  },
)

export const parameterNameIllegal = kind(
  'parameter-name-illegal',
  {
    meaning: 'HTTP does not allow a header or cookie of this name. The parameter was kept.',
    remedy: 'Correct the name.',
  },
  {
    kept: warning(
      (location: string, name: string) =>
        `HTTP does not allow the ${location} name ${quote(name)}; kept, but clients may refuse to send it.`,
    ),
  },
)

export const allowReserved = kind(
  'allow-reserved',
  {
    meaning:
      '`allowReserved` is set: reserved characters must be sent without percent-encoding. Actions do not support this.',
    remedy: 'Check how the platform sends the characters.',
  },
  {
    ignored: info(
      (name: string) =>
        `Actions do not support allowReserved; reserved characters of ${quote(name)} may be percent-encoded.`,
    ),
  },
)

/** Origin of a default: a schema, or a value in the path's query. */
export type DefaultSource = 'Default' | 'Path value'

export const defaultUnfit = kind(
  'default-unfit',
  {
    meaning: 'A default value does not match the type of the parameter. It was ignored.',
    remedy: 'Correct the default or the type.',
  },
  {
    ignored: warning(
      (source: DefaultSource, name: string, value: unknown, type: string) =>
        `${source} ${quote(value, 80)} of ${quote(name)} can't be converted exactly to type ${type}; ignored.`,
    ),
  },
)

export const defaultTemplate = kind(
  'default-template',
  {
    meaning: 'A default value contains `{{`, which the platform evaluates as a template. It was ignored.',
    remedy: 'Set the default on the platform if it is intended.',
  },
  {
    ignored: warning(
      (source: DefaultSource, name: string) =>
        `${source} of ${quote(name)} contains "{{", which the platform evaluates as a template; ignored.`,
    ),
  },
)
