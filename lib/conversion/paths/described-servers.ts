import { displayPointer } from '../../json/location.ts'
import type { Server } from '../../openapi/objects/model.ts'
import { isCredentialName } from '../authentication/credential-name.ts'
import { withoutCredentials } from './base-path.ts'

/** Server as a document describes it, without credentials: for the comparison of releases. */
export type DescribedServer = {
  /** URL with its variables in braces. */
  readonly url: string
  readonly pointer: string
  readonly variables: readonly DescribedVariable[]
}

export type DescribedVariable = {
  readonly name: string
  /** Default, or the first allowed value; absent without one, or if it may be a credential. */
  readonly value?: string | undefined
  /** Empty if any value is allowed. */
  readonly allowed: readonly string[]
}

/** Describes the servers of a document. The server `/` is ignored: it is any base URL. */
export function describeServers(servers: readonly Server[]): DescribedServer[] {
  return servers
    .map(({ url, template = url, variables = new Map(), at }) => ({
      url: withoutCredentials(template),
      pointer: displayPointer(at),
      variables: Array.from(variables, ([name, { value, allowed }]): DescribedVariable => {
        if (isCredentialName(name)) return { name, allowed: [] }
        return { name, ...(value !== undefined && { value }), allowed }
      }),
    }))
    .filter(({ url }) => url !== '' && url !== '/')
}
