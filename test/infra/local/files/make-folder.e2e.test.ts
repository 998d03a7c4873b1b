import { execFile } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { makeFolder } from '../../../../infra/local/files/make-folder.ts'
import { temporaryDirectory } from '../aws/support.ts'

const MODULE = new URL('../../../../infra/local/files/make-folder.ts', import.meta.url).href

test('creates a folder and its parents, and keeps one that exists', async () => {
  const folder = join(await temporaryDirectory(), 'a', 'b')
  makeFolder(folder)
  writeFileSync(join(folder, 'file'), '')
  makeFolder(folder)
  expect(existsSync(join(folder, 'file'))).toBe(true)
})

test.each(['a', 'a/b', './a/b'])('fails in a deleted working directory: %s', async path => {
  const cwd = await temporaryDirectory()
  const script = `
    import { rmSync } from 'node:fs'
    import { makeFolder } from ${JSON.stringify(MODULE)}
    rmSync(process.cwd(), { recursive: true })
    try { makeFolder(${JSON.stringify(path)}) } catch (error) { process.stdout.write(error.code) }`
  const child = promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
    cwd,
    timeout: 30_000,
  })
  expect((await child).stdout).toBe('ENOENT')
})
