import { quote } from '../../json/quote.ts'
import { error, info, kind, warning } from '../kind.ts'

/** Number of servers that a message names. */
const SHOWN = 5

const listed = (urls: readonly string[]): string =>
  `${urls.slice(0, SHOWN).join(', ')}${urls.length > SHOWN ? ` and ${urls.length - SHOWN} more` : ''}`

export const serverNeeded = kind(
  'server-needed',
  {
    meaning:
      'A connector needs a complete base URL, but the first server of the document is relative, or the document has no server.',
    remedy: 'Give the base URL with the option `baseUrl` (`--base-url`), or add the server to the document.',
  },
  {
    /** `others`: complete URLs of further servers. */
    relative: error(
      (url: string, others: readonly string[]) =>
        `The document's server ${quote(url)} is relative, but a connector needs a complete base URL. Give it with --base-url${others.length === 0 ? '' : `, such as one of the other servers: ${listed(others)}`}.`,
    ),
    none: error(
      () => 'The document has no server, but a connector needs a base URL. Give it with --base-url, such as https://…',
    ),
  },
)

export const serversSeveral = kind(
  'servers-several',
  {
    meaning: 'A connector has one base URL. The first server of the document is used, the others are ignored.',
    remedy: 'To use another server, give its URL with the option `baseUrl` (`--base-url`).',
  },
  {
    ignored: info(
      (used: string, others: readonly string[]) =>
        `The connector's base URL is the first server, ${used}; ignored: ${listed(others)}.`,
    ),
  },
)

export const serverVariable = kind(
  'server-variable',
  {
    meaning: 'A variable of the server became a connection variable, which has no description and accepts any value.',
    remedy: 'Set the variable in each connection.',
  },
  {
    converted: info((name: string, allowed: readonly string[]) =>
      allowed.length === 0
        ? `Server variable ${quote(name, 80)} became a connection variable; its description is ignored.`
        : `Server variable ${quote(name, 80)} became a connection variable; allowed values: ${listed(allowed)}.`,
    ),
  },
)

export const serverVariableEmpty = kind(
  'server-variable-empty',
  {
    meaning: 'A variable of the server has no default. The connection variable is empty.',
    remedy: 'Set the variable in each connection; requests fail until then.',
  },
  {
    empty: warning(
      (name: string) => `Server variable ${quote(name, 80)} has no default; set the connection variable before use.`,
    ),
  },
)

export const connectorName = kind(
  'connector-name',
  {
    meaning: 'The document has no title. The connector has the name of its file.',
    remedy: 'Rename the connector on the platform, or add `info.title` to the document.',
  },
  { file: info((name: string) => `The document has no title; the connector is named ${quote(name)} after the file.`) },
)

export const connectorFieldNotSet = kind(
  'connector-field-not-set',
  {
    meaning:
      'The document has a link to its documentation or a logo. The platform accepts these fields only in an update of a connector, and an update can remove other fields, so an import never sends one.',
    remedy: 'Set the field on the platform.',
  },
  {
    ignored: info(
      (field: string, url: string) => `${field} ${quote(url)} is not set when a connector is created; set it by hand.`,
    ),
  },
)
