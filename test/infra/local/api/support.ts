import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import type { Overrides } from '../../../../functions/run-import.ts'
import { type ServedApi, serveApi } from '../../../../infra/local/api/serve-api.ts'
import { type Stack, startStack } from '../../../../infra/local/aws/stack.ts'

/** The API on localhost for a whole test file; imports run in the background. */
export const useServedApi = (overrides: Overrides = {}) => {
  let stack: Stack
  let api: ServedApi
  let directory = ''
  const errors: string[] = []
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'served-api-'))
    stack = await startStack({ stateDirectory: directory, token: 'token' })
    const settings = { MAX_REQUESTS_PER_SECOND: '2000', OUTAGE_AFTER: '1' }
    api = await serveApi({ stack, port: 0, settings, overrides, onError: message => errors.push(message) })
  })
  afterAll(async () => {
    await api.close()
    await stack.close()
    await rm(directory, { recursive: true, force: true })
  })
  const request = async (method: string, path: string, organisation: string, body?: unknown) => {
    const response = await fetch(api.url + path, {
      method,
      headers: { 'x-organisation': organisation, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    return { status: response.status, body: (await response.json()) as Record<string, unknown> }
  }
  return {
    request,
    stack: () => stack,
    url: () => api.url,
    idle: () => api.idle(),
    errors,
    seed: (organisationId: string, connectorId: string) =>
      stack.platform?.seedConnector({
        organisationId,
        connectorId,
        baseUrl: 'https://api.example.com',
        versions: ['v1'],
      }),
  }
}
