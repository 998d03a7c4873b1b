import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { type PlatformOptions, startPlatform } from '../../../../../infra/local/connect-emulator/platform.ts'
import {
  action,
  CONNECTOR,
  connectorUrl,
  definition,
  links,
  ORGANISATION,
  sender,
  setUp,
  TOKEN,
  trigger,
} from '../harness.ts'

const temporaryStateFile = (): string => {
  const directory = mkdtempSync(join(tmpdir(), 'platform-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  return join(directory, 'deep', 'platform.json')
}

/** Starts a platform on what another one left behind. */
const reopen = async (stateFile: string, options: Partial<PlatformOptions> = {}) => {
  const platform = await startPlatform({ token: TOKEN, stateFile, ...options })
  onTestFinished(() => platform.close())
  return { platform, send: sender(`${connectorUrl(platform)}/versions/v1`) }
}

test('the state survives a restart, and its URLs have the new port', async () => {
  const stateFile = temporaryStateFile()
  const { platform, send } = await setUp({ stateFile })
  const created = await send('POST', '/definitions', {
    definitions: [definition('Pet', { $ref: '#/$defs/Owner' }), definition('Owner')],
  })
  const [pet] = created.json().definitions ?? []
  await send('POST', '/actions', action('A', { responses: [{ definitions: links('Pet') }] }))
  await send('POST', '/actions', action('B'))
  await send('DELETE', '/actions/B')
  await send('POST', '/triggers', trigger('T'))
  const before = platform.state()
  await platform.close()
  expect(JSON.parse(readFileSync(stateFile, 'utf8'))).toEqual(before)
  expect(existsSync(`${stateFile}.journal`)).toBe(false)

  const again = await reopen(stateFile)
  expect(again.platform.state()).toEqual(before)
  expect((await again.send('POST', '/actions', action('A'))).status).toBe(409)
  expect((await again.send('POST', '/triggers', trigger('T'))).status).toBe(409)
  const { url, referencedBy } = (await again.send('GET', '/definitions/Pet')).json()
  expect(referencedBy?.[0]?.name).toBe('A')
  expect((await again.send('GET', String(url))).json().$ref).toContain(new URL(again.platform.url).origin)
  const late = definition('Late', { $ref: pet?.url })
  expect((await again.send('POST', '/definitions', { definitions: [late] })).status).toBe(201)
})

test('acknowledged changes survive a kill of the process', async () => {
  const stateFile = temporaryStateFile()
  const module = new URL('../../../../../infra/local/connect-emulator/platform.ts', import.meta.url).href
  const options = JSON.stringify({ token: TOKEN, stateFile })
  const seed = JSON.stringify({ organisationId: ORGANISATION, connectorId: CONNECTOR, baseUrl: 'x', versions: ['v1'] })
  const child = spawn(
    process.execPath,
    [
      '--input-type=module',
      '--eval',
      `import { startPlatform } from ${JSON.stringify(module)}
       const platform = await startPlatform(${options})
       platform.seedConnector(${seed})
       console.log(platform.url)`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  const [line] = await once(child.stdout, 'data')
  const url = `${String(line).trim()}/o/${ORGANISATION}/connectors/${CONNECTOR}/versions/v1`
  const send = sender(url)
  for (const name of ['A', 'B', 'C']) expect((await send('POST', '/actions', action(name))).status).toBe(201)
  await send('DELETE', '/actions/B')
  child.kill('SIGKILL')
  await once(child, 'exit')
  // The entry that was being written when the process died.
  appendFileSync(`${stateFile}.journal`, '{"at":"2026-01-01T00:00:00.000Z","mutations":[{"chan')

  const { platform } = await reopen(stateFile)
  const [version] = platform.state().connectors[0]?.versions ?? []
  expect(version?.actions.map(({ name }) => name)).toEqual(['A', 'C'])
})

test('replaying a journal that the snapshot includes changes nothing', async () => {
  const stateFile = temporaryStateFile()
  const { platform, send } = await setUp({ stateFile })
  await send('POST', '/definitions', { definitions: [definition('Pet')] })
  const stored = (await send('POST', '/actions', action('A', { responses: [{ definitions: links('Pet') }] }))).json()
  await send('PUT', '/actions/A', { ...stored, name: 'A2' })
  await send('POST', '/actions', action('A'))
  await send('DELETE', '/actions/A2')
  const journal = readFileSync(`${stateFile}.journal`, 'utf8')
  await platform.close()
  // As if the process had died after writing the snapshot and before removing the journal.
  writeFileSync(`${stateFile}.journal`, journal)
  expect((await reopen(stateFile)).platform.state()).toEqual(platform.state())
})

test('ids stay unique when the clock and the randomness start again', async () => {
  const stateFile = temporaryStateFile()
  const options = { stateFile, now: () => 5000, random: () => 0.5 }
  const { platform, send } = await setUp(options)
  const first = (await send('POST', '/actions', action('A'))).text
  await platform.close()
  const again = await reopen(stateFile, options)
  const second = (await again.send('POST', '/actions', action('B'))).text
  const ids = [...`${first}${second}`.matchAll(/"id":"(.{26})"/g)].map(([, id]) => id)
  expect(ids).toHaveLength(4)
  expect(new Set(ids).size).toBe(4)
})

test('damaged files are errors with their name and a remedy', async () => {
  const table = [
    { state: '{', journal: '', want: /^Can.t read the state of the platform in .*platform\.json\. .*delete it/ },
    { state: '{"schema":2}', journal: '', want: /platform\.json has an unknown schema version.*delete it/ },
    {
      state: '{"schema":1,"connectors":[]}',
      journal: 'x\n{}\n',
      want: /Line 1 of .*platform\.json\.journal is damaged/,
    },
  ]
  for (const { state, journal, want } of table) {
    const stateFile = temporaryStateFile().replace('/deep/', '/')
    writeFileSync(stateFile, state)
    writeFileSync(`${stateFile}.journal`, journal)
    await expect(startPlatform({ token: TOKEN, stateFile }), state).rejects.toThrow(want)
    expect(readFileSync(stateFile, 'utf8')).toBe(state)
  }
})

test('a port in use is an error, and leaves a valid empty state', async () => {
  const { platform } = await setUp()
  const port = Number(new URL(platform.url).port)
  await expect(startPlatform({ token: TOKEN, port })).rejects.toThrow(`Can't listen on 127.0.0.1:${port} (`)
})

test('close can be called twice', async () => {
  const { platform } = await setUp()
  await platform.close()
  await platform.close()
})
