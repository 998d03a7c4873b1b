import { globSync } from 'node:fs'
import { join } from 'node:path'
import { installVirtualTime } from './virtual-time.ts'

const time = installVirtualTime(Date.parse('2030-01-01T00:00:00Z'))
const LIB = join(import.meta.dirname, '../../lib')
Object.assign(process.env, { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' })
for (const file of globSync('**/*.ts', { cwd: LIB, exclude: ['report/page/client/**'] })) await import(join(LIB, file))
const { createWorld } = await import('./night.ts')
const t = performance.now()
const { runNight, actionsOf } = createWorld(time, {
  vendors: Array.from({ length: Number(process.argv[2]) }, (_, i) => ({ operations: [3, 6, 12, 25][i % 4] ?? 0, isReleased: i % 20 === 0 })),
  perSecond: 50, concurrency: 20, spreadSeconds: 900, latencyMs: 80,
})
for (let n = 0; n < 2; n++) {
  const a = await time.run(runNight)
  console.log({ ...a, imports: a.imports.slice(0, 3), arrivals: a.arrivals.length, real: performance.now() - t, heap: process.memoryUsage().heapUsed/1e6 })
  console.log(Object.groupBy(a.imports.map(i => i.outcome + (i.reason ?? '')), x => x) && Object.entries(Object.groupBy(a.imports.map(i => i.outcome + (i.reason ?? '')), x => x)).map(([k, v]) => [k, v.length]))
}
