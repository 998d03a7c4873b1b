import { onTestFinished } from 'vitest'
import {
  type Platform,
  type PlatformOptions,
  startPlatform,
} from '../../../../infra/local/connect-emulator/platform.ts'

export const TOKEN = 'token-of-the-test'
export const ORGANISATION = '01HZ0000000000000000000ORG'
export const CONNECTOR = '01HZ0000000000000000000CON'

/** A value taken out of an answer whose shape the test knows. */
export type Json = { readonly [key: string]: Json } & readonly Json[]

export type Reply = { status: number; headers: Headers; text: string; json: () => Json }

type Send = (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Reply>

/** Sends to a version's path (`/actions`), or to a whole url. */
export const sender =
  (base: string, token = TOKEN): Send =>
  async (method, path, body, headers = {}) => {
    const response = await fetch(path.startsWith('http') ? path : `${base}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, headers: response.headers, text, json: () => JSON.parse(text) }
  }

export const connectorUrl = (platform: Platform): string => `${platform.url}/o/${ORGANISATION}/connectors/${CONNECTOR}`

/** A running platform with one connector and its draft version `v1`; it ends with the test. */
export const setUp = async (options: Partial<PlatformOptions> = {}) => {
  const platform = await startPlatform({ token: TOKEN, ...options })
  onTestFinished(() => platform.close())
  platform.seedConnector({
    organisationId: ORGANISATION,
    connectorId: CONNECTOR,
    baseUrl: 'https://api.example.com',
    versions: ['v1'],
  })
  const connector = connectorUrl(platform)
  return { platform, connector, version: `${connector}/versions/v1`, send: sender(`${connector}/versions/v1`) }
}

export const definition = (name: string, schema: unknown = { type: 'object' }, accept = ['application/json']) => ({
  name,
  accept,
  schema: { contentType: 'application/schema+json', content: JSON.stringify(schema) },
})

export const action = (name: string, changes: Record<string, unknown> = {}) => ({
  type: 'http',
  name,
  method: 'GET',
  path: '/pets',
  parameters: [],
  responses: [{ status: 200, definitions: [] }],
  ...changes,
})

export const trigger = (name: string, changes: Record<string, unknown> = {}) => {
  const { path: _path, ...rest } = action(name, { method: 'POST', ...changes })
  return rest
}

/** Response links to definitions by name. */
export const links = (...names: string[]) => names.map(name => ({ definition: { name } }))
