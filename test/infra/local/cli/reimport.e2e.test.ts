import { mkdir, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { pets } from '../importer/documents.ts'
import { importCommand, run, useFolder } from './support.ts'

const within = useFolder()
const reimport = (state: string) => run(['reimport', '--state', state])

test('a re-import imports all documents again, also one of several files', async () => {
  const state = within('state')
  await mkdir(within('parts'))
  const { components, ...document } = pets(1)
  const text = JSON.stringify(document).replaceAll('#/components/schemas/', 'schemas.json#/components/schemas/')
  await writeFile(within('parts/api.json'), text)
  await writeFile(within('parts/schemas.json'), JSON.stringify({ components }))
  await writeFile(within('pets.json'), JSON.stringify(pets(1)))
  for (const file of ['parts/api.json', 'pets.json'])
    expect((await importCommand([within(file), '--state', state])).status).toBe(0)
  const { status, stdout } = await reimport(state)
  expect(stdout.match(/: unchanged$/gm)).toHaveLength(2)
  expect(stdout).toContain('2 imported, 0 without a document, 0 not scheduled')
  expect(status).toBe(0)
})

test('a re-import takes the later one of two files that were imported into one connector', async () => {
  const state = within('releases')
  for (const release of ['1.0', '2.0']) {
    const file = fileURLToPath(new URL(`./releases/ferry-${release}.yaml`, import.meta.url))
    expect((await importCommand([file, '--connector', 'ferry', '--state', state])).status).toBe(0)
  }
  const { status, stdout } = await reimport(state)
  expect(stdout).toMatch(/^Ferry Booking 2\.0 .*: unchanged$/m)
  expect(status).toBe(0)
})

test('a dry run changes nothing that a re-import reads', async () => {
  const state = within('dry')
  const release = (version: string) => fileURLToPath(new URL(`./releases/ferry-${version}.yaml`, import.meta.url))
  const target = ['--connector', 'ferry', '--state', state]
  const dryRun = () => importCommand([release('2.0'), '--dry-run', ...target])
  expect((await dryRun()).stdout).toMatch(/^Ferry Booking 2\.0 .*: planned$/m)
  expect((await reimport(state)).stdout).toBe('0 imported, 0 without a document, 0 not scheduled\n')
  expect((await importCommand([release('1.0'), ...target])).status).toBe(0)
  expect((await dryRun()).stdout).toMatch(/^Ferry Booking 2\.0 .*: planned$/m)
  expect((await reimport(state)).stdout).toMatch(/^Ferry Booking 1\..* \/ ferry \/ v1: unchanged$/m)
})

test('a re-import without documents succeeds', async () => {
  const { status, stdout } = await reimport(within('empty'))
  expect(stdout).toBe('0 imported, 0 without a document, 0 not scheduled\n')
  expect(status).toBe(0)
})

test('an import that is refused is not counted as imported', async () => {
  const state = within('refused')
  const file = within('refused.json')
  await writeFile(file, JSON.stringify(pets(1)))
  const words = [file, '--connector', 'refused', '--state', state, '--include-tag', 'nope']
  expect((await importCommand(words)).status).toBe(4)
  const { status, stdout } = await reimport(state)
  expect(stdout).toMatch(/^0 imported, 1 refused, 0 without a document, 0 not scheduled$/m)
  expect(status).toBe(1)
})
