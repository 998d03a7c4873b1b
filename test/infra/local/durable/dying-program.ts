import { pathToFileURL } from 'node:url'
import type { DurableContext } from '@aws/durable-execution-sdk-js'
import { createDurableEngine } from '../../../../infra/local/durable/engine.ts'
import { durableStep, failureOf, type StepKind } from '../../../../lib/import/durable-step.ts'
import { durable } from './durable-function.ts'

export type Death = 'memory' | 'killed' | 'exit'

/** Ends this process within a step. */
export const die = (death: Death): Promise<never> => {
  if (death === 'killed') process.kill(process.pid, 'SIGKILL')
  if (death === 'exit') process.exit(3)
  const held: number[][] = []
  while (death === 'memory') held.push(new Array<number>(500_000).fill(held.length))
  return new Promise(() => undefined)
}

const dieInStep = async ({ death, kind }: { death: Death; kind: StepKind }, context: DurableContext) => {
  await durableStep(context, { name: 'before', kind: 'writes', work: async () => undefined })
  return durableStep(context, { name: 'plan', kind, work: () => die(death) }).catch(failureOf)
}

// Started by itself, it is a process that dies: node dying-program.ts DIRECTORY DEATH KIND
if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [, , directory = '', death = '', kind = ''] = process.argv
  const engine = createDurableEngine({ directory, handler: durable(dieInStep), sleep: async () => undefined })
  await engine.start({ name: 'import-1', payload: { death, kind } })
  await engine.run('import-1')
}
