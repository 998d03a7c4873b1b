import { expect, test } from 'vitest'
import { formatBytes, formatDuration, formatNumber, formatTime } from '../../../../lib/report/page/format.ts'

test.each([
  [formatNumber(0), '0'],
  [formatNumber(999), '999'],
  [formatNumber(1000), '1,000'],
  [formatNumber(1234567), '1,234,567'],
  [formatBytes(999), '999 bytes'],
  [formatBytes(48_213), '48.2 kB'],
  [formatBytes(12_345_678), '12.3 MB'],
  [formatDuration(350), '350 ms'],
  [formatDuration(4200), '4.2 s'],
  [formatDuration(185_000), '3 min 5 s'],
  [formatTime('2030-01-01T10:00:00.123Z'), '2030-01-01 10:00:00 UTC'],
  [formatTime('yesterday'), 'yesterday'],
])('%s', (got, want) => {
  expect(got).toBe(want)
})
