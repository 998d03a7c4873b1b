import { spawn, spawnSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { stripVTControlCharacters } from 'node:util'
import stringWidth from 'string-width'
import { expect, onTestFinished, test } from 'vitest'
import { startPlatform } from '../../../../../infra/local/connect-emulator/platform.ts'
import { pets } from '../../importer/documents.ts'
import { PROGRAM, useFolder } from '../support.ts'

const TOKEN = 'swo_a-token-that-must-not-leak-4711'
const ESCAPE = '\u001b'
const within = useFolder()

/** Returns true if the command `script` of util-linux is installed, which runs a command in a terminal. */
const hasScript = (): boolean => spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux')

/** Runs the command line in a terminal of this width. */
const inTerminal = (columns: number, args: readonly string[], environment: Readonly<Record<string, string>>) => {
  const quoted = [process.execPath, PROGRAM, 'import', ...args].map(word => `'${word}'`).join(' ')
  const command = `stty cols ${columns} rows 30; exec ${quoted}`
  const child = spawn('script', ['-qfec', command, '/dev/null'], {
    env: { PATH: process.env.PATH, TERM: 'xterm', ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const exited = new Promise<number | null>(resolve => child.once('exit', resolve))
  let printed = ''
  child.stdout.on('data', (chunk: Buffer) => {
    printed += chunk
  })
  return {
    isRunning: () => child.exitCode === null,
    pressCtrlC: () => child.stdin.write('\u0003'),
    ended: async () => {
      const [status] = await Promise.all([exited, text(child.stderr)])
      return { status, printed }
    },
  }
}

/** Returns the rows of all frames; each row of a frame ends by clearing the rest of its line. */
const rowsOfFrames = (printed: string): string[] =>
  printed
    .split('\n')
    .filter(line => line.includes(`${ESCAPE}[K`))
    .map(line => stripVTControlCharacters(line).replaceAll('\r', '').replace('^C', ''))

test.skipIf(!hasScript()).each([
  [40, { NO_COLOR: '1' }, /^actions [\d,]+\/300/, false],
  [100, {}, /^[█░]{20} actions [\d,]+\/300/, true],
])(
  'a terminal of %i columns with %j shows the progress, and Ctrl-C ends it',
  async (columns, variables, bar, isColoured) => {
    const platform = await startPlatform({ token: TOKEN })
    onTestFinished(() => platform.close())
    const name = `width-${columns}-${Object.keys(variables).length}`
    const connector = { organisationId: 'demo', connectorId: name, baseUrl: 'https://api.example.com' }
    platform.seedConnector({ ...connector, versions: ['v1'] })
    platform.faults = { latencyMs: 20 }
    const file = within(`${name}.json`)
    await writeFile(file, JSON.stringify(pets(150)))
    const terminal = inTerminal(columns, [file, '--state', within(`state-of-${name}`)], {
      ...variables,
      CONNECT_API_URL: platform.url,
      CONNECT_API_TOKEN: TOKEN,
      BATCH_SIZE: '5',
      MAX_REQUESTS_PER_SECOND: '60',
    })
    const writes = () => platform.requests.filter(({ method }) => method === 'POST').length
    await expect.poll(() => !terminal.isRunning() || writes() > 100, { timeout: 30_000, interval: 20 }).toBe(true)
    terminal.pressCtrlC()
    const { status, printed } = await terminal.ended()
    expect(status).toBe(130)
    const rows = rowsOfFrames(printed)
    expect(rows).toContainEqual(expect.stringMatching(bar))
    expect(rows.filter(row => stringWidth(row) >= columns)).toEqual([])
    expect(printed.includes(`${ESCAPE}[36m`)).toBe(isColoured)
    const ends = printed.split(ESCAPE).map(part => /^\[\d*([A-Za-z])/.exec(part)?.[1])
    expect(new Set(ends)).toEqual(new Set([undefined, 'A', 'J', 'K', ...(isColoured ? ['m'] : [])]))
    const plain = stripVTControlCharacters(printed)
    expect(plain).toMatch(/Done so far: .*\d+ of 300 actions\./)
    expect(plain).toMatch(/Not done: \d+ actions\./)
    expect(plain).toContain(`To continue: npx connector-import import ${file} --state`)
    // The view is cleared, and the summary is the last output.
    expect(plain.trimEnd().split(/\r?\n/).at(-1)).toMatch(/^ {2}continue {5}npx connector-import import/)
  },
)
