import { execFile } from 'node:child_process'
import { copyFile, mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { PROGRAM, useFolder } from './support.ts'

const within = useFolder()
const LAUNCHER = 'infra/local/cli/connector-import.mjs'

type Result = { readonly code: number; readonly stdout: string; readonly stderr: string }

/** Runs a launcher on a Node.js that reports another version. */
const runOld = (launcher: string): Promise<Result> => {
  const old = 'data:text/javascript,Object.defineProperty(process.versions,"node",{value:"20.1.0"})'
  return promisify(execFile)(process.execPath, ['--import', old, launcher, '--version']).then(
    output => ({ code: 0, ...output }),
    (error: Result) => error,
  )
}

const copyLauncher = async (name: string, packages: boolean): Promise<string> => {
  const path = within(`${name}/${LAUNCHER}`)
  await mkdir(dirname(path), { recursive: true })
  if (packages) await mkdir(within(`${name}/node_modules`))
  await copyFile(PROGRAM, path)
  return path
}

test('an old Node.js is explained in one sentence', async () => {
  expect(await runOld(await copyLauncher('old', true))).toMatchObject({
    code: 1,
    stdout: '',
    stderr:
      'Node.js 24 or newer is needed, this is 20.1.0. On Linux, "npm ci" installs it; on other systems, install it from https://nodejs.org.\n',
  })
})

test('missing packages are explained in one sentence', async () => {
  const want = { code: 1, stderr: 'The packages are not installed. Run: npm ci\n' }
  expect(await runOld(await copyLauncher('bare', false))).toMatchObject(want)
})

test.runIf(process.platform === 'linux')('an old Node.js starts the one that npm ci has installed', async () => {
  expect(await runOld(PROGRAM)).toMatchObject({ code: 0, stdout: '0.1.0\n' })
})
