import type { ConnectionVariable } from '../../contract/connectors.ts'
import { serverVariable, serverVariableEmpty } from '../../diagnostics/kinds/connector.ts'
import { nameChanged } from '../../diagnostics/kinds/operations.ts'
import { report } from '../../diagnostics/report.ts'
import type { Context } from '../../openapi/objects/context.ts'
import type { Server } from '../../openapi/objects/model.ts'
import { withoutCredentials } from '../paths/base-path.ts'
import { namePlaceholders } from '../paths/path.ts'
import { printable } from '../text.ts'
import type { Placeholder, PlannedConnector } from './planned-connector.ts'

const VARIABLE = /\{([^{}]+)\}/g

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
  const template = withoutCredentials(printable(server.template ?? server.url)).replace(/\/+$/, '')
  const names = [...new Set(Array.from(template.matchAll(VARIABLE), ([, name = '']) => name))]
  const placeholders = namePlaceholders(names)
  const connectionVariables = names.map((original): ConnectionVariable => {
    const name = placeholders.get(original) ?? original
    const { value, allowed = [], description = '' } = server.variables?.get(original) ?? { value: undefined }
    if (name !== original.trim()) report(problems, nameChanged.illegal('Server variable', original, name), server.at)
    if (value === undefined) report(problems, serverVariableEmpty.empty(original), server.at)
    if (allowed.length > 0 || description !== '')
      report(problems, serverVariable.converted(original, allowed), server.at)
    return { name, value: printable(value ?? '') }
  })
  const baseUrl = template.replaceAll(VARIABLE, (_, original: string) =>
    spelling.replace('name', placeholders.get(original) ?? original),
  )
  return { baseUrl, connectionVariables }
}
