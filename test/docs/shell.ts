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

/** What a working copy has and a clone has not. */
const PRIVATE = new Set(['.git', '.local', '.simulation', '.serverless', '.build'])

/** The project as a newcomer has it, until the test ends. What is to be written to, or must be no link, is `copied`. */
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

type Said = { readonly said: string; readonly failed: boolean }

/** Types a block into a shell, which ends at the first command that fails. */
const type = async (folder: string, script: string): Promise<Said> => {
  const shell = ['--norc', '-e', '-u', '-o', 'pipefail', '-c', script]
  const options = { cwd: folder, env: environment(folder), maxBuffer: 1e8 }
  return promisify(execFile)('bash', shell, options).then(
    ({ stdout }) => ({ said: stdout, failed: false }),
    ({ stdout, stderr }) => ({ said: stdout + stderr, failed: true }),
  )
}

/** Types a block that goes on until Ctrl-C into another terminal. @returns what presses that */
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
  for await (const said of child.stdout) if (said.includes('Overview')) return press
  throw new Error(`It ended by itself: ${script}`)
}

// The packages are there already.
const withoutInstalling = (script: string): string => script.replace(/npm ci( && |\n)/, '')

/**
 * Types the blocks of a page that are to be typed, one after the other; what is to be left running runs while the next one is typed.
 * @param change what a block needs to run beside others, such as a free port. @returns what all of them said
 * @throws Error where a block fails that shall not, or the other way round
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
    const { said, failed } = await type(folder, script)
    if (failed !== (treatment.how === 'typed, fails'))
      throw new Error(`${page} ${failed ? 'fails' : 'does not fail'} at:\n${script}\n${said}`)
    transcript += said
    await press?.()
    press = undefined
  }
  return transcript
}
