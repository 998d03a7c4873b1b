import type { Server } from '../../openapi/objects/model.ts'
import { fillVariables } from '../../openapi/objects/server.ts'
import { withScheme } from '../paths/server-url.ts'
import { isCredentialName } from './credential-name.ts'

/**
 * Returns the URL of the first complete server, for relative URLs. Defaults of variables that hold a credential are not
 * used, since they are not imported.
 */
export function urlBaseOf(servers: readonly Server[]): string | undefined {
  return servers.map(withoutSecrets).find(url => URL.parse(url)?.host !== undefined && !/[{}]/.test(url))
}

const withoutSecrets = ({ url, template, variables }: Server): string => {
  if (template === undefined || variables === undefined) return withScheme(url)
  return withScheme(fillVariables(template, variables, new Set([...variables.keys()].filter(isCredentialName))))
}
