import { expect, test } from 'vitest'
import type { ConnectClient } from '../../../../lib/connect/client.ts'
import { PlatformStop } from '../../../../lib/import/platform/platform-error.ts'
import { joinParts, readPart, type Wanted } from '../../../../lib/import/platform/read-platform.ts'
import { reply } from '../../connect/support/server.ts'
import { CONCURRENCY, openPlatform, VERSION_PATH } from '../support.ts'

const COUNT = 1_000

const readPlatform = async (client: ConnectClient, wanted: Wanted) => joinParts([await readPart(client, { wanted })])

/** Opens a platform with many definitions and the given response for their schemas. */
const openMany = (schema: readonly [number, unknown]) => {
  let origin = ''
  return openPlatform(({ url }, response, { headers }) => {
    origin = `http://${headers.host}`
    if (url.startsWith(`${VERSION_PATH}/actions`)) return reply(response, 200, { actions: [] })
    if (!url.startsWith(`${VERSION_PATH}/definitions`)) return reply(response, ...schema)
    const definitions = Array.from({ length: COUNT }, (_, i) => {
      return { id: String(i), name: `D${i}`, url: `${origin}/schemas/${i}`, accept: [] }
    })
    reply(response, 200, { definitions })
  })
}

test('only the wanted schemas are read', async () => {
  const { client } = await openMany([200, { type: 'string' }])
  const { definitions } = await readPlatform(client, { schema: name => name !== 'D1', triggers: false })
  expect(definitions.size).toBe(COUNT)
  expect(definitions.get('D0')?.schema).toEqual({ type: 'string' })
  expect(definitions.get('D1')?.schema).toBeUndefined()
})

test('an unreadable schema differs from every other', async () => {
  const { client } = await openMany([404, { code: 'not_found', message: 'Gone.' }])
  expect((await readPlatform(client, { schema: () => true, triggers: false })).definitions.get('D0')?.schema).toBeNull()
})

test('a refused token stops the reading of schemas', async () => {
  const { client, received } = await openMany([401, ''])
  await expect(readPlatform(client, { schema: () => true, triggers: false })).rejects.toBeInstanceOf(PlatformStop)
  await new Promise(resolve => setTimeout(resolve, 100))
  const asked = received.filter(({ url }) => url.startsWith('/schemas/'))
  // Each concurrent request also tries a renewed token.
  expect(asked.length).toBeLessThanOrEqual(2 * CONCURRENCY)
})
