import { expect, test } from 'vitest'
import type { Faults } from '../../../../../infra/local/connect-emulator/faults/settings.ts'
import type { Platform } from '../../../../../infra/local/connect-emulator/platform.ts'
import { action, type Reply, sender, setUp } from '../harness.ts'

type Send = ReturnType<typeof sender>

/** The statuses of so many requests one after another; 0 where the connection was cut. */
const statuses = async (count: number, request: (index: number) => Promise<Reply>): Promise<number[]> => {
  const seen: number[] = []
  for (let index = 0; index < count; index++) {
    const status = await request(index).then(
      reply => reply.status,
      () => 0,
    )
    seen.push(status)
  }
  return seen
}

const list = (send: Send) => () => send('GET', '/actions')
const create = (send: Send) => (index: number) => send('POST', '/actions', action(`A${index}`))
const names = (platform: Platform) => platform.state().connectors[0]?.versions[0]?.actions.map(({ name }) => name)

test('latency', async () => {
  const { send } = await setUp({ faults: { latencyMs: 60 } })
  const start = performance.now()
  await send('GET', '/actions')
  expect(performance.now() - start).toBeGreaterThanOrEqual(59)
})

test('closing does not wait for delayed responses', async () => {
  const { platform, send } = await setUp({ faults: { latencyMs: 60_000 } })
  const lost = send('GET', '/actions').then(
    () => 'answered',
    () => 'cut',
  )
  await expect.poll(() => platform.requests.length).toBe(1)
  await platform.close()
  expect(await lost).toBe('cut')
})

test('throttling responds 429 with Retry-After until a token is available again', async () => {
  let time = 0
  const faults = { throttle: { requestsPerSecond: 2, retryAfterSeconds: 7 } }
  const { send } = await setUp({ now: () => time, faults })
  expect(await statuses(4, list(send))).toEqual([200, 200, 429, 429])
  const reply = await send('GET', '/actions')
  expect([reply.headers.get('retry-after'), reply.json().code]).toEqual(['7', 'too_many_requests'])
  time += 500
  expect(await statuses(2, list(send))).toEqual([200, 429])
  time += 10_000
  expect(await statuses(3, list(send))).toEqual([200, 200, 429])
})

test('every n-th request fails and is not processed', async () => {
  for (const status of [500, 502, 503] as const) {
    const { platform, send } = await setUp({ faults: { failEvery: 3, failStatus: status } })
    expect(await statuses(6, create(send))).toEqual([201, 201, status, 201, 201, status])
    expect(names(platform)).toEqual(['A0', 'A1', 'A3', 'A4'])
  }
})

test('a rate selects the same requests for the same seed', async () => {
  const run = async (faults: Faults) => {
    const { send } = await setUp({ faults })
    return statuses(40, list(send))
  }
  const first = await run({ failRate: 0.3, seed: 5 })
  expect(await run({ failRate: 0.3, seed: 5 })).toEqual(first)
  expect(await run({ failRate: 0.3, seed: 6 })).not.toEqual(first)
  const failed = first.filter(status => status === 503).length
  expect(failed).toBeGreaterThan(4)
  expect(failed).toBeLessThan(20)
})

test('a write with a lost response is done', async () => {
  const { platform, send } = await setUp({ faults: { loseAnswerEvery: 2 } })
  expect(await statuses(1, list(send))).toEqual([200])
  expect(await statuses(4, create(send))).toEqual([201, 0, 201, 0])
  expect(names(platform)).toEqual(['A0', 'A1', 'A2', 'A3'])
  expect((await send('POST', '/actions', action('A1'))).status).toBe(409)
  expect(platform.requests.map(({ status }) => status)).toEqual([200, 201, null, 201, null, 409])
})

test('responses are lost at a rate', async () => {
  const { platform, send } = await setUp({ faults: { loseAnswerRate: 1 } })
  expect(await statuses(2, create(send))).toEqual([0, 0])
  expect(names(platform)).toEqual(['A0', 'A1'])
})

test('connections are cut before the request is processed', async () => {
  const { platform, send } = await setUp({ faults: { resetRate: 0.5, seed: 3 } })
  const seen = await statuses(20, create(send))
  expect(new Set(seen)).toEqual(new Set([0, 201]))
  expect(names(platform)).toHaveLength(seen.filter(status => status === 201).length)
})

test('the token changes after n requests', async () => {
  const { version, send } = await setUp({ faults: { rotateTokenAfter: 2, nextToken: 'next' } })
  expect(await statuses(4, list(send))).toEqual([200, 200, 401, 401])
  expect(await statuses(2, list(sender(version, 'next')))).toEqual([200, 200])
})

test('the token also changes when its turn is a failed request', async () => {
  const { send } = await setUp({ faults: { rotateTokenAfter: 2, nextToken: 'next', failEvery: 3 } })
  expect(await statuses(5, list(send))).toEqual([200, 200, 503, 401, 401])
})

test('features can be missing', async () => {
  const table = [
    { status: undefined, want: 501, body: 'not_implemented' },
    { status: 405, want: 405, body: 'not_implemented' },
    { status: 404, want: 404, body: '404 page not found' },
  ] as const
  for (const { status, want, body } of table) {
    const { send } = await setUp({
      faults: {
        notImplemented: ['PUT actions', 'publish'],
        ...(status === undefined ? {} : { notImplementedStatus: status }),
      },
    })
    const stored = (await send('POST', '/actions', action('A'))).json()
    const put = await send('PUT', '/actions/A', stored)
    expect([put.status, put.text]).toEqual([want, expect.stringContaining(body)])
    expect((await send('POST', '/publish')).status).toBe(want)
    expect((await send('DELETE', '/actions/A')).status).toBe(204)
  }
})

test('single actions can be rejected', async () => {
  const { platform, send } = await setUp({ faults: { rejectActions: ['A1'] } })
  expect(await statuses(3, create(send))).toEqual([201, 400, 201])
  expect(names(platform)).toEqual(['A0', 'A2'])
  const reply = await send('POST', '/actions', action('A1'))
  expect(reply.json().code).toBe('action_rejected')
})

test('faults can be set and cleared while it runs', async () => {
  const { platform, send } = await setUp()
  platform.faults = { failEvery: 2 }
  expect(await statuses(3, list(send))).toEqual([200, 503, 200])
  platform.faults = { failEvery: 2 }
  expect(await statuses(1, list(send))).toEqual([200])
  platform.faults = {}
  expect(await statuses(3, list(send))).toEqual([200, 200, 200])
})

test('invalid faults are rejected', () =>
  Promise.all(
    [{ failRate: 2 }, { failEvery: 0 }, { latencyMs: -1 }, { rotateTokenAfter: 3 }].map(faults =>
      expect(setUp({ faults }), JSON.stringify(faults)).rejects.toThrow(),
    ),
  ))
