import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startStack } from '../../../../infra/local/aws/stack.ts'
import { createLocalImporter } from '../../../../infra/local/importer/local-import.ts'
import { pets } from '../importer/documents.ts'

let folder = ''
let importId = ''

const importInto = async (stateDirectory: string): Promise<{ id: string; outcome: string }> => {
  const stack = await startStack({ stateDirectory, token: 't' })
  try {
    const target = { organisationId: 'demo', connectorId: 'pets', version: 'v1' }
    stack.platform?.seedConnector({ ...target, name: 'pets', baseUrl: 'https://api.example.com' })
    const importer = createLocalImporter(stack, { MAX_REQUESTS_PER_SECOND: '2000' })
    const files = new Map([['api.json', Buffer.from(JSON.stringify(pets(1)))]])
    const id = await importer.start({ target, options: {}, root: 'api.json', files })
    const { outcome } = await importer.finish(id)
    return { id, outcome }
  } finally {
    await stack.close()
  }
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'damaged-'))
  const { id, outcome } = await importInto(join(folder, 'good'))
  expect(outcome).toBe('succeeded')
  importId = id
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const OBJECTS = 'storage/buckets/imports/objects'
const LEDGER = `${OBJECTS}/ledgers/demo/pets/v1.json.gz`

/** Name of the damage, file, its content (undefined: deleted), and the error. */
const damages: [string, () => string, string | undefined, RegExp][] = [
  [
    'table',
    () => 'table/CURRENT',
    'x',
    /^The local table in \S+\/table can't be read or written: .*Delete \S+\/table:/,
  ],
  ['bucket', () => `${LEDGER}.meta.json`, '{', /^The local bucket is damaged: .*\. Delete .*v1\.json\.gz\.data and/],
  ['ledger', () => `${LEDGER}.data`, '{', /^The local bucket is damaged: .*v1\.json\.gz\.data\. Delete/],
  ['ledger file', () => `${LEDGER}.data`, undefined, /^The local bucket is damaged: .*v1\.json\.gz\.data\. Delete/],
  [
    'platform, not JSON',
    () => 'platform.json',
    '{',
    /^Can't read the state of the platform in .*\. Restore the file, or delete/,
  ],
  [
    'platform, another object',
    () => 'platform.json',
    '{"schema":1}',
    /^Can't read the state of the platform in .*\. Restore/,
  ],
  [
    'platform, another schema',
    () => 'platform.json',
    '{}',
    /has an unknown schema version\. Restore the file, or delete/,
  ],
  ['journal of the platform', () => 'platform.json.journal', 'x\n', /^Line 1 of .* is damaged\. Delete the line/],
  [
    'journal of the platform, null',
    () => 'platform.json.journal',
    'null\n',
    /^Can't read the state of the platform in/,
  ],
  ['execution', () => `executions/${importId}.jsonl`, 'x\n', /\.jsonl:1 is damaged\. Delete the file to discard/],
  [
    'execution, another object',
    () => `executions/${importId}.jsonl`,
    'null\n',
    /\.jsonl is damaged\. Delete the file to discard/,
  ],
]

test.each(damages)('damaged: the %s; one sentence names the file and the remedy', async (name, file, content, want) => {
  const state = join(folder, name)
  await cp(join(folder, 'good'), state, { recursive: true })
  const path = join(state, file())
  await (content === undefined ? rm(path) : writeFile(path, content))
  const error: Error = await importInto(state).then(
    () => new Error('The import succeeded.'),
    error => error,
  )
  expect(error.message).toMatch(want)
  expect(error.message).toContain(state)
})
