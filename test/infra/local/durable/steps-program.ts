import { appendFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import type { DurableContext } from '@aws/durable-execution-sdk-js'
import { createDurableEngine } from '../../../../infra/local/durable/engine.ts'
import { durable } from './durable-function.ts'

export const STEPS = 12

/** Does STEPS steps of 15 ms and notes each one that runs as a line of the file. */
export const noteSteps = async ({ effects }: { effects: string }, context: DurableContext): Promise<number> => {
  for (let index = 0; index < STEPS; index += 1) {
    await context.step(`step-${index}`, async () => {
      await appendFile(effects, `${index}\n`)
      await delay(15)
    })
  }
  return STEPS
}

// Started by itself, it is the process that a test kills: node steps-program.ts DIRECTORY EFFECTS
if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [, , directory = '', effects = ''] = process.argv
  const engine = createDurableEngine({ directory, handler: durable(noteSteps) })
  await engine.start({ name: 'import-1', payload: { effects } })
  await engine.run('import-1')
}
