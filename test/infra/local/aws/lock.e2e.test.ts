import { spawnSync } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lockDirectory } from '../../../../infra/local/aws/lock.ts'
import { temporaryDirectory } from './support.ts'

const deadProcess = (): number => spawnSync(process.execPath, ['-e', '']).pid

test('a lock keeps others out until it is released', async () => {
  const directory = join(await temporaryDirectory(), 'made', 'here')
  const unlock = await lockDirectory(directory)
  await expect(lockDirectory(directory)).rejects.toThrow(
    `The state directory ${directory} is in use by process ${process.pid}. Wait until it ends`,
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

test('one of several simultaneous callers gets the lock', async () => {
  const directory = await temporaryDirectory()
  const tries = await Promise.allSettled(Array.from({ length: 5 }, () => lockDirectory(directory)))
  expect(tries.filter(it => it.status === 'fulfilled')).toHaveLength(1)
})
