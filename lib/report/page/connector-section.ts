import { partsOf } from '../../release/connection-parts.ts'
import { authSchemeResult, connectorResult } from '../connector-results.ts'
import type { Report, ReportedAuthScheme, ReportedConnector } from '../report.ts'
import { type Html, html } from './html.ts'

/** Renders the results of the connector and of its authentication, the changes of a connection, and the steps that a person must do; needs no script. */
export function connectorSection({ connector, authSchemes, connection, nextSteps = [] }: Report): Html {
  return html`${connector && aboutConnector(connector)}${authSchemes && aboutAuthentication(authSchemes)}${connection && aboutConnection(connection)}${
    nextSteps.length === 0 ? undefined : list('next-steps', 'Next steps', nextSteps)
  }`
}

const aboutConnector = (connector: ReportedConnector): Html => {
  const { baseUrl, connectionVariables = [] } = connector
  return list('connector', 'Connector', [
    connectorResult(connector),
    ...(baseUrl === undefined ? [] : [`Base URL: ${baseUrl}`]),
    ...connectionVariables.map(
      ({ name, value }) => `Connection variable ${name}: ${value === '' ? 'no default' : value}`,
    ),
  ])
}

const aboutAuthentication = (schemes: readonly ReportedAuthScheme[]): Html =>
  list('authentication', 'Authentication', schemes.length === 0 ? ['none'] : schemes.map(authSchemeResult))

const aboutConnection = (connection: NonNullable<Report['connection']>): Html =>
  list(
    'connection',
    'Changes for connections',
    partsOf(connection).flatMap(({ value: { reasons } }) =>
      reasons.map(({ kind, message, after, before }) => `${kind}: ${message} ${after ?? before ?? ''}`.trimEnd()),
    ),
  )

const list = (
  id: string,
  title: string,
  lines: readonly string[],
): Html => html`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
<ul>${lines.map(line => html`<li class="data">${line}</li>`)}</ul>
</section>
`
