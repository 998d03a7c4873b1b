import { expect, test } from 'vitest'
import { conclude } from '../../../../lib/import/finish/conclude.ts'
import type { AppliedVersion } from '../../../../lib/import/outcome.ts'
import { reply } from '../../connect/support/server.ts'
import { openPlatform, plainRunner, sessionOf } from '../support.ts'

const REMEMBERED = { kind: 'done', value: { damaged: false, failed: 0, conflicts: 0 } }
const DRAFT = { id: '1', name: 'v1' }
const PUBLISHED = { ...DRAFT, publishedAt: '2030-01-01T00:00:00Z' }

const DONE = { severity: 'info', code: 'published', message: 'The version "v1" is published.', pointer: '#' }

const size = { actions: 0, triggers: 0, definitions: 0, requests: 0, removals: 0, removalUnits: 0 }

test('a lock that is lost before the ledger step fails the import, and nothing is published', async () => {
  const { client, received } = await openPlatform((_, response) => reply(response, 200, { version: PUBLISHED }))
  const written: AppliedVersion = { session: sessionOf(client), size, ledgers: [] }
  const reason = 'Lock lost.'
  const run = plainRunner({ ledger: { kind: 'failed', reason } })
  expect(await conclude(run, { problems: [] }, written, { publish: true })).toMatchObject({ reason })
  expect(received).toEqual([])
})

/** Publishes on a platform that answers POST with these responses in turn. */
const publish = async (answers: readonly (readonly [number, unknown])[]) => {
  let posts = 0
  const { client } = await openPlatform(({ method }, response) => {
    const [status, body] = method === 'GET' ? [200, DRAFT] : (answers[posts++] ?? [500, ''])
    reply(response, status, body)
  })
  const written: AppliedVersion = { session: sessionOf(client), size, ledgers: [] }
  return conclude(plainRunner({ ledger: REMEMBERED }), { problems: [] }, written, { publish: true })
}

test('a failed publish is retried', async () => {
  const concluded = await publish([
    [503, ''],
    [200, { version: PUBLISHED }],
  ])
  expect(concluded).toEqual({ problems: [DONE], publishFailed: false })
})

test('a refused publish is reported', async () => {
  const concluded = await publish([[400, { code: 'invalid', message: 'An action is broken.' }]])
  const message = expect.stringMatching(/^The version is not published: .* An action is broken\.$/)
  expect(concluded).toMatchObject({ publishFailed: true, problems: [{ code: 'not-published', message }] })
})

test('messages of the platform on publishing are reported, and invalid ones ignored', async () => {
  const messages = [null, { severity: 'warning', text: 'It has no base URL', detail: ['Set one'] }]
  const { problems } = await publish([[200, { version: { ...PUBLISHED, messages } }]])
  expect(problems).toEqual([
    DONE,
    {
      severity: 'warning',
      code: 'publish-message',
      message: 'The platform reports on publishing: It has no base URL (Set one).',
      pointer: '#',
    },
  ])
})
