import { writeFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { startPlatform } from '../../../../../infra/local/connect-emulator/platform.ts'
import { petActions, pets } from '../../importer/documents.ts'
import { importCommand, launch, useFolder } from '../support.ts'

const within = useFolder()
const TOKEN = 'swo_a-token-that-must-not-leak-4711'
const STOPPING = 'Stopping the import: it finishes the requests in flight and writes its report.'

/** Starts a slow platform with a connector, and returns the command that imports 300 actions into it. */
const setUp = async (name: string, latencyMs: number) => {
  const platform = await startPlatform({ token: TOKEN })
  onTestFinished(() => platform.close())
  const connector = { organisationId: 'demo', connectorId: name, baseUrl: 'https://api.example.com' }
  platform.seedConnector({ ...connector, versions: ['v1'] })
  platform.faults = { latencyMs }
  await writeFile(within(`${name}.json`), JSON.stringify(pets(150)))
  const environment = {
    CONNECT_API_URL: platform.url,
    CONNECT_API_TOKEN: TOKEN,
    BATCH_SIZE: '5',
    CONCURRENCY: '4',
    MAX_REQUESTS_PER_SECOND: '60',
  }
  const command = [within(`${name}.json`), '--state', within(`state of ${name}`)]
  const actions = (): string[] =>
    platform
      .state()
      .connectors.flatMap(({ versions }) => versions.flatMap(each => each.actions.map(action => action.name)))
  /** Starts the command and waits until it has created some actions. */
  const launchUntil = async (count: number) => {
    const process = launch(command, environment)
    while (process.isRunning() && actions().length < count) await delay(5)
    return process
  }
  return { platform, command, environment, actions, launchUntil }
}

test('Ctrl-C writes a report of what is done, and the same command continues the import', async () => {
  const { command, environment, actions, launchUntil } = await setUp('interrupted', 20)
  const { interrupt, ended } = await launchUntil(20)
  interrupt()
  const { status, stdout, stderr } = await ended
  const done = actions().length
  expect({ status, done: done >= 20 && done < 300 }).toEqual({ status: 130, done: true })
  expect(stderr).toContain(STOPPING)
  expect(stderr).toMatch(/^Done so far: .*\d+ of 300 actions\.$/m)
  expect(stderr).toMatch(/^Not done: \d+ actions\.$/m)
  expect(stderr).toContain(`To continue: npx connector-import import ${command[0]} --state`)
  const lines = stdout.split('\n')
  expect(lines[0]).toMatch(/: cancelled$/)
  expect(lines).toContain(`  actions      ${done} created, ${300 - done} not done`)
  const [file, ...rest] = command
  expect(lines).toContain(`  continue     npx connector-import import ${file} --state '${rest[1]}'`)

  const again = await importCommand([...command, '--json'], environment)
  expect(again.status).toBe(0)
  expect(JSON.parse(again.stdout)).toMatchObject({
    outcome: 'succeeded',
    counts: { actions: { created: 300 - done, unchanged: done } },
  })
  expect(actions().toSorted()).toEqual(petActions(150))
})

test.each(['SIGINT', 'SIGTERM'] as const)('%s before the first step of the import is not lost', async signal => {
  const { platform, command, environment } = await setUp(`at-once-${signal}`, 20)
  const process = launch(command, environment)
  await process.prints('Import imp-')
  process.interrupt(signal)
  const { status, stdout } = await process.ended
  expect(status).toBe(130)
  expect(stdout).toMatch(/: cancelled\n/)
  // The request to cancel races with the first step: few writes may be in flight already.
  expect(platform.requests.filter(({ method }) => method === 'DELETE')).toEqual([])
})

test('two signals a moment apart are one Ctrl-C, because npm forwards that of the terminal', async () => {
  const { launchUntil } = await setUp('forwarded', 20)
  const { interrupt, ended } = await launchUntil(20)
  interrupt()
  interrupt()
  const { status, stdout } = await ended
  expect(status).toBe(130)
  expect(stdout).toMatch(/: cancelled\n/)
})

test('a second Ctrl-C ends at once, and the same command continues without doubling', async () => {
  const { platform, command, environment, actions, launchUntil } = await setUp('impatient', 20)
  const { interrupt, ended } = await launchUntil(20)
  platform.faults = { latencyMs: 60_000 }
  // Without a request in flight, the first Ctrl-C would be enough.
  const seen = platform.requests.length
  while (platform.requests.length === seen) await delay(5)
  interrupt()
  await delay(1_000)
  interrupt()
  const { status, stdout, stderr } = await ended
  expect({ status, stdout }).toEqual({ status: 130, stdout: '' })
  expect(stderr).toContain(STOPPING)
  expect(stderr).toContain('Ended at once, without a report.')

  platform.faults = {}
  const again = await importCommand([...command, '--json'], { ...environment, MAX_REQUESTS_PER_SECOND: '1000' })
  expect({ status: again.status, report: JSON.parse(again.stdout) }).toMatchObject({
    status: 0,
    report: { outcome: 'succeeded', counts: { actions: { failed: 0, kept: 0 } } },
  })
  expect(actions().toSorted()).toEqual(petActions(150))
})

test('Ctrl-C ends an import that waits for the platform', async () => {
  const { platform, command, environment } = await setUp('down', 0)
  platform.faults = { failEvery: 1, failStatus: 503 }
  const { interrupt, isRunning, ended } = launch(command, { ...environment, OUTAGE_WAITS: '3600' })
  // The outage is noticed after OUTAGE_AFTER; an import that does not wait yet is cancelled too.
  while (isRunning() && platform.requests.length < 4) await delay(20)
  interrupt()
  const { status, stdout } = await ended
  expect(status).toBe(130)
  expect(stdout).toMatch(/: cancelled\n/)
})
