import { execFile } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'

const run = promisify(execFile)
const BIOME = join(import.meta.dirname, '../node_modules/.bin/biome')
const CONFIG = join(import.meta.dirname, '../biome.json')

const FORBIDDEN: Readonly<Record<string, string>> = {
  'file system': "export { readFile } from 'node:fs/promises'\n",
  'file system, asked for later': "export const files = await import('node:fs')\n",
  'file system, by its old name': "export { readFile } from 'fs'\n",
  AWS: "export { S3Client } from '@aws-sdk/client-s3'\n",
  'AWS, deeper': "export { sign } from '@middy/core/sign'\n",
  'platform client': "export { createConnectClient } from '../connect/client.ts'\n",
  'types of the platform client': "export type { ConnectClient } from '../connect/client.ts'\n",
  'our settings': "export { parseSettings } from '../config/settings.ts'\n",
  clock: 'export const now = Date.now()\n',
  'clock, new': 'export const now = new Date()\n',
  'clock, by another way': 'export const now = globalThis.Date.now()\n',
  network: "export const answer = fetch('https://example.com')\n",
  environment: 'export const home = process.env.HOME\n',
  console: "console.log('hello')\n",
  randomness: 'export const dice = Math.random()\n',
  'randomness, taken out': 'const { random } = Math\n\nexport const dice = random()\n',
  waiting: 'setTimeout(() => {}, 1)\n',
}
/** What only an edge may do; the console is for the command line alone. */
const ALLOWED_AT_EDGES = Object.keys(FORBIDDEN).filter(
  name => name !== 'console' && name !== 'file system, by its old name',
)
const PURE = ['json', 'util', 'contract', 'diagnostics', 'openapi', 'conversion', 'reconcile', 'release', 'report'].map(
  room => `lib/${room}`,
)
const EDGES = ['lib/import', 'functions', 'infra']
/** Against the flow: the functions read the settings and pass them in. */
const AGAINST_THE_FLOW = new Set([fileOf('lib/import', 'our settings')])

let folder = ''
let refused: ReadonlySet<string> = new Set()

function fileOf(room: string, name: string): string {
  return `${room}/${name.replaceAll(/\W+/g, '-')}.ts`
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lint-'))
  await copyFile(CONFIG, join(folder, 'biome.json'))
  const sources = { ...FORBIDDEN, arithmetic: 'export const most = Math.max(1, 2)\n' }
  for (const room of [...PURE, ...EDGES])
    for (const [name, source] of Object.entries(sources)) {
      const path = join(folder, fileOf(room, name))
      await mkdir(dirname(path), { recursive: true })
      await writeFile(path, source)
    }
  refused = await lint(folder)
})
afterAll(() => rm(folder, { recursive: true }))

/** The files in which the linter finds an error. */
const lint = async (cwd: string): Promise<Set<string>> => {
  const args = ['lint', '--vcs-enabled=false', '--reporter=json', '--max-diagnostics=none']
  // The linter ends with an error where it finds one.
  const { stdout } = await run(BIOME, args, { cwd }).catch((error: { stdout: string }) => error)
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: { severity: string; location: { path: string } }[] }
  return new Set(diagnostics.filter(({ severity }) => severity === 'error').map(({ location }) => location.path))
}

test.for(PURE.flatMap(room => Object.keys(FORBIDDEN).map(name => [room, name] as const)))(
  'the pure room %s is refused: %s',
  ([room, name]) => {
    expect(refused).toContain(fileOf(room, name))
  },
)

test.for(PURE)('the pure room %s may calculate', room => {
  expect(refused).not.toContain(fileOf(room, 'arithmetic'))
})

test.for(EDGES)('the edge %s may do what a pure room may not', room => {
  const files = ALLOWED_AT_EDGES.map(name => fileOf(room, name))
  expect(files.filter(file => refused.has(file) !== AGAINST_THE_FLOW.has(file))).toEqual([])
})
