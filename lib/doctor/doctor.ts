import type { ConnectClient } from '../connect/client.ts'
import type { Http, HttpResult } from '../connect/send/http.ts'
import type { TokenSource } from '../connect/token/token.ts'
import type { Target } from '../request/target.ts'

/** Platform and target to examine. */
export type Patient = {
  readonly client: ConnectClient
  /** Creates the client for another version of the connector. */
  readonly connect: (version: string) => ConnectClient
  readonly http: Http
  readonly token: TokenSource
  /** Base URL of the Connect API, without a trailing slash. */
  readonly baseUrl: string
  readonly target: Target
  /** Current time (epoch ms). */
  readonly now: () => number
}

/** Response to one request without retries, and its time in milliseconds. */
export type Probe = { readonly result: HttpResult; readonly milliseconds: number }

/** Sends one GET request without retries. @param path path below the base URL @throws SecretError */
export async function probe({ http, token, baseUrl, now }: Patient, path: string): Promise<Probe> {
  const { scheme, value } = await token.current()
  const startedAt = now()
  const result = await http.send({
    method: 'GET',
    url: new URL(`${baseUrl}${path}`),
    headers: { accept: 'application/json', authorization: `${scheme} ${value}` },
  })
  return { result, milliseconds: now() - startedAt }
}
