import { expect, test } from 'vitest'
import { describeFault, StateFault } from '../../../../infra/local/state/fault.ts'
import { createGuard, unlessFault } from '../../../../infra/local/state/guard.ts'

const failure = (code: string) => Object.assign(new Error(`${code}: something, write`), { code })

const faults: [string, string][] = [
  ['ENOSPC', 'no space is left on its disk (ENOSPC). Free some space, or use another --state.'],
  ['EDQUOT', 'the disk quota is used up (EDQUOT). Free some space, or use another --state.'],
  [
    'EFBIG',
    'a file would be larger than allowed (EFBIG). Raise the limit with "ulimit -f unlimited", or use another --state.',
  ],
  ['EACCES', 'permission denied (EACCES). Correct the permissions, or use another --state.'],
  ['EROFS', 'its file system is read-only (EROFS). Mount it writable, or use another --state.'],
  ['ENOTDIR', 'a part of the path is a file (ENOTDIR). Specify a folder with --state.'],
  ['ENOENT', "a folder can't be created there (ENOENT). Specify another folder with --state."],
  ['EMFILE', 'this process has too many open files (EMFILE). Raise the limit with "ulimit -n 4096", and try again.'],
]

test.each(faults)('%s is described with its remedy', (code, want) => {
  const sentence = `Can't write to the state directory .local: ${want}`
  expect(describeFault('.local', failure(code))).toMatchObject({ message: sentence })
  expect(describeFault('.local', new Error('outer', { cause: failure(code) }))).toMatchObject({ message: sentence })
})

test.each([new Error('other'), failure('ECONNRESET'), new StateFault('mine')])('%s is returned as it is', error => {
  expect(describeFault('.local', error)).toBe(error)
})

test('the first fault of a directory ends all work that needs it', async () => {
  const { fault, report } = createGuard('.local')
  const never = new Promise<never>(() => undefined)
  const waiting = unlessFault(fault, never)
  report(new Error('not of the file system'))
  expect(fault.aborted).toBe(false)
  report(failure('ENOSPC'))
  report(failure('EROFS'))
  await expect(waiting).rejects.toThrow('no space is left on its disk')
  await expect(unlessFault(fault, never)).rejects.toThrow('no space is left on its disk')
  // An error of the work itself is only a consequence.
  await expect(unlessFault(fault, Promise.reject(new Error('later')))).rejects.toThrow('no space is left on its disk')
})

test('work without a fault has its own result or error', async () => {
  const { fault } = createGuard('.local')
  expect(await unlessFault(fault, Promise.resolve(1))).toBe(1)
  await expect(unlessFault(fault, Promise.reject(new Error('own')))).rejects.toThrow('own')
})

test('a file that is missing during the work means that the directory was deleted', () => {
  const { fault, report } = createGuard('.local')
  report(failure('ENOENT'))
  expect(fault.reason).toMatchObject({
    message: expect.stringContaining('.local was deleted, or another process took'),
  })
})
