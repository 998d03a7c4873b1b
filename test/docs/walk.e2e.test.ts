import { execFile } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { ROOT } from './blocks.ts'
import { freePort, freshProject, walk } from './shell.ts'

const PATIENCE = { timeout: 120_000 }

/** Returns the new files of a folder that git, and so the linter, does not ignore. */
const addedTo = async (folder: string): Promise<string[]> => {
  // npm's cache: the folder is the home too.
  const known = new Set([...(await readdir(ROOT)), '.npm'])
  const added = (await readdir(folder, { withFileTypes: true })).filter(({ name }) => !known.has(name))
  const paths = added.map(entry => (entry.isDirectory() ? `${entry.name}/` : entry.name))
  expect(paths).not.toEqual([])
  const ignored = await promisify(execFile)('git', ['-C', ROOT, 'check-ignore', '--no-index', ...paths]).catch(
    (error: { stdout: string }) => error,
  )
  return paths.filter(path => !ignored.stdout.split('\n').includes(path))
}

test('docs/getting-started.md, then docs/schedule.md, run as written', PATIENCE, async () => {
  const port = await freePort()
  const folder = await freshProject()
  const output = await walk(folder, 'docs/getting-started.md', script => script.replaceAll('4011', port))
  expect(output).toMatch(/actions {6}6 created/)
  expect(output).toMatch(/actions {6}1 to update, 5 unchanged/)
  expect(output).toContain('          + List {+all +}books')
  expect(output).toMatch(/actions {6}1 updated, 5 unchanged/)
  expect(output).toMatch(/actions {6}5 unchanged, 1 kept/)
  expect(output).toMatch(/\d imported, 0 without a document/)
  expect(await walk(folder, 'docs/schedule.md')).toMatch(/\d imported, 0 without a document/)
  expect(await addedTo(folder)).toEqual([])
})

test('the README imports the sample and a document, and simulates failures', PATIENCE, async () => {
  const port = await freePort()
  const folder = await freshProject()
  const output = await walk(folder, 'README.md', script =>
    script
      .replace('npx connector-import validate', 'cp examples/library.yaml openapi.yaml\n$&')
      .replace('npm run platform', `npm run platform -- --port ${port}`)
      .replaceAll('4010', port),
  )
  expect(output).toContain('→ demo / library / v1: succeeded')
  expect(output).toContain('→ demo / openapi / v1: planned')
  expect(output).toContain('→ acme / crm / v2: succeeded')
  expect(output).toContain('→ demo / library / v2: succeeded')
  expect(await addedTo(folder)).toEqual([])
})

test('docs/operations.md has an outage from which an import recovers', PATIENCE, async () => {
  const port = await freePort()
  const output = await walk(await freshProject(), 'docs/operations.md', script =>
    script.replace('npm run platform', `npm run platform -- --port ${port}`).replaceAll('4010', port),
  )
  expect(output).toContain('→ demo / library / v3: succeeded')
  expect(output).toMatch(/actions {6}6 created/)
})

test('docs/adding-a-rule.md makes a fixture fail, and removes it', PATIENCE, async () => {
  const folder = await freshProject(['test'])
  const output = await walk(folder, 'docs/adding-a-rule.md')
  expect(output).toContain('"name": "getCart"')
  expect(output).toMatch(/-\s+"description": "Sent as a cookie\."/)
  expect(await readdir(join(folder, 'test/fixtures'))).not.toContain('99-cookie.yaml')
})

test('docs/deploying.md packages the service without credentials', PATIENCE, async () => {
  const folder = await freshProject(['serverless.yml', 'infra', 'functions', 'lib'])
  await walk(folder, 'docs/deploying.md')
  expect(await readdir(join(folder, '.serverless'))).toEqual(
    expect.arrayContaining(['cloudformation-template-update-stack.json', 'run-import.zip', 'start-on-upload.zip']),
  )
})
