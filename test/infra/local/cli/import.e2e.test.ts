import { readFile, writeFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { type Platform, startPlatform } from '../../../../infra/local/connect-emulator/platform.ts'
import type { Report } from '../../../../lib/report/report.ts'
import { closedOrigin } from '../../../lib/connect/support/server.ts'
import { sender } from '../connect-emulator/harness.ts'
import { petActions, pets } from '../importer/documents.ts'
import { filesWith } from '../importer/support.ts'
import { importCommand, launch, run, STACK_TRACE, useFolder } from './support.ts'

const within = useFolder()
const TOKEN = 'swo_a-token-that-must-not-leak-4711'

const documentFile = async (name: string, document: unknown = pets()): Promise<string> => {
  await writeFile(within(name), JSON.stringify(document))
  return within(name)
}

/** Starts another platform, with the default connector of the command line. */
const otherPlatform = async (connectorId: string) => {
  const platform = await startPlatform({ token: TOKEN })
  onTestFinished(() => platform.close())
  const connector = { organisationId: 'demo', connectorId, baseUrl: 'https://api.example.com' }
  platform.seedConnector({ ...connector, versions: ['v1'] })
  return { platform, environment: { CONNECT_API_URL: platform.url, CONNECT_API_TOKEN: TOKEN } }
}

const actionsOf = (platform: Platform): string[] =>
  platform
    .state()
    .connectors.flatMap(({ versions }) => versions.flatMap(({ actions }) => actions.map(({ name }) => name)))

test('a first import, a repeated one and a dry run on the emulator', async () => {
  const file = await documentFile('pets.json')
  const state = within('state')
  const first = await importCommand([file, '--state', state, '--report', within('new/report.json')])
  expect(first.status).toBe(0)
  expect(first.stdout).toMatch(/^Pets 1\.0 \(OpenAPI 3\.1\.0\) → demo \/ pets \/ v1: succeeded$/m)
  expect(first.stdout).toMatch(/^ {2}actions {6}8 created$/m)
  const report: Report = JSON.parse(await readFile(within('new/report.json'), 'utf8'))
  expect(report).toMatchObject({ schema: 1, outcome: 'succeeded', counts: { operations: 8 } })

  const again = await importCommand([file, '--state', state, '--json'])
  expect(again.status).toBe(0)
  expect(JSON.parse(again.stdout)).toMatchObject({ outcome: 'unchanged', counts: { actions: { unchanged: 8 } } })
  expect(again.stderr).toMatch(/8 unchanged/)

  const dry = await importCommand([file, '--state', state, '--version', 'v2', '--dry-run', '--json'])
  expect(dry.status).toBe(0)
  expect(JSON.parse(dry.stdout)).toMatchObject({ outcome: 'planned', counts: { actions: { created: 8 } } })
})

test('--strict: exit status 3 when something of the document is lost, although every item arrived', async () => {
  const file = await documentFile('lost.json', {
    openapi: '3.1.0',
    info: { title: 'Lost', version: '1' },
    paths: {
      '/x': {
        get: {
          responses: { 200: { description: '', content: { 'application/json': { schema: { $ref: '#/none' } } } } },
        },
      },
    },
  })
  const usual = await importCommand([file, '--state', within('lost')])
  expect([usual.status, usual.stdout.split('\n')[0]]).toEqual([0, expect.stringMatching(/: succeeded with 1 error$/)])
  const strict = await importCommand([file, '--state', within('lost'), '--strict'])
  expect([strict.status, strict.stdout.split('\n')[0]]).toEqual([3, expect.stringMatching(/: unchanged with 1 error$/)])
})

test('exit status 3 when some actions were refused', async () => {
  const { platform, environment } = await otherPlatform('partly')
  platform.faults = { rejectActions: ['getPet0'] }
  const { status, stdout } = await importCommand(
    [await documentFile('partly.json'), '--state', within('partly')],
    environment,
  )
  expect(status).toBe(3)
  expect(stdout).toMatch(/action getPet0: .*rejected/)
  expect(actionsOf(platform)).toHaveLength(7)
})

/** Name, preparation of the platform, and error message. */
const failures: [string, (platform: Platform) => Promise<Record<string, string>>, RegExp][] = [
  [
    'published',
    async platform => {
      const version = `${platform.url}/o/demo/connectors/published/versions/v1`
      await sender(version, TOKEN)('POST', '/publish')
      return {}
    },
    /The version "v1" is published and can't be changed\. Import into a new version, or /,
  ],
  [
    'down',
    async () => ({ CONNECT_API_URL: `${await closedOrigin()}/api` }),
    /the platform is unavailable \(ECONNREFUSED/,
  ],
  [
    'unauthorised',
    async platform => {
      platform.setToken('another')
      return {}
    },
    /the platform refused the token, .*\. Set CONNECT_API_TOKEN to a valid token;/,
  ],
]

test.each(failures)('a failed import has exit status 1 and a report: %s', async (name, prepare, reason) => {
  const { platform, environment } = await otherPlatform(name)
  const changes = await prepare(platform)
  const args = [
    await documentFile(`${name}.json`),
    '--state',
    within(name),
    '--json',
    '--report',
    within(`${name}-report.json`),
  ]
  const { status, stdout, stderr } = await importCommand(args, { ...environment, ...changes })
  expect(status).toBe(1)
  const report: Report = JSON.parse(stdout)
  expect(report).toMatchObject({
    outcome: 'failed',
    reason: expect.stringMatching(reason),
    document: { location: args[0] },
  })
  expect(JSON.parse(await readFile(within(`${name}-report.json`), 'utf8'))).toEqual(report)
  expect(stderr).toContain(report.reason)
  expect(stderr).not.toMatch(STACK_TRACE)
  expect(stdout + stderr).not.toContain(TOKEN)
  expect(await filesWith(within(name), TOKEN)).toEqual([])
})

test('an import whose process was killed continues with the same command, and with --resume', async () => {
  const { platform, environment } = await otherPlatform('large')
  platform.faults = { latencyMs: 20 }
  const tuned = { ...environment, BATCH_SIZE: '20', MAX_REQUESTS_PER_SECOND: '150' }
  const state = ['--state', within('killed')]
  const command = [await documentFile('large.json', pets(150)), ...state]
  const created = (): number => actionsOf(platform).length
  const killedAfter = async (count: number): Promise<string> => {
    const { isRunning, kill, ended } = launch(command, tuned)
    while (isRunning() && created() <= count) await delay(5)
    kill()
    const { status, stderr } = await ended
    expect({ status, stderr }).toMatchObject({ status: null })
    return /imp-\w+/.exec(stderr)?.[0] ?? ''
  }
  const importId = await killedAfter(50)
  expect(await killedAfter(created() + 50)).toBe(importId)
  expect(created()).toBeLessThan(300)

  const { status, stdout } = await importCommand(['--resume', importId, '--json', ...state], tuned)
  expect(status).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ importId, outcome: 'succeeded', counts: { actions: { created: 300 } } })
  expect(actionsOf(platform).toSorted()).toEqual(petActions(150))
})

test('resume of an import that has ended says so, and when', async () => {
  const file = within('ended.json')
  const state = ['--state', within('ended state')]
  await writeFile(file, JSON.stringify(pets(1)))
  const { importId, finishedAt } = JSON.parse((await importCommand([file, ...state, '--json'])).stdout) as Report
  const { status, stdout, stderr } = await run(['resume', importId, ...state])
  expect(stderr).toBe(
    `Import ${importId} ended at ${finishedAt} (succeeded); there is nothing to continue. This is its report.\n`,
  )
  expect(stdout).toMatch(/^Pets .*: succeeded$/m)
  expect(status).toBe(0)
})
