import { expect, test } from 'vitest'
import { createPlaces, mapConcurrently, runInOrder } from '../../../lib/util/concurrency.ts'

const turn = () => new Promise<void>(resolve => setImmediate(resolve))

test('the results come in the order of the items, and no more than asked for is under way', async () => {
  let underWay = 0
  let most = 0
  const doubled = await mapConcurrently([5, 1, 4, 2, 3], 2, async item => {
    most = Math.max(most, ++underWay)
    for (let i = 0; i < item; i++) await turn()
    underWay -= 1
    return 2 * item
  })
  expect(doubled).toEqual([10, 2, 8, 4, 6])
  expect(most).toBe(2)
})

test('after a failure nothing more is begun, and what was begun has ended', async () => {
  const begun: number[] = []
  const ended: number[] = []
  const work = async (item: number): Promise<void> => {
    begun.push(item)
    await turn()
    if (item === 2) throw new Error('the second')
    await turn()
    ended.push(item)
  }
  await expect(mapConcurrently([1, 2, 3, 4, 5], 2, work)).rejects.toThrow('the second')
  expect(begun).toEqual([1, 2])
  expect(ended).toEqual([1])
})

test('nothing to do is done', async () => {
  expect(await mapConcurrently([], 4, async () => 1)).toEqual([])
})

/** Runs items, each given as `name: those that it depends on`, for so many turns as its name is long; returns the order of events. */
const eventsOf = async (graph: Readonly<Record<string, string>>, atOnce: number, failing = '') => {
  const items = Object.entries(graph).map(([name, after]) => ({ name, after }))
  const events: string[] = []
  const run = runInOrder(
    items,
    atOnce,
    ({ after }) => items.filter(({ name }) => after.split(' ').includes(name)),
    async ({ name }) => {
      events.push(`+${name}`)
      for (let i = 0; i < name.length; i++) await turn()
      if (name === failing) throw new Error(name)
      events.push(`-${name}`)
    },
  )
  const error = await run.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  return { events: events.join(' '), ...(error instanceof Error && { error: error.message }) }
}

test.each([
  { what: 'nothing', graph: {}, atOnce: 2, want: { events: '' } },
  { what: 'side by side', graph: { a: '', b: '' }, atOnce: 2, want: { events: '+a +b -a -b' } },
  { what: 'no more than asked for', graph: { a: '', b: '' }, atOnce: 1, want: { events: '+a -a +b -b' } },
  {
    what: 'as soon as its own dependencies are done',
    graph: { a: '', bbbb: '', c: 'a', d: 'bbbb c' },
    atOnce: 3,
    want: { events: '+a +bbbb -a +c -c -bbbb +d -d' },
  },
  {
    what: 'nothing new after a failure',
    graph: { a: '', bbb: '', c: 'a', d: '' },
    atOnce: 2,
    failing: 'a',
    want: { events: '+a +bbb -bbb', error: 'a' },
  },
])('in order: $what', async ({ graph, atOnce, failing, want }) => {
  expect(await eventsOf(graph, atOnce, failing)).toEqual(want)
})

test('of the calls that wait for a place, the lowest rank is next, then the oldest', async () => {
  const begun: string[] = []
  let underWay = 0
  let most = 0
  const places = createPlaces(2)
  const call = (name: string, rank: number) =>
    places(rank, async () => {
      begun.push(name)
      most = Math.max(most, ++underWay)
      await turn()
      underWay -= 1
      return name
    })
  const called = [call('a', 50), call('b', 50), call('c', 100), call('d', 50), call('e', 0), call('f', 50)]
  expect(await Promise.all(called)).toEqual(['a', 'b', 'c', 'd', 'e', 'f'])
  expect(begun).toEqual(['a', 'b', 'e', 'd', 'f', 'c'])
  expect(most).toBe(2)
})

test('a failed call frees its place', async () => {
  const places = createPlaces(1)
  const failing = places(0, async () => {
    await turn()
    throw new Error('the first')
  })
  const next = places(0, async () => 'the second')
  await expect(failing).rejects.toThrow('the first')
  expect(await next).toBe('the second')
})
