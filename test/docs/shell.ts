import { execFile, spawn } from 'node:child_process'
import { once as event } from 'node:events'
import { cp, mkdtemp, readdir, rm, symlink } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { onTestFinished } from 'vitest'
import { lazy } from '../../lib/util/lazy.ts'
import { ROOT, shellBlocks } from './blocks.ts'

/** Names that a working copy has and a clone does not have. */
const PRIVATE = new Set(['.git', '.local', '.simulation', '.serverless', '.build'])

/** Links the project into a new folder that is removed after the test. `copied` names the entries that the test writes to, or that can't be links. */
export const freshProject = async (copied: readonly string[] = []): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'walk-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  for (const name of await readdir(ROOT)) {
    if (copied.includes(name)) await cp(join(ROOT, name), join(folder, name), { recursive: true })
    else if (!PRIVATE.has(name)) await symlink(join(ROOT, name), join(folder, name))
  }
  return folder
}

export const freePort = async (): Promise<string> => {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise(resolve => server.close(resolve))
  return String(typeof address === 'object' && address !== null ? address.port : 0)
}

const environment = (folder: string) => ({ PATH: process.env.PATH, HOME: folder, NO_COLOR: '1' })

type Output = { readonly output: string; readonly failed: boolean }

/** Runs a block in a shell that ends at the first command that fails. */
const type = async (folder: string, script: string): Promise<Output> => {
  const shell = ['--norc', '-e', '-u', '-o', 'pipefail', '-c', script]
  const options = { cwd: folder, env: environment(folder), maxBuffer: 1e8 }
  return promisify(execFile)('bash', shell, options).then(
    ({ stdout }) => ({ output: stdout, failed: false }),
    ({ stdout, stderr }) => ({ output: stdout + stderr, failed: true }),
  )
}

/** Starts a block that runs until Ctrl-C. @returns a function that presses Ctrl-C */
const leaveRunning = async (folder: string, script: string): Promise<() => Promise<void>> => {
  const child = spawn('bash', ['-c', script], {
    cwd: folder,
    env: environment(folder),
    // A process group of its own, as a terminal has.
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = event(child, 'exit')
  const press = lazy(async () => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGINT')
    await ended
  })
  onTestFinished(press)
  child.stdout.setEncoding('utf8')
  for await (const output of child.stdout) if (output.includes('Overview')) return press
  throw new Error(`The block ended by itself: ${script}`)
}

// The packages are installed already.
const withoutInstalling = (script: string): string => script.replace(/npm ci( && |\n)/, '')

/**
 * Runs the `typed` blocks of a page in their order; a block that is `left running` runs during the next one.
 * @param change adapts a script, for example to a free port
 * @returns the output of all blocks
 * @throws Error if a block fails unexpectedly, or does not fail as expected
 */
export const walk = async (
  folder: string,
  page: string,
  change: (script: string) => string = script => script,
): Promise<string> => {
  let transcript = ''
  let press: (() => Promise<void>) | undefined
  for (const { script: written, treatment } of shellBlocks(page)) {
    const script = change(withoutInstalling(written))
    if (treatment?.how === 'left running') press = await leaveRunning(folder, script)
    if (treatment?.how !== 'typed' && treatment?.how !== 'typed, fails') continue
    const { output, failed } = await type(folder, script)
    if (failed !== (treatment.how === 'typed, fails'))
      throw new Error(`${page} ${failed ? 'fails' : 'does not fail'} at:\n${script}\n${output}`)
    transcript += output
    await press?.()
    press = undefined
  }
  return transcript
}
