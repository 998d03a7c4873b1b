import { spawnSync } from 'node:child_process'
import { mkdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { thisProcess } from '../../../../infra/local/state/holder.ts'
import { type LockOptions, lockDirectory } from '../../../../infra/local/state/lock.ts'
import { temporaryDirectory } from '../aws/support.ts'

const deadProcess = (): number => spawnSync(process.execPath, ['-e', '']).pid

const lock = async (directory: string, options?: LockOptions) => {
  const unlock = await lockDirectory(directory, options)
  onTestFinished(unlock)
  return unlock
}

test('a lock keeps others out until it is released', async () => {
  const directory = join(await temporaryDirectory(), 'made', 'here')
  const unlock = await lock(directory)
  await expect(lockDirectory(directory)).rejects.toThrow(
    `The state directory ${directory} is in use by process ${process.pid} on ${hostname()}. Wait until it ends`,
  )
  await unlock()
  await lock(directory)
})

const me = thisProcess('1')
const left: [string, () => unknown][] = [
  ['a process that has ended', () => ({ ...me, pid: deadProcess() })],
  ['an earlier process with the id of this one', () => ({ ...me, startedAt: '1' })],
  ['no process: the file is empty', () => ''],
  ['no process: the file is not JSON', () => '4711\n'],
]

test.each(left)('a lock of %s is replaced', async (_, content) => {
  const directory = await temporaryDirectory()
  const value = content()
  await writeFile(join(directory, 'lock'), typeof value === 'string' ? value : JSON.stringify(value))
  await lock(directory)
  expect(JSON.parse(await readFile(join(directory, 'lock'), 'utf8'))).toMatchObject({
    host: hostname(),
    pid: process.pid,
    startedAt: me.startedAt,
  })
})

const elsewhere: [string, object][] = [
  ['another host', { ...me, host: 'elsewhere' }],
  ['another container', { ...me, space: 'pid:[1]' }],
]

test.each(elsewhere)('a lock of %s is in use for 30 seconds after its last sign of life', async (_, holder) => {
  const directory = await temporaryDirectory()
  const file = join(directory, 'lock')
  await writeFile(file, JSON.stringify(holder))
  await expect(lockDirectory(directory)).rejects.toThrow(
    /is in use by process \d+ on \S+\. .* 30 seconds after it has ended/,
  )
  const past = new Date(Date.now() - 31_000)
  await utimes(file, past, past)
  await lock(directory)
})

test('one of several simultaneous callers gets the lock', async () => {
  const directory = await temporaryDirectory()
  const tries = await Promise.allSettled(Array.from({ length: 5 }, () => lock(directory)))
  expect(tries.filter(it => it.status === 'fulfilled')).toHaveLength(1)
})

const losses: [string, (directory: string) => Promise<unknown>][] = [
  ['is deleted', directory => rm(directory, { recursive: true, maxRetries: 10 })],
  [
    'is deleted and created again',
    async directory => {
      await rm(directory, { recursive: true, maxRetries: 10 })
      await mkdir(directory)
    },
  ],
  ['is taken by another process', directory => writeFile(join(directory, 'lock'), JSON.stringify({ ...me, id: '2' }))],
]

test.each(losses)('the holder hears of it when the directory %s', async (_, lose) => {
  const directory = await temporaryDirectory()
  const { promise: fault, resolve } = Promise.withResolvers<unknown>()
  await lock(directory, { beatMs: 5, onFault: resolve })
  await lose(directory)
  expect(String(await fault)).toContain(`The state directory ${directory} was deleted, or another process took it`)
})

test('a release leaves the lock of another process', async () => {
  const directory = await temporaryDirectory()
  const unlock = await lockDirectory(directory)
  await writeFile(join(directory, 'lock'), 'other')
  await unlock()
  expect(await readFile(join(directory, 'lock'), 'utf8')).toBe('other')
})
