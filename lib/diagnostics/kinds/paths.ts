import { quote } from '../../json/quote.ts'
import { info, kind, warning } from '../kind.ts'

export const serverGuessed = kind(
  'server-guessed',
  {
    meaning:
      'The URL of a server or of an OAuth flow has no scheme, or is relative to the location of the document, which is unknown. Its base URL is an assumption.',
    remedy: 'Write the whole URL in the document, or check the paths of the actions.',
  },
  {
    noScheme: warning((url: string) => `Server ${quote(url)} has no scheme; read as a host name.`),
    https: warning((url: string) => `Server ${quote(url)} has no scheme; https is assumed.`),
    relative: warning(
      (url: string) =>
        `Server ${quote(url)} is relative to the location of the document; the root of the host is assumed.`,
    ),
    oauthUrl: warning(
      (name: string, field: string, url: string) =>
        `Security scheme ${quote(name)}: ${field} is relative; resolved against the server to ${url}.`,
    ),
  },
)

const without = (path: string): string =>
  path === '' ? '' : `, and the actions do not have the server's path ${quote(path)}`

export const serverDiffers = kind(
  'server-differs',
  {
    meaning:
      "The document, or operations of it, have a server other than the connector's base URL. The base URL is used. Operations are counted by server.",
    remedy: "Set the connector's base URL, or import into another connector.",
  },
  {
    /** `lost`: path of the server that the actions go without; empty if there is none. */
    document: warning(
      (server: string, baseUrl: string, lost: string) =>
        `The document's server is ${server}, but the connector's base URL is ${baseUrl}; the base URL is used${without(lost)}.`,
    ),
    operations: warning(
      (count: number, server: string, baseUrl: string, lost: string) =>
        `${count === 1 ? '1 operation has its' : `${count} operations have their`} own server ${server === '' ? '""' : server}${count === 1 ? '' : ' (first shown)'}; the connector's base URL ${baseUrl} is used${without(lost)}.`,
    ),
  },
)

export const pathFragment = kind(
  'path-fragment',
  {
    meaning: 'A path has a fragment (after `#`), which is never sent to a server. The fragment was removed.',
    remedy: 'Check that the operation works without it.',
  },
  {
    removed: warning(
      (fragment: string) => `Fragment "#${fragment}" of the path is never sent to a server; removed from the path.`,
    ),
  },
)

export const pathLiteralBraces = kind(
  'path-literal-braces',
  {
    meaning: 'A path has braces that do not form a template expression. They were percent-encoded.',
    remedy: 'Check the path.',
  },
  {
    path: warning(() => 'Literal braces in the path are percent-encoded.'),
    server: warning(() => "Literal braces in the path of the server's URL are percent-encoded."),
  },
)

export const pathQuery = kind(
  'path-query',
  {
    meaning:
      'A path has a query part (after `?`, or `{?page,size}`). Its parts, and the path parameters in it, became query parameters.',
    remedy: 'Nothing to do.',
  },
  {
    fixed: info(
      (part: string, value: string) =>
        `${quote(part)} in the path's query became a query parameter with the default ${quote(value)}.`,
    ),
    parameter: info((part: string) => `${quote(part)} in the path's query became a query parameter.`),
    template: info(
      (part: string) =>
        `${quote(part)} in the path's query became a query parameter; its value must be written in that form.`,
    ),
    part: info(
      (parameter: string, query: string) =>
        `Path parameter ${quote(parameter)} is a part of the query parameter ${quote(query)}; described there.`,
    ),
    moved: info(
      (parameter: string, query: string) =>
        `Path parameter ${quote(parameter)} is in the path's query; it became the query parameter ${quote(query)}.`,
    ),
  },
)

export const pathExpression = kind(
  'path-expression',
  {
    meaning:
      'An expression of a path has a pattern or a modifier (`{id:[0-9]+}`, `{id?}`), the form of a framework (`:id`, `<int:id>`) or another case (`{ID}`), which OpenAPI does not define. It was read as the path parameter of that name; the description has the whole expression.',
    remedy: 'Nothing to do; or describe the pattern in the schema of the parameter.',
  },
  {
    parameter: info(
      (expression: string, name: string) =>
        `${quote(expression)} in the path is read as the path parameter ${quote(name)}.`,
    ),
  },
)

export const pathDots = kind(
  'path-dots',
  {
    meaning:
      'The path has a segment `.` or `..` (or `%2e`), a backslash, or `//` at its start. A client that resolves the path may leave the base URL.',
    remedy: 'Check the path before you use the action; correct the document.',
  },
  {
    dots: warning(() => 'The path has a segment "." or "..", which may resolve to a URL outside the base URL; kept.'),
    slashes: warning(
      () => 'The path begins with "//", which names a host and may resolve to a URL outside the base URL; kept.',
    ),
    backslash: warning(
      () =>
        'The path has a backslash, which many clients read as a slash; it may resolve to a URL outside the base URL; kept.',
    ),
  },
)

export const pathSlash = kind(
  'path-slash',
  { meaning: 'A path key does not begin with a slash; one was added.', remedy: 'Add the slash in the document.' },
  { added: info((path: string) => `The path ${path} does not begin with "/"; one was added.`) },
)
