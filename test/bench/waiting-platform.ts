import { setTimeout as delay } from 'node:timers/promises'
import { API } from '../../infra/local/connect-emulator/routes.ts'
import { readText, serve } from '../../infra/local/http/listen.ts'
import type { BenchPlatform } from './posting.ts'

/**
 * Starts a platform that only waits, and then accepts everything: it checks and stores nothing, so that its own work is not
 * measured with that of the import. It has every connector, with one empty version.
 * @param latencyMs time from the end of a request to its response, in milliseconds
 */
export const startWaitingPlatform = async (latencyMs: number): Promise<BenchPlatform> => {
  const requests: { readonly method: string; readonly path: string; readonly at: number }[] = []
  const { url, close } = await serve(async (incoming, outgoing) => {
    const { method = '', url: path = '' } = incoming
    requests.push({ method, path, at: Date.now() })
    const body = await readText(incoming)
    await delay(latencyMs)
    const isRead = method === 'GET'
    const text = JSON.stringify(isRead ? found(pathOf(path)) : created(pathOf(path), JSON.parse(body)))
    outgoing.writeHead(isRead ? 200 : 201, { 'content-type': 'application/json' }).end(text)
  })
  return { url: url + API, requests, close }
}

/** Returns the parts of a path after the organisation, without the query. */
const pathOf = (path: string): string[] => path.replace(/\?.*/, '').split('/').slice(`${API}/o/bench`.split('/').length)

const VERSION = { id: 'v1', name: 'v1' }

const found = ([, connector, , version, items]: readonly string[]): object => {
  if (items !== undefined) return { [items]: [] }
  if (version !== undefined) return VERSION
  return { id: connector, protocol: 'http', baseUrl: 'https://api.example.com', versions: [VERSION] }
}

const created = (path: readonly string[], body: { readonly definitions?: readonly { readonly name: string }[] }) => {
  if (path.at(-1) !== 'definitions') return { ...body, id: crypto.randomUUID() }
  const definitions = body.definitions ?? []
  return { definitions: definitions.map(({ name }) => ({ id: name, name, url: `https://platform.example/${name}` })) }
}
