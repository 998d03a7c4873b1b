import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { createDurableEngine } from '../../../../infra/local/durable/engine.ts'
import { IMPORT_REASONS } from '../../../../lib/import/reasons.ts'
import type { Death } from './dying-program.ts'
import { temporaryDirectory } from './support.ts'

type Ended = { readonly code: unknown; readonly signal: unknown; readonly stdout: string }

/** Runs a program with little memory until it ends. */
const runProgram = (program: string, args: readonly string[]): Promise<Ended> =>
  new Promise(resolve => {
    const file = fileURLToPath(new URL(program, import.meta.url))
    // Enough for the program, and soon used up.
    const memory = '--max-old-space-size=120'
    execFile(process.execPath, [memory, file, ...args], { maxBuffer: 2 ** 24 }, (error, stdout) => {
      resolve({ code: error?.code ?? 0, signal: error?.signal ?? null, stdout })
    })
  })

/** Returns the result that the journal has, without running anything. */
const resultIn = (directory: string) => createDurableEngine({ directory, handler: () => undefined }).result('import-1')

test.for<{ death: Death; died: object }>([
  { death: 'memory', died: { signal: 'SIGABRT' } },
  { death: 'killed', died: { signal: 'SIGKILL' } },
  { death: 'exit', died: { code: 3 } },
])('a step that reads and ends two processes ($death) fails in the third', async ({ death, died }) => {
  const directory = await temporaryDirectory()
  const args = [directory, death, 'reads']
  for (let process = 0; process < 2; process += 1) {
    expect(await runProgram('dying-program.ts', args)).toMatchObject(died)
    expect(await resultIn(directory)).toBeUndefined()
  }
  expect(await runProgram('dying-program.ts', args)).toMatchObject({ code: 0, signal: null })
  const reason = IMPORT_REASONS.interrupted.reads('plan', 2)
  expect(await resultIn(directory)).toEqual({ status: 'SUCCEEDED', result: { reason } })
})

test('an import that runs out of memory twice ends in a report', async () => {
  const program = '../importer/dying-import-child.ts'
  const directory = await temporaryDirectory()
  for (let process = 0; process < 2; process += 1)
    expect(await runProgram(program, [directory])).toMatchObject({ signal: 'SIGABRT', stdout: '' })
  const { code, stdout } = await runProgram(program, [directory])
  expect(code).toBe(0)
  const reason = IMPORT_REASONS.interrupted.reads('plan', 2)
  expect(JSON.parse(stdout)).toMatchObject({
    report: { outcome: 'failed', reason, document: { format: 'json' } },
    record: { status: 'failed', reason },
  })
})
