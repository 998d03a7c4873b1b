import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { pets } from '../../importer/documents.ts'
import { importCommand, PROGRAM, useFolder } from '../support.ts'

const within = useFolder()

/** Returns true if the command `script` of util-linux is installed, which runs a command in a terminal. */
const hasScript = (): boolean => spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux')

/** Runs an import in a terminal, and answers its questions. */
const importInTerminal = async (args: readonly string[], ...answers: readonly string[]) => {
  const command = [process.execPath, PROGRAM, 'import', ...args].map(word => `'${word}'`).join(' ')
  const child = spawn('script', ['-qfec', command, '/dev/null'], {
    env: { PATH: process.env.PATH, TERM: 'xterm', NO_COLOR: '1' },
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  const exited = once(child, 'exit')
  let printed = ''
  let answered = 0
  for await (const chunk of child.stdout.setEncoding('utf8')) {
    printed += chunk
    const asked = printed.split('Import anyway? [y/N]').length - 1
    while (answered < asked) child.stdin.write(answers[answered++] ?? '\n')
  }
  const [status] = await exited
  return { status, printed }
}

test.skipIf(!hasScript())(
  'an import that needs a confirmation asks for it on a terminal, and refuses elsewhere',
  async () => {
    await writeFile(within('pets.json'), JSON.stringify(pets(3)))
    const all = [within('pets.json'), '--state', within('state')]
    const few = [...all, '--include-method', 'GET', '--removed', 'delete-filtered']
    expect((await importCommand(all)).status).toBe(0)

    const elsewhere = await importCommand(few)
    expect(elsewhere.status).toBe(4)
    expect(elsewhere.stdout).toContain(`  confirm      npx connector-import import --yes ${within('pets.json')} `)

    const no = await importInTerminal(few, '\n')
    expect(no.status).toBe(4)
    expect(no.printed).toMatch(/It deletes \d+ of \d+ actions/)

    const yes = await importInTerminal(few, 'y\n')
    expect(yes.status).toBe(0)
    expect(yes.printed).toMatch(/: succeeded\r?$/m)
  },
)

test.skipIf(!hasScript())(
  'a folder asks about each import that needs a confirmation, when all have ended',
  async () => {
    for (const name of ['crm', 'shop']) await mkdir(within(`vendors/${name}`), { recursive: true })
    const write = (name: string, title: string) =>
      writeFile(within(`vendors/${name}/api.json`), JSON.stringify({ ...pets(1), info: { title, version: '1' } }))
    const words = [within('vendors'), '--state', within('folder state')]
    for (const name of ['crm', 'shop']) await write(name, 'Pets')
    expect((await importCommand(words)).status).toBe(0)
    for (const name of ['crm', 'shop']) await write(name, 'Bank')

    const elsewhere = await importCommand(words)
    expect(elsewhere.status).toBe(4)
    expect(elsewhere.stdout).toMatch(/^2 documents: 2 refused$/m)

    const asked = await importInTerminal(words, 'y\n', 'n\n')
    expect(asked.printed).toContain('The import into crm needs a confirmation:')
    expect(asked.printed).toContain('The import into shop needs a confirmation:')
    expect(asked.printed).toMatch(/^crm +unchanged /m)
    expect(asked.printed).toMatch(/^2 documents: 1 unchanged, 1 refused\r?$/m)
    expect(asked.status).toBe(4)
  },
  240_000,
)
