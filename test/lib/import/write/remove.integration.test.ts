import { expect, test } from 'vitest'
import { PlatformStop } from '../../../../lib/import/platform/platform-error.ts'
import { removalStep } from '../../../../lib/import/write/remove.ts'
import type { Changes } from '../../../../lib/reconcile/decide-changes.ts'
import { reply } from '../../connect/support/server.ts'
import { CONCURRENCY, openPlatform, sessionOf } from '../support.ts'

test('a platform without delete gets only the first requests of a thousand', async () => {
  const { client, received } = await openPlatform((_, response) => reply(response, 405))
  const actions = Array.from({ length: 1_000 }, (_, i) => {
    return { name: `a${i}`, change: 'remove', id: String(i), reason: 'Gone.' } as const
  })
  const changes: Changes = { actions: [], definitions: [], removals: { actions, definitions: [], keptDefinitions: [] } }
  const step = removalStep(sessionOf(client, { changes: async () => changes }))
  await expect(step).rejects.toBeInstanceOf(PlatformStop)
  // Time for requests that are in flight.
  await new Promise(resolve => setTimeout(resolve, 100))
  expect(received.length).toBeLessThanOrEqual(CONCURRENCY)
})
