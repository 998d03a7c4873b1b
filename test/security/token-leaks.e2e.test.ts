import { writeFile } from 'node:fs/promises'
import { expect, onTestFinished, test } from 'vitest'
import type { Faults } from '../../infra/local/connect-emulator/faults/settings.ts'
import { startPlatform } from '../../infra/local/connect-emulator/platform.ts'
import { importCommand, useFolder } from '../infra/local/cli/support.ts'
import { pets } from '../infra/local/importer/documents.ts'
import { reply, startServer } from '../lib/connect/support/server.ts'
import { contentsOf, formsOf } from './search.ts'

const TOKEN = 'swo_a+token/that=must-not-leak-4711'
const within = useFolder()

const FORMS = formsOf(TOKEN)

/** Runs an import with debug logs and returns everything that it leaves: every file and all output. */
const leftBy = async (
  name: string,
  platformUrl: string,
  token = TOKEN,
): Promise<{ status: number | null; all: string }> => {
  await writeFile(within(`${name}.json`), JSON.stringify(pets()))
  const state = within(name)
  const environment = { CONNECT_API_URL: platformUrl, CONNECT_API_TOKEN: token, LOG_LEVEL: 'DEBUG', DEBUG: '1' }
  const { status, stdout, stderr } = await importCommand(
    [within(`${name}.json`), '--state', state, '--json'],
    environment,
  )
  const files = await contentsOf(state)
  // The search is not empty: it has objects, checkpoints, records and logs.
  for (const left of ['/report.json', '/report.html', '/executions/', '/table/', 'importId'])
    expect(files).toContain(left)
  expect(stdout).toContain('importId')
  return { status, all: [stdout, stderr, files].join('\n') }
}

const seeded = async (name: string, faults: Faults): Promise<string> => {
  const platform = await startPlatform({ token: TOKEN, faults })
  onTestFinished(() => platform.close())
  const connector = { organisationId: 'demo', connectorId: name, baseUrl: 'https://api.example.com' }
  platform.seedConnector({ ...connector, versions: ['v1'] })
  return platform.url
}

test('an import that succeeds leaves no token', async () => {
  const { status, all } = await leftBy('succeeded', await seeded('succeeded', {}))
  expect(status).toBe(0)
  for (const form of FORMS) expect(all).not.toContain(form)
})

test('a partly refused import leaves no token', async () => {
  const { status, all } = await leftBy('partial', await seeded('partial', { rejectActions: ['getPet0'] }))
  expect(status).toBe(3)
  for (const form of FORMS) expect(all).not.toContain(form)
})

test('an import with a refused token leaves no token', async () => {
  const wrong = 'swo_another+token/that=is-wrong'
  const { status, all } = await leftBy('refused', await seeded('refused', {}), wrong)
  expect(status).toBe(1)
  for (const form of formsOf(wrong)) expect(all).not.toContain(form)
})

test.for([400, 401, 403, 422, 500])(
  'nor does a platform that answers with the request it got, status %i',
  async code => {
    const echo = await startServer(({ authorization, url }, response) =>
      reply(response, code, { message: `${authorization} may not ${url}`, details: { headers: { authorization } } }),
    )
    const { status, all } = await leftBy(`echo-${code}`, echo.origin)
    expect(status).toBe(1)
    expect(echo.received[0]?.authorization).toContain(TOKEN)
    for (const form of FORMS) expect(all).not.toContain(form)
  },
)

test.for<[what: string, body: (authorization: string) => string, headers?: (authorization: string) => object]>([
  ['the id of a request', () => '', authorization => ({ 'x-request-id': authorization })],
  ['a URL', encodeURIComponent],
  ['base64', text => Buffer.from(text).toString('base64')],
  ['JSON that escapes slashes', text => JSON.stringify(text).replaceAll('/', '\\/')],
])('nor does a platform that repeats it in %s', async ([what, body, headers]) => {
  const echo = await startServer(({ authorization }, response) =>
    reply(response, 403, `no: ${body(authorization)}`, { ...headers?.(authorization) }),
  )
  const { status, all } = await leftBy(what.replaceAll(' ', '-'), echo.origin)
  expect(status).toBe(1)
  expect(all).toContain('[token]')
  for (const form of FORMS) expect(all).not.toContain(form)
})

test('the search finds a token within base64', () => {
  for (const text of [TOKEN, `:${TOKEN}`, `Bearer ${TOKEN}.`, `ab${TOKEN}abc`])
    expect(FORMS.filter(form => Buffer.from(text).toString('base64').includes(form))).toHaveLength(1)
})
