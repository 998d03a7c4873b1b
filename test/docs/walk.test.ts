import { execFile, spawn } from 'node:child_process'
import { once as event } from 'node:events'
import { mkdtemp, readdir, rm, symlink } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { once } from '../../lib/once.ts'
import { shellBlocks } from './blocks.ts'

const ROOT = join(import.meta.dirname, '../..')
const PRIVATE = new Set(['.git', '.local', '.rehearsal', '.serverless', '.build'])

/** The project as a newcomer has it, but for what they would make there: that stays apart. */
const freshProject = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'walk-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  for (const name of await readdir(ROOT)) if (!PRIVATE.has(name)) await symlink(join(ROOT, name), join(folder, name))
  return folder
}

const freePort = async (): Promise<number> => {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise(resolve => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}

const environment = (folder: string) => ({ PATH: process.env.PATH, HOME: folder })

/** Types a block into a shell, which ends at the first command that fails. @returns what it said */
const type = async (folder: string, script: string): Promise<string> => {
  const shell = ['-e', '-u', '-o', 'pipefail', '-c', script]
  const { stdout } = await promisify(execFile)('bash', shell, { cwd: folder, env: environment(folder), maxBuffer: 1e8 })
  return stdout
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
  const press = once(async () => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGINT')
    await ended
  })
  onTestFinished(press)
  child.stdout.setEncoding('utf8')
  for await (const said of child.stdout) if (said.includes('Overview')) return press
  throw new Error(`It ended by itself: ${script}`)
}

/** Types the blocks of a page one after the other; what is to be left running runs while the next one is typed. */
const walk = async (folder: string, scripts: readonly string[]): Promise<string> => {
  let said = ''
  let press: (() => Promise<void>) | undefined
  for (const script of scripts) {
    if (script.startsWith('npm run platform')) {
      press = await leaveRunning(folder, script)
      continue
    }
    said += await type(folder, script)
    await press?.()
    press = undefined
  }
  return said
}

// The packages are there already.
const withoutInstalling = (script: string): string => script.replace(/npm ci( && |\n)/, '')

test('docs/getting-started.md, word for word', { timeout: 120_000 }, async () => {
  const port = String(await freePort())
  const scripts = shellBlocks('docs/getting-started.md').map(({ script }) => withoutInstalling(script))
  const said = await walk(
    await freshProject(),
    scripts.map(script => script.replaceAll('4011', port)),
  )
  expect(said).toMatch(/actions {6}6 created/)
  expect(said).toMatch(/actions {6}1 to update, 5 unchanged/)
  expect(said).toContain('/summary: "List books" → "List all books"')
  expect(said).toMatch(/actions {6}1 updated, 5 unchanged/)
  expect(said).toMatch(/actions {6}5 unchanged, 1 left as they are/)
  expect(said).toMatch(/\d imported, 0 without a document/)
})

test('the README: a sample, a document, trouble', { timeout: 120_000 }, async () => {
  const port = String(await freePort())
  const [start = '', own = '', , serve = '', trouble = ''] = shellBlocks('README.md').map(({ script }) => script)
  const said = await walk(await freshProject(), [
    withoutInstalling(start),
    `cp examples/library.yaml openapi.yaml\n${own}`,
    serve.replace('npm run platform', `npm run platform -- --port ${port}`),
    trouble.replaceAll('4010', port),
  ])
  expect(said).toContain('→ demo / library / v1: succeeded')
  expect(said).toContain('→ demo / openapi / v1: planned')
  expect(said).toContain('→ acme / crm / v2: succeeded')
  expect(said).toContain('→ demo / library / v2: succeeded')
})
