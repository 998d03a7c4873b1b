import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readFolder } from '../../../../infra/local/importer/folder.ts'

let base: string

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'folder-'))
  await mkdir(join(base, 'inside', 'deeper'), { recursive: true })
  await mkdir(join(base, 'inside-too'))
  await writeFile(join(base, 'secret.json'), 'secret')
  await writeFile(join(base, 'inside-too', 'secret.json'), 'secret')
  await writeFile(join(base, 'inside', 'api.json'), 'api')
  await writeFile(join(base, 'inside', 'deeper', 'pet.json'), 'pet')
  await symlink(join(base, 'secret.json'), join(base, 'inside', 'way-out.json'))
  await symlink(base, join(base, 'inside', 'folder-out'))
  await symlink(join(base, 'inside', 'api.json'), join(base, 'inside', 'within.json'))
  await symlink('nowhere', join(base, 'inside', 'dangling.json'))
})
afterAll(() => rm(base, { recursive: true, force: true }))

const read = async (name: string, maxBytes = 100): Promise<string | undefined> => {
  const bytes = await readFolder(join(base, 'inside'), maxBytes)(name)
  return bytes instanceof Uint8Array ? Buffer.from(bytes).toString() : undefined
}

const cases: [string, string, string | undefined][] = [
  ['a file', 'api.json', 'api'],
  ['a file in a folder', 'deeper/pet.json', 'pet'],
  ['a path with .. inside the folder', 'deeper/../api.json', 'api'],
  ['a link that stays inside', 'within.json', 'api'],
  ['a missing file', 'gone.json', undefined],
  ['a file inside of a file', 'api.json/x', undefined],
  ['a dangling link', 'dangling.json', undefined],
  ['outside the folder', '../secret.json', undefined],
  ['a sibling folder with the same prefix', '../inside-too/secret.json', undefined],
  ['a link to a file outside', 'way-out.json', undefined],
  ['a linked folder outside', 'folder-out/secret.json', undefined],
]

test.each(cases)('%s', async (_, name, want) => {
  expect(await read(name)).toBe(want)
})

test('a file that is too large is not read', async () => {
  await expect(read('api.json', 2)).rejects.toThrow(/api\.json has 3 bytes; the limit is 2 \(MAX_DOCUMENT_BYTES\)/)
})

test('a folder is distinguished from a file', async () => {
  const content = await readFolder(join(base, 'inside'), 100)('deeper')
  expect(content).toEqual({ failed: expect.stringMatching(/deeper is a folder; specify a file\.$/) })
})
