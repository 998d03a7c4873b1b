import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll } from 'vitest'

export const PROGRAM = fileURLToPath(new URL('../../../../infra/local/cli/connector-import.mjs', import.meta.url))

export type Ended = { readonly status: number | null; readonly stdout: string; readonly stderr: string }

/** Starts an import as a user does. Of the environment of this process it gets only PATH. */
export const launch = (args: readonly string[], environment: Readonly<Record<string, string>> = {}) =>
  launchProgram(['import', ...args], environment)

const launchProgram = (args: readonly string[], environment: Readonly<Record<string, string>>) => {
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    env: { PATH: process.env.PATH, OUTAGE_AFTER: '1', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const { promise: exited, resolve } = Promise.withResolvers<number | null>()
  child.once('exit', resolve)
  const ended = async (): Promise<Ended> => {
    const [status, stdout, stderr] = await Promise.all([exited, text(child.stdout), text(child.stderr)])
    return { status, stdout, stderr }
  }
  /** Waits until standard error has this string. */
  const prints = (wanted: string): Promise<void> =>
    new Promise(resolve => {
      let printed = ''
      child.stderr.on('data', (chunk: Buffer) => {
        printed += chunk
        if (printed.includes(wanted)) resolve()
      })
    })
  const isRunning = (): boolean => child.exitCode === null && child.signalCode === null
  const interrupt = (signal: 'SIGINT' | 'SIGTERM' = 'SIGINT') => child.kill(signal)
  return { isRunning, prints, kill: () => child.kill('SIGKILL'), interrupt, ended: ended() }
}

/** Runs a subcommand until it ends. */
export const run = (args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Ended> =>
  launchProgram(args, environment).ended

/** Runs an import until it ends. */
export const importCommand = (
  args: readonly string[],
  environment?: Readonly<Record<string, string>>,
): Promise<Ended> => launch(args, environment).ended

/** Creates a folder for a test file. @returns a function that converts a name to a path in the folder */
export const useFolder = (): ((name: string) => string) => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cli-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))
  return name => join(folder, name)
}

/** Matches a stack trace. */
export const STACK_TRACE = /^\s+at /m
