import type { ConnectionVariable } from '../../contract/connectors.ts'
import type { DiagnosticEntry } from '../../diagnostics/catalogue.ts'
import { serverCredentials, serverVariable, serverVariableEmpty } from '../../diagnostics/kinds/connector.ts'
import { nameChanged } from '../../diagnostics/kinds/operations.ts'
import { report } from '../../diagnostics/report.ts'
import type { Context } from '../../openapi/objects/context.ts'
import type { Server, ServerVariable } from '../../openapi/objects/model.ts'
import { isCredentialName } from '../authentication/credential-name.ts'
import { hasUserInfo, withoutCredentials } from '../paths/base-path.ts'
import { namePlaceholders } from '../paths/path.ts'
import { printable } from '../text.ts'
import type { Placeholder, PlannedConnector } from './planned-connector.ts'

/** Variable of a server; some documents write two braces. */
const VARIABLE = /\{{1,2}([^{}]+)\}{1,2}/g

/** Returns true for a URL with a host; a variable without a value can be its scheme or its start. */
export function isComplete({ url, template = url }: Server): boolean {
  return /^https?:\/\/[^/?#]/i.test(url) || (/^\{[^{}]+\}(:\/\/|\/|$)/.test(template) && url.startsWith('{'))
}

/**
 * Converts a server to the base URL of a connector. Its variables become placeholders for connection variables.
 * @see https://spec.openapis.org/oas/v3.2.0.html#server-variable-object
 */
export function convertServer(
  { problems }: Context,
  server: Server,
  spelling: Placeholder,
): Pick<PlannedConnector, 'baseUrl' | 'connectionVariables'> {
  const written = printable(server.template ?? server.url)
  if (hasUserInfo(written)) report(problems, serverCredentials.url(), server.at)
  const template = withoutCredentials(written).replace(/\/+$/, '')
  const names = [...new Set(Array.from(template.matchAll(VARIABLE), ([, name = '']) => name))]
  const placeholders = namePlaceholders(names)
  const connectionVariables = names.map((original): ConnectionVariable => {
    const name = placeholders.get(original) ?? original
    const variable = server.variables?.get(original) ?? { value: undefined, allowed: [] }
    const { value, allowed, description = '' } = variable
    if (name !== original.trim()) report(problems, nameChanged.illegal('Server variable', original, name), server.at)
    const omitted = omittedValue(original, variable)
    if (omitted !== undefined) report(problems, omitted, server.at)
    if (allowed.length > 0 || description !== '')
      report(problems, serverVariable.converted(original, allowed), server.at)
    return { name, value: omitted === undefined ? printable(value ?? '') : '' }
  })
  const baseUrl = template.replaceAll(VARIABLE, (_, original: string) =>
    spelling.replace('name', placeholders.get(original) ?? original),
  )
  return { baseUrl, connectionVariables }
}

/** Returns the reason why a connection variable is empty; undefined if it has the value of the document. */
const omittedValue = (name: string, { value }: ServerVariable): DiagnosticEntry | undefined => {
  if (value === undefined) return serverVariableEmpty.empty(name)
  if (value === '') return undefined
  if (isCredentialName(name)) return serverCredentials.variable(name)
  // A platform template, which could read other variables of the connection.
  return value.includes('{{') ? serverVariableEmpty.template(name) : undefined
}
