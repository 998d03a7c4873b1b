import { expect, test } from 'vitest'
import { type Job, runQueue } from '../../../infra/scale/run-queue.ts'

const jobs = (count: number, job: Job): Job[] => Array.from({ length: count }, () => job)
const ONE = { ownSeconds: 1, requests: 10 }

test.each([
  { what: 'one import alone', count: 1, job: ONE, given: { spreadSeconds: 0 }, seconds: 1.5, run: 1.5 },
  { what: 'starts that are spread', count: 100, job: ONE, given: { spreadSeconds: 900 }, seconds: 895, run: 150 },
  {
    what: 'a rate that all share',
    count: 100,
    job: { ownSeconds: 0.1, requests: 100 },
    given: { perSecond: 20, concurrency: 1_000, spreadSeconds: 0 },
    ...{ seconds: 500, run: 50_000 },
  },
  {
    what: 'the same with 5 at a time: cheaper, but places stay free between the attempts of throttled imports',
    count: 100,
    job: { ownSeconds: 0.1, requests: 100 },
    given: { perSecond: 20, concurrency: 5, spreadSeconds: 0 },
    ...{ seconds: 3_500, run: 2_500 },
  },
])('$what', ({ count, job, given, seconds, run }) => {
  const queue = runQueue(jobs(count, job), { perSecond: 50, concurrency: 20, ...given })
  expect(Math.abs(queue.seconds / seconds - 1)).toBeLessThan(0.35)
  expect(Math.abs((queue.runSeconds - 0.3 * count) / run - 1)).toBeLessThan(0.2)
})

test('no more imports run at the same time than may; the others are throttled', () => {
  const few = runQueue(jobs(100, ONE), { perSecond: 50, concurrency: 3, spreadSeconds: 0 })
  expect(few.peakConcurrency).toBe(3)
  expect(few.throttled).toBeGreaterThan(100)
  const many = runQueue(jobs(100, ONE), { perSecond: 50, concurrency: 100, spreadSeconds: 0 })
  expect(many.throttled).toBe(0)
  expect(many.peakConcurrency).toBeGreaterThan(20)
})
