import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { UsageError } from '../../../../../infra/local/cli/arguments/command-line.ts'
import {
  checkPlanOutput,
  type PlanFile,
  planFileText,
  readPlanFile,
  writePlanFile,
} from '../../../../../infra/local/cli/files/plan-file.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plan-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const HASH = 'a'.repeat(64)
const PLAN: Omit<PlanFile, 'kind' | 'schema'> = {
  planId: HASH,
  madeAt: '2030-01-01T00:00:00.000Z',
  platform: 'emulator',
  target: { organisationId: 'o', connectorId: 'c', version: 'v1' },
  document: { file: 'api.json', files: { 'api.json': HASH } },
  options: { removed: 'delete' },
  changes: [{ kind: 'actions', name: 'a', method: 'GET', path: '/a', change: 'create', sha256: HASH }],
}

const file = async (text: string): Promise<string> => {
  const path = join(folder, 'a file of any name')
  await writeFile(path, text)
  return path
}

test('a plan is recognised by its content', async () => {
  const path = join(folder, 'plan.txt')
  await writePlanFile(path, PLAN)
  expect(await readPlanFile(path)).toEqual({ kind: 'connector-import-plan', schema: 1, ...PLAN })
})

test.each([
  ['a document', '{"openapi":"3.1.0","x":{"kind":"connector-import-plan"}}'],
  ['YAML', 'kind: connector-import-plan'],
  ['nothing', ''],
])('%s is not a plan', async (_, text) => {
  expect(await readPlanFile(await file(text))).toBeUndefined()
})

test('a file that does not exist, and a folder, are not plans', async () => {
  expect(await readPlanFile(join(folder, 'none'))).toBeUndefined()
  expect(await readPlanFile(folder)).toBeUndefined()
})

const text = planFileText(PLAN)

test.each([
  ['a cut file', text.slice(0, 300), 'it is not valid JSON'],
  ['another schema', text.replace('"schema": 1', '"schema": 2'), '"schema"'],
  ['another id', text.replace(HASH, 'x'), '"planId" must be a SHA-256'],
  ['an unknown option', text.replace('"removed"', '"remove"'), '"options.remove"'],
  ['an unknown field', text.replace('"madeAt"', '"made"'), '"made'],
])('a plan that was edited is refused: %s', async (_, edited, why) => {
  const path = await file(edited)
  const read = readPlanFile(path)
  await expect(read).rejects.toThrow(UsageError)
  await expect(read).rejects.toThrow(`${path} is an invalid plan: `)
  await expect(read).rejects.toThrow(why)
})

test.each([
  ['-', /^--out needs a document that can be read again/],
  ['https://user:canary@example.com/a.json', /^--out writes the URL of the document to a file, and this URL can have/],
  ['https://example.com/a.json?token=canary', /^--out writes the URL of the document to a file, and this URL can have/],
])('a plan is not written for %s', async (document, message) => {
  await expect(checkPlanOutput(join(folder, 'p.json'), document)).rejects.toThrow(message)
})

test('a plan replaces only a plan', async () => {
  const document = await file('openapi: 3.1.0')
  await expect(checkPlanOutput(document, document)).rejects.toThrow(
    `${document} exists and is not a plan; choose another file for --out.`,
  )
  expect(await readFile(document, 'utf8')).toBe('openapi: 3.1.0')
  await checkPlanOutput(await file(text), 'https://example.com/a.json')
  await checkPlanOutput(join(folder, 'new.json'), 'api.json')
  await expect(writePlanFile(join(folder, 'none', 'p.json'), PLAN)).rejects.toThrow(
    /^Can't write the plan to .*p\.json: /,
  )
})
