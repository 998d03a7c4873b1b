import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { findFolders, findRoot } from '../../../../../infra/local/cli/folder/find-documents.ts'

const DOCUMENT = '{"openapi": "3.1.0"}'
const PART = '{"type": "object"}'

const folderWith = async (files: Readonly<Record<string, string>>): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'vendors-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), content)
  }
  return folder
}

test('each subfolder is a connector with its name, in the order of the names', async () => {
  const folder = await folderWith({
    'shop/a.json': DOCUMENT,
    'crm v2/b.yaml': 'openapi: 3.0.0',
    '.git/config': '',
    'node_modules/x.json': DOCUMENT,
    'README.md': '# Vendors',
  })
  const found = await findFolders(folder)
  expect(found).toEqual([
    { connectorId: 'crm-v2', folder: join(folder, 'crm v2') },
    { connectorId: 'shop', folder: join(folder, 'shop') },
  ])
})

test.each([
  ['without subfolders', { 'README.md': '' }, / is a folder without subfolders; specify a file\.$/],
  ['with a document itself', { 'a.json': DOCUMENT, 'parts/b.json': PART }, / has a document itself\. .*a\.json\.$/],
  [
    'with two subfolders for one connector',
    { 'a b/a.json': DOCUMENT, 'a-b/a.json': DOCUMENT },
    /a b and .*a-b are both connector a-b; rename one of them\.$/,
  ],
])('refuses a folder %s', async (_, files, message) => {
  await expect(findFolders(await folderWith(files))).rejects.toThrow(message)
})

test.each([
  ['the only document', { 'a.json': DOCUMENT, 'b.json': PART }, 'a.json'],
  [
    'a document among files that only a parser can decide about',
    { 'a.yaml': 'openapi: 3.0.0', 'b.txt.gz': '\u001f\u008b' },
    'a.yaml',
  ],
  [
    'the document of import.json',
    { 'a.json': DOCUMENT, 'b.json': DOCUMENT, 'import.json': '{"document": "b.json"}' },
    'b.json',
  ],
])('the root file is %s', async (_, files, root) => {
  const folder = await folderWith(files)
  expect(await findRoot(folder)).toBe(join(folder, root))
})

test.each([
  ['only other folders', { 'deeper/a.json': DOCUMENT }, / has no OpenAPI document\.$/],
  [
    'no document',
    { 'b.json': PART, 'deeper/a.json': DOCUMENT },
    / has no OpenAPI document: no field "openapi" or "swagger" in b\.json\.$/,
  ],
  [
    'damaged documents',
    { 'a.json': '', 'b.json': '{', 'c.json': '{', 'd.json': '{' },
    / has no OpenAPI document: no field "openapi" or "swagger" in a\.json, b\.json, c\.json, …\.$/,
  ],
  [
    'several documents',
    { 'a.json': DOCUMENT, 'b.json': DOCUMENT },
    / has several OpenAPI documents: a\.json, b\.json\. Set "document" in .*import\.json to one of them\.$/,
  ],
  [
    'a document of another folder',
    { 'import.json': '{"document": "../other/a.json"}' },
    /"document" in .*import\.json must be a file of its folder, got \.\.\/other\/a\.json\.$/,
  ],
  ['a damaged import.json', { 'a.json': DOCUMENT, 'import.json': '{' }, /import\.json is invalid/],
])('refuses a subfolder with %s', async (_, files, message) => {
  await expect(findRoot(await folderWith(files))).rejects.toThrow(message)
})

test('pipes and dangling links are ignored, in the folder and in its subfolders', async () => {
  const folder = await folderWith({ 'crm/a.json': DOCUMENT })
  for (const place of [folder, join(folder, 'crm')]) {
    await symlink('nowhere', join(place, 'dangling.json'))
    await symlink('loop', join(place, 'loop'))
    // Opening it would wait for a writer for ever.
    execFileSync('mkfifo', [join(place, 'pipe.yaml')])
  }
  expect(await findFolders(folder)).toEqual([{ connectorId: 'crm', folder: join(folder, 'crm') }])
  expect(await findRoot(join(folder, 'crm'))).toBe(join(folder, 'crm', 'a.json'))
})
