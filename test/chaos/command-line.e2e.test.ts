import { writeFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { type Platform, startPlatform } from '../../infra/local/connect-emulator/platform.ts'
import type { Report } from '../../lib/report/report.ts'
import { createRandom } from '../bench/generate-document.ts'
import { importCommand, launch, useFolder } from '../infra/local/cli/support.ts'
import { contentsOf } from '../infra/local/importer/support.ts'
import { generateApi } from './support/generated-api.ts'
import { OPERATIONS, ROUNDS, SEED } from './support/rounds.ts'

const within = useFolder()
const TOKENS = ['first-token-of-the-platform', 'second-token-of-the-platform'] as const
/** The most requests that one process sends, so that all processes together come close to the end. */
const LIFETIME = 100 + Math.ceil((2 * OPERATIONS) / ROUNDS)

const startPlatformWithShop = async (): Promise<Platform> => {
  const platform = await startPlatform({ token: TOKENS[0] })
  onTestFinished(() => platform.close())
  const connector = { organisationId: 'demo', connectorId: 'shop', baseUrl: 'https://api.example.com' }
  platform.seedConnector({ ...connector, versions: ['v1'] })
  return platform
}

const environmentOf = (platform: Platform, token: string): Record<string, string> => ({
  CONNECT_API_URL: platform.url,
  CONNECT_API_TOKEN: token,
  BATCH_SIZE: '20',
  MAX_REQUESTS_PER_SECOND: '1000',
  OUTAGE_AFTER: '10',
})

/** Runs a command, changes the token halfway, and kills the command after this number of requests. */
const killAfter = async (
  requests: number,
  {
    platform,
    command,
    token,
    nextToken,
  }: {
    readonly platform: Platform
    readonly command: readonly string[]
    readonly token: string
    readonly nextToken: string
  },
): Promise<void> => {
  const begin = platform.requests.length
  const { isRunning, kill, ended } = launch(command, environmentOf(platform, token))
  while (isRunning() && platform.requests.length < begin + requests) {
    if (platform.requests.length > begin + requests / 2) platform.setToken(nextToken)
    await delay(1)
  }
  platform.setToken(nextToken)
  kill()
  await ended
}

const timeout = 60_000 + ROUNDS * 30_000

test(`an import that is killed ${ROUNDS} times with all faults creates everything once: seed ${SEED}, ${OPERATIONS} operations`, {
  timeout,
}, async () => {
  const random = createRandom(SEED)
  const file = within('shop.json')
  await writeFile(file, JSON.stringify(generateApi(OPERATIONS)))
  const calm = await startPlatformWithShop()
  const calmly = await importCommand([file, '--state', within('calm')], environmentOf(calm, TOKENS[0]))
  expect(calmly).toMatchObject({ status: 0 })

  const platform = await startPlatformWithShop()
  platform.faults = {
    seed: SEED,
    latencyMs: 5,
    throttle: { requestsPerSecond: 200, retryAfterSeconds: 1 },
    failRate: 0.05,
    loseAnswerRate: 0.1,
    resetRate: 0.03,
  }
  const command = [file, '--state', within('killed'), '--json']
  const rotation = random(ROUNDS)
  for (let round = 0; round < ROUNDS; round++) {
    const token = round > rotation ? TOKENS[1] : TOKENS[0]
    const nextToken = round >= rotation ? TOKENS[1] : TOKENS[0]
    await killAfter(1 + random(LIFETIME), { platform, command, token, nextToken })
  }
  const { status, stdout, stderr } = await importCommand(command, environmentOf(platform, TOKENS[1]))
  expect({ status, stderr }).toMatchObject({ status: 0 })
  const report: Report = JSON.parse(stdout)
  const names = report.actions.map(({ name }) => name)
  expect(names).toHaveLength(OPERATIONS)
  expect(new Set(names).size).toBe(OPERATIONS)
  expect(contentsOf(platform, 'shop', 'v1')).toEqual(contentsOf(calm, 'shop', 'v1'))
  const created = platform.requests.filter(
    ({ method, path, status }) => method === 'POST' && path.endsWith('/actions') && status === 201,
  )
  expect(created.length).toBeLessThanOrEqual(OPERATIONS)
})
