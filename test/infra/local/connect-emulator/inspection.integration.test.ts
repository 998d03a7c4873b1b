import { expect, test } from 'vitest'
import { action, CONNECTOR, definition, ORGANISATION, setUp, trigger } from './harness.ts'

test('the page lists its URLs, without a token', async () => {
  const { platform } = await setUp()
  const response = await fetch(platform.inspectionUrl)
  const text = await response.text()
  expect(response.status).toBe(200)
  for (const path of ['/_emulator/state', '/_emulator/faults', '/api/connect/v1']) expect(text).toContain(path)
  expect((await fetch(platform.inspectionUrl.replace(/\/$/, ''))).status).toBe(200)
})

test('the state consists of names and counts', async () => {
  const { platform, send } = await setUp()
  await send('POST', '/definitions', { definitions: [definition('Pet')] })
  await send('POST', '/actions', action('A'))
  await send('POST', '/actions', action('B'))
  await send('POST', '/triggers', trigger('T'))
  const response = await fetch(`${platform.inspectionUrl}state`)
  expect(await response.json()).toEqual({
    connectors: [
      {
        organisationId: ORGANISATION,
        id: CONNECTOR,
        name: CONNECTOR,
        baseUrl: 'https://api.example.com',
        versions: [
          {
            name: 'v1',
            publishedAt: null,
            actions: { count: 2, names: ['A', 'B'] },
            triggers: { count: 1, names: ['T'] },
            definitions: { count: 1, names: ['Pet'] },
          },
        ],
      },
    ],
  })
})

test('faults are read and set over HTTP, and do not affect these pages', async () => {
  const { platform, send } = await setUp()
  const url = `${platform.inspectionUrl}faults`
  const set = await send('PUT', url, { failEvery: 1, failStatus: 500 })
  const want = {
    failEvery: 1,
    failStatus: 500,
    notImplemented: [],
    notImplementedStatus: 501,
    rejectActions: [],
    rejectTriggers: [],
    seed: 1,
    variants: {},
  }
  expect([set.status, set.json()]).toEqual([200, want])
  expect((await send('GET', '/actions')).status).toBe(500)
  expect((await send('GET', url)).json()).toEqual(want)
  expect(platform.faults).toEqual(want)
  expect((await send('PUT', url, {})).status).toBe(200)
  expect((await send('GET', '/actions')).status).toBe(200)
  expect(platform.requests).toHaveLength(2)
})

test('invalid faults are rejected over HTTP', async () => {
  const { platform, send } = await setUp()
  for (const faults of [{ failEvery: 'x' }, { unknown: 1 }, { failStatus: 418 }, { notImplemented: ['everything'] }]) {
    const reply = await send('PUT', `${platform.inspectionUrl}faults`, faults)
    expect([reply.status, reply.json().code], JSON.stringify(faults)).toEqual([400, 'body_invalid'])
  }
})
