import { expect, test } from 'vitest'
import { showProgress } from '../../../../infra/local/cli/progress.ts'
import { createRateMeter, progressText } from '../../../../infra/local/cli/progress-text.ts'
import type { ImportRecord } from '../../../../lib/store/records.ts'

const record = (done: number, total: number): ImportRecord => ({
  importId: 'imp-1',
  target: { organisationId: 'o', connectorId: 'c', version: 'v1' },
  status: 'running',
  startedAt: '2030-01-01T00:00:00.000Z',
  done,
  total,
})

/** A terminal that keeps what is written to it. */
const terminal = (isTTY: boolean) => {
  const written: string[] = []
  return { isTTY, written, write: (text: string | Uint8Array) => written.push(String(text)) > 0 }
}

const OPTIONS = { plain: false, now: () => performance.now() }

test('a terminal shows one progress line, which is cleared at the end', async () => {
  const { written, ...screen } = terminal(true)
  const stop = showProgress(screen, async () => record(3, 6), OPTIONS)
  await expect.poll(() => written.length).toBeGreaterThan(0)
  stop()
  expect(written[0]).toBe(`\r${'█'.repeat(12)}${'░'.repeat(12)} 3/6\u001b[K`)
  expect(written.at(-1)).toBe('\r\u001b[K')
})

test('other output gets an ASCII line every five seconds', async () => {
  const { written, ...file } = terminal(false)
  let looks = 0
  // Each look takes two seconds of this clock.
  const look = async () => {
    looks += 1
    return record(looks, 100)
  }
  const stop = showProgress(file, look, { plain: false, now: () => 2_000 * looks })
  await expect.poll(() => written.length).toBe(1)
  stop()
  expect(looks).toBe(3)
  expect(written[0]).toMatch(/^#-{23} 3\/100 \| 0\.5\/s \| 3 min left\n$/)
})

test('no progress is written before the total is known', async () => {
  const { written, ...screen } = terminal(true)
  let looks = 0
  const look = async () => {
    looks += 1
    return record(0, 0)
  }
  const stop = showProgress(screen, look, OPTIONS)
  await expect.poll(() => looks).toBeGreaterThan(1)
  stop()
  expect(written).toEqual(['\r\u001b[K'])
})

const requests = { sent: 90, retried: 7, throttled: 2 }

/** What the record says, the rate, and the rest of the line. */
const lines: [string, Partial<ImportRecord>, number, string][] = [
  ['no rate yet', { done: 12, total: 48 }, 0, '12/48'],
  ['a slow one', { done: 12, total: 48 }, 2.25, '12/48 | 2.3/s | 16 s left'],
  ['minutes', { done: 1_000, total: 16_000 }, 50, '1000/16000 | 50/s | 5 min left'],
  ['hours', { done: 0, total: 9_000 }, 1, '0/9000 | 1.0/s | 2 h 30 min left'],
  ['the end', { done: 48, total: 48 }, 20, '48/48 | 20/s'],
  ['trouble', { done: 24, total: 48, requests }, 12, '24/48 | 12/s | 2 s left | 7 retried | 2 throttled'],
]

test.each(lines)('%s', (_, fields, rate, want) => {
  expect(progressText({ ...record(0, 0), ...fields }, rate, true).replace(/^[#-]{24} /, '')).toBe(want)
})

test('the progress line is ASCII with NO_COLOR', () => {
  expect(progressText({ ...record(3, 7), requests }, 1, true)).toMatch(/^[\x20-\x7e]+$/)
})

test('the rate covers the last ten seconds', () => {
  let now = 0
  const rate = createRateMeter(() => now)
  const at = (seconds: number, done: number): number => {
    now = seconds * 1000
    return rate(done)
  }
  expect(at(0, 0)).toBe(0)
  expect(at(2, 100)).toBe(50)
  expect(at(10, 500)).toBe(50)
  expect(at(20, 500)).toBe(0)
  expect(at(22, 540)).toBeCloseTo(40 / 12)
})
