import { Agent, request } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { serve } from '../../infra/local/http/listen.ts'

export type DelayedService = {
  readonly url: string
  /** Requests that have come so far. */
  readonly count: () => number
  readonly close: () => Promise<void>
}

/** A service as far away as its round trip takes, in milliseconds. */
export const delayService = async (target: string, milliseconds: number): Promise<DelayedService> => {
  const agent = new Agent({ keepAlive: true })
  let count = 0
  const { url, close } = await serve(async (incoming, outgoing) => {
    count++
    await delay(milliseconds)
    const { method, headers } = incoming
    const forwarded = request(new URL(incoming.url ?? '/', target), { method, headers, agent }, answer => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      pipeline(answer, outgoing).catch(() => outgoing.destroy())
    })
    await pipeline(incoming, forwarded)
  })
  const end = async (): Promise<void> => {
    agent.destroy()
    await close()
  }
  return { url, count: () => count, close: end }
}
