import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'

const ROOT = join(import.meta.dirname, '../../../..')

/** `npm run api` on a free port with a state directory of its own, until the test ends. @returns its URL */
const startApi = async (): Promise<string> => {
  const directory = await mkdtemp(join(tmpdir(), 'api-docs-'))
  const child = spawn(
    process.execPath,
    ['infra/local/cli/connector-import.mjs', 'api', '--port', '0', '--state', directory],
    {
      cwd: ROOT,
      env: { PATH: process.env.PATH },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  onTestFinished(async () => {
    const ended = once(child, 'exit')
    child.kill('SIGINT')
    expect(await ended).toEqual([0, null])
    await rm(directory, { recursive: true, force: true })
  })
  let said = ''
  for await (const chunk of child.stdout) {
    said += chunk
    const [, url] = /API\s+(http:\S+)\/openapi\.json/.exec(said) ?? []
    if (url !== undefined) return url
  }
  throw new Error(`The API did not start: ${said}`)
}

test('the examples of docs/api.md work as described', async () => {
  const url = await startApi()
  const guide = await readFile(join(ROOT, 'docs/api.md'), 'utf8')
  const blocks = [...guide.matchAll(/```bash\n(.*?)```/gs)].map(([, block = '']) => block)
  const script = blocks.join('\n').replace('http://127.0.0.1:4020', url)
  expect(script).toContain(`API=${url}`)
  const { stdout } = await promisify(execFile)('bash', ['-e', '-u', '-o', 'pipefail', '-c', script], { cwd: ROOT })
  expect(stdout).toContain('"status": "succeeded"')
  expect(stdout).toContain('"planned"')
  expect(stdout).toContain('ok connector: Protocol http')
  expect(stdout).toContain('/source/url must be an https URL')
  expect(stdout).toContain('"no-such-import"')
})
