import { expect, test } from 'vitest'
import { missedPromises } from './promises.ts'

test.each([
  { what: 'kept', measured: 1.49, allowed: 1.5, want: [] },
  { what: 'exactly kept', measured: 1.5, allowed: 1.5, want: [] },
  { what: 'missed', measured: 8.1, allowed: 3, want: ['missed: 8.10, at most 3 is promised'] },
  {
    what: 'without a result',
    measured: Number.NaN,
    allowed: 3,
    want: ['without a result: NaN, at most 3 is promised'],
  },
])('a promise that is $what', ({ want, ...promised }) => {
  expect(missedPromises([promised])).toEqual(want)
})
