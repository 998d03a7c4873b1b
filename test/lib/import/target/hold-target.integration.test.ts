import { expect, test } from 'vitest'
import type { Dependencies } from '../../../../lib/import/dependencies.ts'
import type { ImportSession } from '../../../../lib/import/import-session.ts'
import { holdTarget } from '../../../../lib/import/target/hold-target.ts'
import type { ImportRequest } from '../../../../lib/request/import-request.ts'
import { createLockStore } from '../../../../lib/store/locks.ts'
import type { ObjectStore } from '../../../../lib/store/objects.ts'
import { testEngine } from '../../../infra/local/durable/support.ts'
import { TABLE, useTable } from '../../store/support.ts'

const client = useTable()
const START = Date.parse('2030-01-01T00:00:00Z')

type Newest = Awaited<ReturnType<ObjectStore['newest']>>
type RecordedWait = { readonly waitingUntil?: string }
type Source = Partial<ImportRequest['source']>

/** Holds a target in a durable execution that skips waits. */
const setUp = async (connectorId: string, newest: Newest = undefined, source: Source = {}) => {
  const target = { organisationId: 'org', connectorId, version: 'v1' }
  let now = (): number => START
  const locks = createLockStore(client(), TABLE, () => now())
  const request: ImportRequest = { importId: 'imp-new', target, source: { bucket: 'b', key: 'k', ...source } }
  const saved: RecordedWait[] = []
  const cancelled: boolean[] = []
  const records = {
    save: async (_: string, fields: RecordedWait) => {
      saved.push(fields)
      return cancelled.shift() ?? false
    },
  }
  const objects = { newest: async () => newest }
  const dependencies = { locks, leaseSeconds: 60, objects, records, now: () => now() } as unknown as Dependencies
  const session = { request, dependencies } as unknown as ImportSession
  const { execute, sleeps } = await testEngine(async (_: unknown, context) => holdTarget(session, context))
  // The lock's clock advances by the engine's waits.
  now = () => START + sleeps.reduce((sum, sleep) => sum + sleep, 0)
  return { locks, target, sleeps, saved, cancelled, hold: () => execute() }
}

test('a free target is locked immediately', async () => {
  const { hold, locks, target, sleeps } = await setUp('free')
  expect(await hold()).toEqual({ status: 'SUCCEEDED', result: { kind: 'held' } })
  expect(sleeps).toEqual([])
  expect(await locks.acquire(target, 'imp-other', 60)).toMatchObject({ held: false, owner: 'imp-new' })
})

test('a locked target is waited for until its lease expires', async () => {
  const { hold, locks, target, sleeps } = await setUp('held')
  await locks.acquire(target, 'imp-old', 30)
  expect(await hold()).toEqual({ status: 'SUCCEEDED', result: { kind: 'held' } })
  expect(sleeps.reduce((sum, sleep) => sum + sleep, 0)).toBeGreaterThanOrEqual(30_000)
})

test('each wait is recorded, so that a request to cancel can stop it', async () => {
  const { hold, locks, target, saved } = await setUp('recorded')
  await locks.acquire(target, 'imp-old', 12)
  await hold()
  expect(saved.map(({ waitingUntil = '' }) => Date.parse(waitingUntil) - START)).toEqual([5_000, 15_000])
})

test('an import that should be cancelled does not wait', async () => {
  const { hold, locks, target, sleeps, cancelled } = await setUp('cancelled')
  await locks.acquire(target, 'imp-old', 30)
  cancelled.push(false, true)
  expect(await hold()).toEqual({ status: 'SUCCEEDED', result: { kind: 'cancelled' } })
  expect(sleeps.filter(sleep => sleep > 0)).toHaveLength(1)
})

test('after six hours the import fails with the name of the holder', async () => {
  const { hold, locks, target } = await setUp('for-ever')
  await locks.acquire(target, 'imp-old', 1_000_000)
  const reason = expect.stringMatching(/^Import imp-old has held the target for about 6 hours\. .*\.$/)
  expect(await hold()).toMatchObject({ status: 'SUCCEEDED', result: { kind: 'failed', reason } })
})

/** Requested upload, newest upload, and the expected result. */
const uploads: [string, Source, Newest, 'held' | 'superseded'][] = [
  ['the same version', { versionId: '1', etag: 'a' }, { versionId: '1', etag: 'a' }, 'held'],
  ['a newer version', { versionId: '1', etag: 'a' }, { versionId: '2', etag: 'a' }, 'superseded'],
  ['the same content, no versions', { etag: 'a' }, { etag: 'a' }, 'held'],
  ['other content, no versions', { etag: 'a' }, { etag: 'b' }, 'superseded'],
  ['an event without an ETag', {}, { etag: 'b' }, 'held'],
  ['a document that was deleted', { etag: 'a' }, undefined, 'held'],
]

test.each(uploads)('%s', async (name, source, newest, want) => {
  const { hold } = await setUp(name.replaceAll(' ', '-'), newest, source)
  expect(await hold()).toEqual({ status: 'SUCCEEDED', result: { kind: want } })
})
