import { expect, test } from 'vitest'
import { nearest } from '../../../lib/util/nearest.ts'

test.for([
  { word: 'boks', candidates: ['members', 'books'], want: 'books' },
  { word: 'GET', candidates: ['post', 'get'], want: 'get' },
  { word: 'listBook', candidates: ['listBooks', 'lendBook'], want: 'listBooks' },
  { word: 'gte', candidates: ['PUT', 'GET'], want: 'GET' },
  { word: 'nope', candidates: ['members', 'books'], want: undefined },
  { word: 'a', candidates: ['b'], want: 'b' },
  { word: 'a', candidates: ['bc'], want: undefined },
  { word: 'books', candidates: [], want: undefined },
  { word: 'x'.repeat(101), candidates: ['x'.repeat(101)], want: undefined },
])('$word is most like $want', ({ word, candidates, want }) => {
  expect(nearest(word, candidates)).toBe(want)
})
