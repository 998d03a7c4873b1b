import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { choosePlatform } from '../../../../../infra/local/cli/arguments/choose-platform.ts'

const CONFIG = `
active_context: live
contexts:
  live: { organisation_id: ACME, jwt: a.secret.token }
  own: { organisation_id: "007", jwt: a.secret.token, url_overwrite: "https://connect.example/base/" }
  bare: { organisation_id: ACME, jwt: a.secret.token, url_overwrite: "http://127.0.0.1:4010" }
  empty: { organisation_id: ACME }
  odd: { organisation_id: ACME, jwt: a.secret.token, url_overwrite: "ftp://x" }
`

const read = async (name: string | undefined, content: string | undefined = CONFIG, more: NodeJS.ProcessEnv = {}) => {
  const folder = await mkdtemp(join(tmpdir(), 'context-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const file = join(folder, 'config.yaml')
  if (content !== '') await writeFile(file, content)
  return choosePlatform(name, { VERSORI_CONFIG: file, ...more })
}

test.each([
  { name: 'live', organisationId: 'ACME', url: 'https://platform.versori.com/api/connect/v1' },
  { name: 'own', organisationId: '007', url: 'https://connect.example/base/' },
  { name: 'bare', organisationId: 'ACME', url: 'http://127.0.0.1:4010/api/connect/v1' },
])('context $name gives organisation, URL and token', async ({ name, organisationId, url }) => {
  const { environment, ...rest } = await read(name)
  expect(rest).toEqual({ organisationId })
  expect(environment).toMatchObject({ CONNECT_API_URL: url, CONNECT_API_TOKEN: 'a.secret.token' })
})

test('without a context, the file is not read', async () => {
  expect(await read(undefined, '')).toMatchObject({ organisationId: 'demo' })
})

test.each([
  { given: 'none', message: /Context "none" not found in .*; expected live, own, bare, empty, odd\./ },
  { given: 'empty', message: /Context empty in .*: jwt is required\./ },
  { given: 'odd', message: /url_overwrite of context odd in .* must be an http\(s\) URL\./ },
  { given: 'live', content: '', message: /Can't read .*config\.yaml \(ENOENT\)/ },
  { given: 'live', content: 'a: [a.secret.token', message: /is not YAML with an object "contexts"\./ },
  { given: 'live', content: 'contexts: [a.secret.token]', message: /is not YAML with an object "contexts"\./ },
  { given: 'live', more: { CONNECT_API_URL: 'https://x.example' }, message: /remove one of them/ },
])('context $given of $content fails without the token', async ({ given, content, more, message }) => {
  const failure = await read(given, content, more).catch((error: unknown) => error)
  expect(failure).toMatchObject({ name: 'UsageError', message: expect.stringMatching(message) })
  expect(String(failure)).not.toContain('secret')
})
