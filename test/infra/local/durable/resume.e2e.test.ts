import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test, vi } from 'vitest'
import { noteSteps, STEPS } from './steps-program.ts'
import { temporaryDirectory, testEngine } from './support.ts'

const JOURNAL = 'import-1.jsonl'

test('the execution of a killed process continues without repeating stored steps', async () => {
  const directory = await temporaryDirectory()
  const effects = join(directory, 'effects.txt')
  const noted = async () => (await readFile(effects, 'utf8').catch(() => '')).split('\n').slice(0, -1)

  const program = fileURLToPath(new URL('steps-program.ts', import.meta.url))
  const child = spawn(process.execPath, [program, directory, effects], { stdio: 'inherit' })
  const exited = once(child, 'exit')
  await vi.waitUntil(async () => (await noted()).length >= 4, { timeout: 60_000, interval: 5 })
  child.kill('SIGKILL')
  expect(await exited).toEqual([null, 'SIGKILL'])
  const before = (await noted()).length
  expect(before).toBeLessThan(STEPS)

  // The real time, as in the killed process: an execution times out after a day.
  const { engine } = await testEngine(noteSteps, { directory, now: Date.now })
  expect(await engine.status('import-1')).toBe('RUNNING')
  expect(await engine.run('import-1')).toEqual({ status: 'SUCCEEDED', result: STEPS })
  const counts = Map.groupBy(await noted(), line => line)
  expect(counts.size).toBe(STEPS)
  // At least once: only the step that was running when the process died may have run a second time.
  const repeated = [...counts].filter(([, lines]) => lines.length > 1).map(([line]) => Number(line))
  expect(repeated.filter(index => index !== before - 1)).toEqual([])
})

test('a new engine on the same folder continues the executions of the old one', async () => {
  const directory = await temporaryDirectory()
  const runs: string[] = []
  const handler = (hangs: boolean) => async (_event: unknown, context: Parameters<typeof noteSteps>[1]) => {
    const first = await context.step('first', async () => runs.push('first'))
    if (hangs) await new Promise(() => undefined)
    return [first, await context.step('second', async () => runs.push('second'))]
  }
  const abandoned = await testEngine(handler(true), { directory, invocationMs: 2 ** 31 - 1 })
  void abandoned.execute()
  await vi.waitUntil(async () => (await readFile(join(directory, JOURNAL), 'utf8').catch(() => '')).includes('SUCCEED'))

  const { execute } = await testEngine(handler(false), { directory })
  expect(await execute()).toEqual({ status: 'SUCCEEDED', result: [1, 2] })
  expect(runs).toEqual(['first', 'second'])
})

test.each([1, 2, 3, 4, 5])('a crash after checkpoint %i is stored repeats no step of it', async crashAt => {
  const runs: string[] = []
  let crashes = 0
  const { execute } = await testEngine(
    async (_event, context) => {
      for (const name of ['a', 'b', 'c']) await context.step(name, async () => runs.push(name))
      await context.runInChildContext('child', async child => child.step('d', async () => runs.push('d')))
      await context.step('e', async () => runs.push('e'))
      return 'whole'
    },
    {
      onCheckpoint: ({ checkpoints }) => {
        if (checkpoints !== crashAt || crashes > 0) return
        crashes += 1
        throw new Error('killed')
      },
    },
  )
  expect(await execute()).toEqual({ status: 'SUCCEEDED', result: 'whole' })
  expect(crashes).toBe(1)
  expect(runs).toEqual(['a', 'b', 'c', 'd', 'e'])
})

test('a finished execution stays finished for a new engine', async () => {
  const first = await testEngine(async () => 'once')
  await first.execute({ key: 'a' })
  const { engine } = await testEngine(async () => 'twice', { directory: first.directory })
  expect((await engine.start({ name: 'import-1', payload: { key: 'a' } })).alreadyStarted).toBe(true)
  expect(await engine.run('import-1')).toEqual({ status: 'SUCCEEDED', result: 'once' })
})

test('an incomplete last line is removed and its step repeated', async () => {
  const first = await testEngine(async (_event, context) => context.step('read', async () => 'text'))
  await first.execute()
  const file = join(first.directory, JOURNAL)
  const whole = (await readFile(file, 'utf8')).split('\n')
  const torn = `${whole.slice(0, 2).join('\n')}\n${whole[2]?.slice(0, 40)}`
  await writeFile(file, torn)

  const { engine } = await testEngine(async (_event, context) => context.step('read', async () => 'again'), {
    directory: first.directory,
  })
  expect(await engine.run('import-1')).toEqual({ status: 'SUCCEEDED', result: 'again' })
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\n')
  expect(lines.map(line => JSON.parse(line).type)).toEqual(['started', 'invoked', 'invoked', 'checkpoint', 'finished'])
})

test('a damaged line is an error with file and line', async () => {
  const { engine, execute, directory } = await testEngine(async () => 1)
  await execute()
  await appendFile(join(directory, JOURNAL), '{"type":\n{}\n')
  const { engine: later } = await testEngine(async () => 1, { directory })
  await expect(later.status('import-1')).rejects.toThrow(/import-1\.jsonl:4 is damaged\. Delete the file/)
  expect(await engine.status('import-1')).toBe('SUCCEEDED')
})
