import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DurableContext } from '@aws/durable-execution-sdk-js'
import middy from '@middy/core'
import { executionModeDurableContext } from '@middy/core/executionModeDurableContext'
import { createDurableEngine } from '../../infra/local/durable/engine.ts'

/** Milliseconds that the local engine and the SDK take for each batch of a map whose steps do nothing. */
export const durableOverhead = async (batches: number): Promise<number> => {
  const directory = await mkdtemp(join(tmpdir(), 'durable-'))
  const handler = middy<unknown, number, Error, DurableContext>(
    async (_: unknown, context: DurableContext): Promise<number> => {
      const items = Array.from({ length: batches }, (_, i) => i)
      const all = await context.map('batches', items, (inner, i) => inner.step(`batch-${i}`, async () => i), {
        maxConcurrency: 4,
      })
      return all.all.length
    },
    { executionMode: executionModeDurableContext },
  )
  try {
    const engine = createDurableEngine({ directory, handler })
    await engine.start({ name: 'overhead', payload: {} })
    const begin = performance.now()
    const { status } = await engine.run('overhead')
    if (status !== 'SUCCEEDED') throw new Error(`The batches ended as ${status}.`)
    return (performance.now() - begin) / batches
  } finally {
    await rm(directory, { recursive: true })
  }
}
