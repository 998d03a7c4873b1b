import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openFolder } from '../../../../infra/local/state/open-folder.ts'
import { platformFolders } from '../../../../infra/local/state/platform-folder.ts'
import { temporaryDirectory } from '../aws/support.ts'

const URL = 'https://platform.example/v1'

/** Creates a state directory as an earlier version left it. */
const earlierState = async (): Promise<string> => {
  const state = await temporaryDirectory()
  await mkdir(join(state, 'storage'))
  await writeFile(join(state, 'platform.json'), 'snapshot')
  await writeFile(join(state, 'platform.json.journal'), 'journal')
  return state
}

test('the emulator keeps the connectors of an earlier version', async () => {
  const state = await earlierState()
  const { folder, notice } = await openFolder(state)
  expect(await readFile(join(folder, 'platform.json'), 'utf8')).toBe('snapshot')
  expect(await readFile(join(folder, 'platform.json.journal'), 'utf8')).toBe('journal')
  expect(await readdir(state)).toEqual(['emulator', 'storage'])
  expect(notice).toContain('storage, table and executions of an earlier version, which do not name their platform')
})

test('a platform takes nothing from an earlier version', async () => {
  const state = await earlierState()
  const { folder, notice } = await openFolder(state, URL)
  expect(await readdir(state)).toEqual(['platform.json', 'platform.json.journal', 'storage'])
  expect(notice).toContain(folder)
})

test('the notice comes once', async () => {
  const state = await earlierState()
  const { folder } = await openFolder(state, URL)
  await mkdir(join(folder, 'storage'), { recursive: true })
  expect(await openFolder(state, URL)).toEqual({ folder })
})

test('an interrupted move is completed', async () => {
  const state = await earlierState()
  await mkdir(join(state, 'emulator'))
  const { folder } = await openFolder(state)
  expect(await readdir(folder)).toEqual(['platform.json', 'platform.json.journal'])
})

test('a new state directory is not created by looking', async () => {
  const state = join(await temporaryDirectory(), 'new')
  expect(await openFolder(state)).toEqual({ folder: join(state, 'emulator') })
  await expect(readdir(state)).rejects.toThrow('ENOENT')
})

test.each(['', ' ', 's3://bucket/state'])('%j is refused as a state directory', async state => {
  await expect(openFolder(state)).rejects.toThrow(`--state must be a folder, got ${JSON.stringify(state)}.`)
})

test('this machine has one folder under all its names, also one that an earlier version made', async () => {
  const state = await temporaryDirectory()
  const names = ['127.0.0.1', 'localhost', '[::1]']
  const opened = () => Promise.all(names.map(name => openFolder(state, `http://${name}:4010/v1`)))
  const folders = platformFolders(state, 'http://localhost:4010/v1')
  const [first = '', second = ''] = folders
  expect(new Set((await opened()).map(({ folder }) => folder))).toEqual(new Set([first]))
  await mkdir(second)
  expect(new Set((await opened()).map(({ folder }) => folder))).toEqual(new Set([second]))
  await mkdir(first)
  for (const { folder, notice } of await opened()) {
    expect(folder).toBe(first)
    expect(notice).toBe(`${second} is of the same platform as ${first}, and not used; delete it.`)
  }
})
