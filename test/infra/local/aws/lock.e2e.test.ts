import { spawnSync } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lockDirectory } from '../../../../infra/local/aws/lock.ts'
import { temporaryDirectory } from './support.ts'

const deadProcess = (): number => spawnSync(process.execPath, ['-e', '']).pid

test('a directory is taken, refused to others and given back', async () => {
  const directory = join(await temporaryDirectory(), 'made', 'here')
  const unlock = await lockDirectory(directory)
  await expect(lockDirectory(directory)).rejects.toThrow(
    `The state directory ${directory} is in use by the process ${process.pid}. Wait for it to end`,
  )
  await unlock()
  await (await lockDirectory(directory))()
})

test.each([{ left: () => `${deadProcess()}\n` }, { left: () => '' }, { left: () => 'not a number' }])(
  'what a dead process left is taken over',
  async ({ left }) => {
    const directory = await temporaryDirectory()
    await writeFile(join(directory, 'lock'), left())
    await lockDirectory(directory)
    expect(await readFile(join(directory, 'lock'), 'utf8')).toBe(`${process.pid}\n`)
  },
)

test('of several that come at once one gets it', async () => {
  const directory = await temporaryDirectory()
  const tries = await Promise.allSettled(Array.from({ length: 5 }, () => lockDirectory(directory)))
  expect(tries.filter(it => it.status === 'fulfilled')).toHaveLength(1)
})
