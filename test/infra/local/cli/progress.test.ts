import { expect, test } from 'vitest'
import { showProgress } from '../../../../infra/local/cli/progress.ts'
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

test('on a terminal the line shows how far it is, and is gone in the end', async () => {
  const { written, ...screen } = terminal(true)
  const stop = showProgress(screen, async () => record(3, 6))
  await expect.poll(() => written.length).toBeGreaterThan(0)
  stop()
  expect(written[0]).toBe(`\r${'█'.repeat(15)}${'░'.repeat(15)} 3/6`)
  expect(written.at(-1)).toBe('\r\u001b[K')
})

test('elsewhere nothing is written', async () => {
  const { written, ...file } = terminal(false)
  showProgress(file, async () => record(3, 6))()
  expect(written).toEqual([])
})
