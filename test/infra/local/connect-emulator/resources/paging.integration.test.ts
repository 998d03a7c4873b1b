import { expect, test } from 'vitest'
import { takePage } from '../../../../../infra/local/connect-emulator/resources/paging.ts'
import { action, setUp } from '../harness.ts'

const items = Array.from({ length: 250 }, (_, index) => {
  const number = String(index).padStart(3, '0')
  return { id: number, name: `Item${number}` }
})
const page = (query: Record<string, string>, from = items) => takePage(from, new URLSearchParams(query))

test('page sizes', () => {
  const table = [
    { given: {}, want: 20 },
    { given: { first: '1' }, want: 1 },
    { given: { first: '100' }, want: 100 },
    { given: { first: '1000' }, want: 100 },
  ]
  for (const { given, want } of table) expect(page(given).items, JSON.stringify(given)).toHaveLength(want)
})

test('next visits every item once, and prev goes back', () => {
  const seen: string[] = []
  let current = page({ first: '60' })
  for (;;) {
    seen.push(...current.items.map(({ id }) => id))
    if (current.next === undefined) break
    current = page({ first: '60', after: current.next })
  }
  expect(seen).toEqual(items.map(({ id }) => id))
  const back = page({ first: '60', before: current.prev ?? '' })
  expect(back.items.map(({ id }) => id)).toEqual(seen.slice(180, 240))
  expect(page({ first: '60' }).prev).toBeUndefined()
  expect(page({ before: page({ first: '10', after: page({ first: '5' }).next ?? '' }).prev ?? '' }).items).toHaveLength(
    5,
  )
})

test('a cursor stays valid after its item is removed', () => {
  const next = page({ first: '10' }).next ?? ''
  const without = items.filter(({ id }) => id !== '009')
  expect(page({ first: '2', after: next }, without).items.map(({ id }) => id)).toEqual(['010', '011'])
  expect(page({ first: '2', before: next }, without).items.map(({ id }) => id)).toEqual(['007', '008'])
})

test('name is a case-insensitive substring', () => {
  expect(page({ name: 'tEM24' })).toEqual({ totalCount: 10, items: items.slice(240) })
  expect(page({ name: 'nothing' })).toEqual({ totalCount: 0, items: [] })
})

test('invalid parameters are rejected', async () => {
  const { send } = await setUp()
  await send('POST', '/actions', action('A'))
  const cursor = Buffer.from('after:x').toString('base64url')
  for (const query of [
    'first=0',
    'first=-1',
    'first=ten',
    'first=1.5',
    'after=x',
    `after=${cursor}&before=${cursor}`,
  ]) {
    const reply = await send('GET', `/actions?${query}`)
    expect([reply.status, reply.json().code], query).toEqual([400, 'paging_invalid'])
  }
})

test('over HTTP', async () => {
  const { send } = await setUp()
  for (const name of ['A', 'B', 'C']) await send('POST', '/actions', action(name))
  const first = (await send('GET', '/actions?first=2')).json()
  expect(first.totalCount).toBe(3)
  const second = (await send('GET', `/actions?first=2&after=${first.next}`)).json()
  expect(Array.from(second.actions ?? [], ({ name }) => name)).toEqual(['C'])
  expect(second.next).toBeUndefined()
})
