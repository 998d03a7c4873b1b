import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import type { Faults } from '../../infra/local/platform/faults/settings.ts'
import { startPlatform } from '../../infra/local/platform/platform.ts'
import { importCommand, useFolder } from '../infra/local/cli/support.ts'
import { pets } from '../infra/local/import/documents.ts'
import { reply, startServer } from '../lib/connect/support/server.ts'

const TOKEN = 'swo_a+token/that=must-not-leak-4711'
const within = useFolder()

/** As it is, and as it would stand in a URL, in base64, or in JSON within JSON. */
const FORMS = [TOKEN, encodeURIComponent(TOKEN), Buffer.from(TOKEN).toString('base64'), TOKEN.replaceAll('/', '\\/')]

const contentsOf = async (folder: string): Promise<string> => {
  const files = await readdir(folder, { recursive: true, withFileTypes: true })
  const texts = files.map(async entry => {
    if (!entry.isFile()) return ''
    const bytes = await readFile(join(entry.parentPath, entry.name))
    const text = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes
    return `${entry.name}\n${text.toString('latin1')}`
  })
  return (await Promise.all(texts)).join('\n')
}

/** Imports into a platform, loudly, and gives all that is left: every file, and all that was written. */
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
  // There is something to look through.
  expect(files).toContain('importId')
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

test('nor does one that is refused in part', async () => {
  const { status, all } = await leftBy('partial', await seeded('partial', { rejectActions: ['getPet0'] }))
  expect(status).toBe(3)
  for (const form of FORMS) expect(all).not.toContain(form)
})

test('nor does one with a token that the platform refuses', async () => {
  const wrong = 'swo_another+token/that=is-wrong'
  const { status, all } = await leftBy('refused', await seeded('refused', {}), wrong)
  expect(status).toBe(1)
  expect(all).not.toContain(wrong)
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
