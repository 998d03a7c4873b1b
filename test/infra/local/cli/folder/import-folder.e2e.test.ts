import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { expect, onTestFinished, test } from 'vitest'
import type { FolderEntry } from '../../../../../infra/local/cli/folder/entry.ts'
import { startPlatform } from '../../../../../infra/local/connect-emulator/platform.ts'
import { pets } from '../../importer/documents.ts'
import { importCommand, launch, run, useFolder } from '../support.ts'

const within = useFolder()

const writeDocuments = async (folder: string, documents: Readonly<Record<string, unknown>>): Promise<string> => {
  for (const [name, document] of Object.entries(documents)) {
    await mkdir(within(`${folder}/${name}`), { recursive: true })
    await writeFile(within(`${folder}/${name}/openapi.json`), JSON.stringify(document))
  }
  return within(folder)
}

const outcomes = (stdout: string) =>
  (JSON.parse(stdout) as FolderEntry[]).map(({ connector, outcome, exitStatus }) => [connector, outcome, exitStatus])

test('imports every document of a folder, although one is damaged', async () => {
  const folder = await writeDocuments('vendors', { crm: pets(), erp: 'no document', shop: pets() })
  await writeFile(within('vendors/shop/import.json'), '{"excludeMethod": ["POST"]}')
  const state = ['--state', within('state')]
  const first = await importCommand([folder, ...state])
  expect(first.status).toBe(2)
  expect(first.stdout).toMatch(/^crm +succeeded +\d+ created +\S+\.json$/m)
  expect(first.stdout).toMatch(
    /^erp: .*erp has no OpenAPI document: no field "openapi" or "swagger" in openapi\.json\.$/m,
  )
  expect(first.stdout).toMatch(/^3 documents: 2 succeeded, 1 not imported$/m)
  expect(first.stderr).toMatch(/^\[3\/3\] /m)

  const path = /^overview: (.*overview\.html)$/m.exec(first.stdout)?.[1] ?? ''
  expect(await readFile(path, 'utf8')).toMatch(/<a href="reports\/imp-\w+\.html"><span class="data">crm</)
  expect((await run(['overview', ...state])).stdout).toBe(`2 connectors of demo: ${path}\n`)

  const again = await importCommand([folder, ...state, '--json'])
  expect(outcomes(again.stdout)).toEqual([
    ['crm', 'unchanged', 0],
    ['erp', undefined, 2],
    ['shop', 'unchanged', 0],
  ])
  const planned = await run(['plan', folder, ...state, '--version', 'v2', '--json'])
  expect(outcomes(planned.stdout).map(([, outcome]) => outcome)).toEqual(['planned', undefined, 'planned'])

  await writeDocuments('vendors', { crm: { ...pets(), info: { title: 'Another API', version: '1' } } })
  const refused = await importCommand([folder, ...state])
  const command = `npx connector-import import --yes ${folder}/crm/openapi.json --state ${within('state')} --connector crm`
  expect(refused.stdout).toContain(`  confirm  ${command}`)
  const confirmed = await importCommand([
    '--yes',
    `${folder}/crm/openapi.json`,
    ...state,
    '--connector',
    'crm',
    '--json',
  ])
  expect(confirmed.status).toBe(0)
}, 240_000)

test('Ctrl-C cancels the running imports and starts no further ones', async () => {
  const platform = await startPlatform({ token: 'token' })
  onTestFinished(() => platform.close())
  const names = Array.from({ length: 12 }, (_, i) => `c${String(i).padStart(2, '0')}`)
  for (const connectorId of names)
    platform.seedConnector({
      organisationId: 'demo',
      connectorId,
      baseUrl: 'https://api.example.com',
      versions: ['v1'],
    })
  platform.faults = { latencyMs: 100 }
  const folder = await writeDocuments('slow', Object.fromEntries(names.map(name => [name, pets(60)])))
  const environment = { CONNECT_API_URL: platform.url, CONNECT_API_TOKEN: 'token', BATCH_SIZE: '5' }
  const { prints, interrupt, ended } = launch([folder, '--state', within('slow state'), '--json'], environment)
  await prints(': import imp-')
  interrupt()
  const { status, stdout, stderr } = await ended
  expect(status).toBe(130)
  expect(stderr).toContain(`To continue: npx connector-import import ${folder} --state`)
  const results = new Set(outcomes(stdout).map(([, outcome]) => outcome))
  expect(results).toEqual(new Set(['cancelled', undefined]))
}, 240_000)

test.each(['--connector', '--report', '--base-url'])('refuses %s for a folder', async option => {
  const folder = await writeDocuments('one', { crm: pets() })
  const { status, stderr } = await importCommand([folder, option, 'https://x.example'])
  expect(status).toBe(2)
  expect(stderr).toMatch(new RegExp(`^${option} `, 'm'))
})
