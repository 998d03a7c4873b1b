import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { startPlatform } from '../../../../infra/local/connect-emulator/platform.ts'
import { lockDirectory } from '../../../../infra/local/state/lock.ts'
import { pets } from '../importer/documents.ts'
import { importCommand, launch, run, STACK_TRACE, useFolder } from './support.ts'

const within = useFolder()

const document = async (name: string, copies: number): Promise<string> => {
  const file = within(name)
  await writeFile(file, JSON.stringify(pets(copies)))
  return file
}

const useOtherPlatform = async (connectorId: string, latencyMs = 0) => {
  const platform = await startPlatform({ token: 'other', faults: { latencyMs } })
  onTestFinished(() => platform.close())
  platform.seedConnector({ organisationId: 'demo', connectorId, name: connectorId, baseUrl: 'https://api.example.com' })
  return { platform, environment: { CONNECT_API_URL: platform.url, CONNECT_API_TOKEN: 'other' } }
}

test('two platforms share nothing of one state directory, also after an interrupted import', async () => {
  const file = await document('shared.json', 40)
  const state = ['--state', within('shared')]
  const { platform, environment } = await useOtherPlatform('shared', 20)
  const remote = { ...environment, BATCH_SIZE: '5', CONCURRENCY: '1' }
  const { kill, ended, prints } = launch([file, ...state], remote)
  await prints('Import imp-')
  while (!platform.requests.some(({ method, path }) => method === 'POST' && path.endsWith('/actions'))) await delay(5)
  kill()
  await ended
  const emulator = await importCommand([file, ...state])
  expect(emulator.stdout).toMatch(/: succeeded\n {2}actions {6}80 created\n {2}definitions {2}4 created\n/)
  platform.faults = {}
  const resumed = await importCommand([file, ...state], remote)
  expect(resumed, resumed.stderr).toMatchObject({ stdout: expect.stringContaining(': succeeded') })
  for (const again of [{}, environment])
    expect((await importCommand([file, ...state], again)).stdout).toContain(': unchanged')
  expect(await readdir(within('shared'))).toEqual([expect.stringMatching(/^127\.0\.0\.1-\d+-\w{8}$/), 'emulator'])
})

test('a copied folder has the ledger, so a change of the document is not a conflict', async () => {
  const file = await document('moved.json', 1)
  const { environment } = await useOtherPlatform('moved')
  await importCommand([file, '--state', within('here')], environment)
  await cp(within('here'), within('there'), { recursive: true })
  await writeFile(file, JSON.stringify(pets(1)).replace('"dog"', '"cow"'))
  const { stdout } = await importCommand([file, '--state', within('there')], environment)
  expect(stdout).toMatch(/: succeeded[\s\S]* {2}definitions {2}1 updated/)
})

const unusable: [string, string, RegExp][] = [
  [
    'in /proc',
    '/proc/state',
    /^Can't write to the state directory \/proc\/state\/emulator: .*\. Specify another folder/,
  ],
  ['that is a file', 'a-file', /a-file\/emulator: a part of the path is a file \(ENOTDIR\)\. Specify a folder/],
]

test.each(unusable)('a state directory %s is refused in one sentence', async (_, place, want) => {
  const state = place.startsWith('/') ? place : within(place)
  if (state !== place) await writeFile(state, '')
  const { status, stdout, stderr } = await importCommand([await document('pets.json', 1), '--state', state])
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
  expect(stderr).toMatch(want)
  expect(stderr.trimEnd().split('\n')).toHaveLength(1)
})

test.each(['import', 'platform', 'api', 'reimport', 'doctor'])(
  '%s: a state directory in use is refused',
  async command => {
    const state = within(`used-${command}`)
    onTestFinished(await lockDirectory(`${state}/emulator`))
    const file = command === 'import' ? [await document('pets.json', 1)] : []
    const { status, stdout, stderr } = await run([command, ...file, '--state', state])
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr).toMatch(
      /^The state directory \S+ is in use by process \d+ on \S+\. Wait until it ends, use another --state, or/,
    )
    expect(stderr).not.toMatch(STACK_TRACE)
  },
)

test('an import ends when its state directory is deleted', async () => {
  const file = await document('deleted.json', 100)
  const { environment, platform } = await useOtherPlatform('deleted', 50)
  const { ended } = launch([file, '--state', within('deleted')], { ...environment, BATCH_SIZE: '5', CONCURRENCY: '1' })
  while (platform.requests.length < 5) await delay(5)
  await rm(within('deleted'), { recursive: true, maxRetries: 20 })
  const { status, stdout, stderr } = await ended
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
  expect(stderr).toMatch(/^The state directory \S+ was deleted, .*Run the command again/m)
  expect(stderr).not.toMatch(STACK_TRACE)
})

test('a report that can not be written names the outcome and the reason', async () => {
  await writeFile(within('report'), '')
  const report = within('report/report.json')
  const file = await document('pets.json', 1)
  const { status, stderr } = await importCommand([file, '--state', within('unreported'), '--report', report])
  expect(status).toBe(1)
  expect(stderr).toMatch(
    /^The import is finished \(succeeded\), but its report can't be written to \S+: a part of the path is a file\. /m,
  )
})

/** Mounts a file system of some KB. @returns its folder; undefined where mounting is not allowed */
const mountSmall = async (kilobytes: number): Promise<string | undefined> => {
  const folder = within(`disk-${kilobytes}`)
  await mkdir(folder)
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', folder])
  if (status !== 0) return undefined
  onTestFinished(() => void spawnSync('umount', ['-l', folder]))
  return folder
}

// Too small for the table, for the document, for the changes of the platform, and for the report.
test.for([60, 400, 900, 1500])('an import on a disk of %i KB ends with one sentence', async (size, { skip }) => {
  const folder = await mountSmall(size)
  if (folder === undefined) return skip('A file system can not be mounted here.')
  const file = await document('full.json', 400)
  const { status, stderr } = await importCommand([file, '--state', `${folder}/state`])
  expect(status).toBe(1)
  expect(stderr).toMatch(/no space is left on its disk/)
  expect(stderr).not.toMatch(STACK_TRACE)
  expect(existsSync(`${folder}/state/emulator/lock`)).toBe(false)
})
