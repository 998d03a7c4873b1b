import { reply, startServer } from '../../../lib/connect/support/server.ts'

/** Treatment of one request by a proxy: a response of its own, no response, or undefined to forward it. */
export type Intercept = (request: {
  readonly method: string
  readonly body: string
}) => { readonly status: number; readonly body: unknown } | 'drop' | undefined

/** Starts a server in front of a platform, until the test ends. Returns its base URL. */
export const startProxy = async (platformUrl: string, intercept: Intercept): Promise<string> => {
  const { origin } = await startServer(async ({ method, url, authorization, body }, response) => {
    const own = intercept({ method, body })
    if (own === 'drop') {
      response.destroy()
      return
    }
    if (own !== undefined) {
      reply(response, own.status, own.body)
      return
    }
    const answer = await fetch(new URL(url, platformUrl), {
      method,
      headers: { authorization, ...(body !== '' && { 'content-type': 'application/json' }) },
      ...(body !== '' && { body }),
    })
    reply(response, answer.status, await answer.text())
  })
  return `${origin}${new URL(platformUrl).pathname}`
}
