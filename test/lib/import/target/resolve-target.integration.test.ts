import { expect, test } from 'vitest'
import { createMissing, resolveTarget } from '../../../../lib/import/target/resolve-target.ts'
import { EMPTY_LEDGER } from '../../../../lib/reconcile/ledger/ledger.ts'
import type { Target } from '../../../../lib/request/target.ts'
import { reply } from '../../connect/support/server.ts'
import { openPlatform, sessionOf } from '../support.ts'

const CONNECTOR = { id: 'con', protocol: 'http', baseUrl: 'https://api.example.com' }
const NOT_FOUND = { code: 'not_found', message: 'There is none.' }
const FORBIDDEN = { code: 'forbidden', message: 'Not yours.' }
const versionOf = (url: string): string | undefined => /\/versions\/([^/]+)$/.exec(url)?.[1]

type Answers = Readonly<Record<string, readonly [number, unknown]>>

/** Resolves the target `v1`, with `v1-r2` as its successor in the ledger, on a platform with these versions. */
const resolve = async (versions: Answers) => {
  const { client } = await openPlatform(({ url }, response) => {
    const [status, body] = (versionOf(url) === undefined ? [200, CONNECTOR] : versions[versionOf(url) ?? '']) ?? [
      404,
      NOT_FOUND,
    ]
    reply(response, status, body)
  })
  const ledgers = {
    read: async ({ version }: Target) => (version === 'v1' ? { ...EMPTY_LEDGER, successor: 'v1-r2' } : undefined),
  }
  const session = sessionOf(client, { dependencies: { ledgers } })
  return resolveTarget(session, { onPublished: 'refuse' })
}

const V1 = [200, { id: '1', name: 'v1' }] as const

test('an import continues with the successor of the requested version', async () => {
  expect(await resolve({ v1: V1, 'v1-r2': [200, { id: '2', name: 'v1-r2' }] })).toMatchObject({
    kind: 'done',
    value: { version: 'v1-r2' },
  })
})

test('a deleted successor is ignored', async () => {
  expect(await resolve({ v1: V1 })).toMatchObject({ kind: 'done', value: { version: 'v1' } })
})

test('an unreadable successor fails the import', async () => {
  const reason = expect.stringMatching(/v1-r2: refused with status 403 \(forbidden\): Not yours\.$/)
  expect(await resolve({ v1: V1, 'v1-r2': [403, FORBIDDEN] })).toMatchObject({ kind: 'failed', reason })
})

test.for([
  { what: 'a published version', v1: [200, { id: '1', name: 'v1', publishedAt: '2030-01-01' }], badInput: true },
  { what: 'an unknown version', v1: [422, FORBIDDEN], badInput: true },
  { what: 'a token without access', v1: [403, FORBIDDEN], badInput: undefined },
] as const)('$what: the target is at fault, $badInput', async ({ v1, badInput }) => {
  const outcome = await resolve({ 'v1-r2': [404, NOT_FOUND], v1 })
  expect(outcome.kind).toBe('failed')
  expect(outcome.kind === 'failed' && outcome.badInput).toBe(badInput)
})

test('a failed creation of a version is retried', async () => {
  let posts = 0
  let there = false
  const { client } = await openPlatform(({ method, url }, response) => {
    if (method === 'POST') {
      if (posts++ === 0) return reply(response, 503)
      there = true
      return reply(response, 201, { id: '1', name: 'v1' })
    }
    if (versionOf(url) === undefined) return reply(response, 200, CONNECTOR)
    reply(response, there ? 200 : 404, there ? { id: '1', name: 'v1' } : NOT_FOUND)
  })
  const session = sessionOf(client, { dependencies: { ledgers: { read: async () => undefined } } })
  const resolved = await resolveTarget(session, { onPublished: 'refuse' })
  expect(resolved).toMatchObject({ kind: 'done', value: { version: 'v1', missing: {} } })
  expect(posts).toBe(0)
  expect(await createMissing(session, { version: 'v1', ledgers: [], missing: {} })).toMatchObject({ kind: 'done' })
  expect(there).toBe(true)
})
