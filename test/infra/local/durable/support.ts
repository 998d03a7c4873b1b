import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { createDurableEngine } from '../../../../infra/local/durable/engine.ts'
import type { EngineOptions } from '../../../../infra/local/durable/options.ts'
import { type DurableHandler, durable } from './durable-function.ts'

/** A folder of its own for one test, gone after it. */
export async function temporaryDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'durable-'))
  onTestFinished(() => rm(directory, { recursive: true, force: true }))
  return directory
}

/** A clock that stands still but for the sleeps of the engine, which take no time and are noted in milliseconds. */
export function fakeClock() {
  let time = Date.parse('2030-01-01T00:00:00Z')
  const sleeps: number[] = []
  const sleep = async (milliseconds: number): Promise<void> => {
    sleeps.push(milliseconds)
    time += milliseconds
  }
  return { now: () => time, sleep, sleeps }
}

/** An engine in a folder of its own whose waits take no time. */
export async function testEngine<Event>(handler: DurableHandler<Event>, options: Partial<EngineOptions> = {}) {
  const clock = fakeClock()
  const directory = options.directory ?? (await temporaryDirectory())
  const { now, sleep } = clock
  const engine = createDurableEngine({ now, sleep, ...options, directory, handler: durable(handler) })
  const execute = async (payload: unknown = {}, name = 'import-1') => {
    await engine.start({ name, payload })
    return engine.run(name)
  }
  return { engine, execute, directory, sleeps: clock.sleeps }
}
