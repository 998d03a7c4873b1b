import { expect, test } from 'vitest'
import { mapConcurrently } from '../../../lib/util/concurrency.ts'

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
