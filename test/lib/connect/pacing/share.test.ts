import { test } from 'vitest'
import { runSideBySide, type SideBySide } from '../support/side-by-side.ts'
const many = (n: number, size: (i: number) => number) => Array.from({ length: n }, (_, i) => size(i))
const cases: Record<string, SideBySide> = {
  '100/5': { sizes: many(100, i => 10 + i), platform: 5 },
  '100/5 small': { sizes: many(100, () => 20), platform: 5 },
  '100/5 own': { sizes: many(100, i => 10 + i), platform: 5, isShared: false },
  '100/5 b1': { sizes: many(100, i => 10 + i), platform: 5, burst: 1 },
  '100/5 staggered': { sizes: many(100, i => 10 + i), platform: 5, startAt: i => i * 50 },
  '100/5 skew': { sizes: many(100, i => 10 + i), platform: 5, skew: i => (i % 11) * 100 - 500 },
  '10/50': { sizes: many(10, i => 100 + 100 * i), platform: 50 },
  '10/50 own': { sizes: many(10, i => 100 + 100 * i), platform: 50, isShared: false },
  '10/50 b10': { sizes: many(10, i => 100 + 100 * i), platform: 50, burst: 10 },
  '10/50 skew': { sizes: many(10, i => 100 + 100 * i), platform: 50, skew: i => i * 100 - 500 },
  '10/50 max 2000': { sizes: many(10, i => 100 + 100 * i), platform: 50, maxPerSecond: 2000 },
  '1/50': { sizes: [1000], platform: 50 },
  '1/50 own': { sizes: [1000], platform: 50, isShared: false },
  '1/5': { sizes: [300], platform: 5 },
  '1/5 own': { sizes: [300], platform: 5, isShared: false },
  '1/50 max2000': { sizes: [1000], platform: 50, maxPerSecond: 2000 },
  '1/50 max2000 own': { sizes: [1000], platform: 50, maxPerSecond: 2000, isShared: false },
  '1 seq': { sizes: [300], platform: 50, callers: 1 },
  '2/50 later': { sizes: [1000, 200], platform: 50, startAt: i => i * 5000 },
  '2/5 later': { sizes: [300, 20], platform: 5, startAt: i => i * 5000 },
  '3/5': { sizes: [300, 100, 20], platform: 5 },
}
test('x', { timeout: 300000 }, async () => {
  for (const [name, options] of Object.entries(cases)) {
    if (process.env.ONLY && !name.includes(process.env.ONLY)) continue
    const r = await runSideBySide(options)
    const i = r.imports.toSorted((a, b) => a.size - b.size)
    const fair = (x: { size: number; ms: number }) => x.ms / ((x.size * options.sizes.length * 1000) / options.platform)
    console.log(name.padEnd(20), 'refused', r.refusedShare.toFixed(3), 'slow', r.slowness.toFixed(3), 'table/s/i', r.tablePerSecondAndImport.toFixed(2), 'fair', fair(i[0]!).toFixed(2), 'rate', r.perSecond?.toFixed(2))
  }
})
