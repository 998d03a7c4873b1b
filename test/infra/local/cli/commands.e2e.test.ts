import { mkdir, writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { SUBCOMMANDS } from '../../../../infra/local/cli/subcommands.ts'
import { pets } from '../importer/documents.ts'
import { importCommand, run, useFolder } from './support.ts'

const within = useFolder()

const documentWith = async (name: string, schema: unknown, options?: unknown): Promise<string> => {
  await mkdir(within(name))
  const responses = { 200: { description: '', content: { 'application/json': { schema } } } }
  const paths = { '/a': { get: { responses } }, '/b': { post: { responses } } }
  const document = { openapi: '3.1.0', info: { title: 'T', version: '1' }, paths }
  await writeFile(within(`${name}/api.json`), JSON.stringify(document))
  if (options !== undefined) await writeFile(within(`${name}/import.json`), JSON.stringify(options))
  return within(`${name}/api.json`)
}

test.concurrent('--help and -h list all subcommands, and those of a subcommand its exit statuses', async () => {
  const [long, short, none, version] = await Promise.all([run(['--help']), run(['-h']), run([]), run(['--version'])])
  expect(long).toMatchObject({ status: 0, stdout: short.stdout })
  for (const { name, summary } of SUBCOMMANDS) expect(long.stdout).toMatch(new RegExp(`^  ${name} +${summary}$`, 'm'))
  expect(none).toMatchObject({ status: 2, stdout: '', stderr: long.stdout })
  expect(version).toMatchObject({ status: 0, stdout: '0.1.0\n' })
  const [plan, help] = await Promise.all([run(['plan', '-h']), run(['help', 'plan'])])
  expect(plan).toMatchObject({ status: 0, stdout: help.stdout })
  expect(plan.stdout).toMatch(/^Exit status:\n {2}0 /m)
})

test.concurrent.each([
  [['imprt'], 'Unknown command imprt. Did you mean import?\nSee npx connector-import --help.\n'],
  [['plan', 'x', '--strct'], 'Unknown option --strct. Did you mean --strict?\nSee npx connector-import plan --help.\n'],
  [['resume'], 'Missing argument: IMPORT_ID.\nSee npx connector-import resume --help.\n'],
  [['validate'], 'Missing argument: FILE.\nSee npx connector-import validate --help.\n'],
  [
    ['explain', 'Parameter-splt'],
    'Unknown code "Parameter-splt". Did you mean parameter-split?\nSee npx connector-import explain --help.\n',
  ],
  [
    ['import', 'examples/library.yaml', '--detailed-exitcode'],
    '--detailed-exitcode is for dry runs; add --dry-run.\nSee npx connector-import import --help.\n',
  ],
])('%j is refused', async (args, stderr) => {
  expect(await run(args)).toEqual({ status: 2, stdout: '', stderr })
})

test.concurrent('explain prints the meaning and the remedy, or all codes', async () => {
  const [one, all] = await Promise.all([run(['explain', 'parameter-split']), run(['explain'])])
  expect(one).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/^parameter-split\n {2}meaning .+\n {2}remedy .+\n$/),
  })
  expect(all.stdout.split('\n')).toEqual(expect.arrayContaining(['conflict', 'parameter-split']))
})

test.concurrent('validate has the exit statuses 0, 1 and 2', async () => {
  const good = await documentWith('good', { type: 'string' })
  const lossy = await documentWith('lossy', { $ref: '#/none' })
  const filtered = await documentWith('filtered', { $ref: '#/none' }, { excludePath: ['/**'] })
  await writeFile(within('text.txt'), 'Dear reader')
  const json = async (...args: string[]) => {
    const { status, stdout } = await run(['validate', '--json', ...args])
    return { status, result: stdout === '' ? undefined : JSON.parse(stdout) }
  }
  const results = await Promise.all([json(good), json(lossy), json(filtered), json(within('text.txt'))])
  expect(results).toMatchObject([
    { status: 0, result: { counts: { actions: 2, skipped: 0, diagnostics: { error: 0 } } } },
    { status: 1, result: { diagnostics: expect.arrayContaining([expect.objectContaining({ severity: 'error' })]) } },
    { status: 0, result: { counts: { actions: 0, skipped: 2 } } },
    { status: 2, result: undefined },
  ])
  const { status, stdout } = await run(['validate', lossy])
  expect(status).toBe(1)
  expect(stdout).toMatch(/^T 1 \(OpenAPI 3\.1\.0\): \d errors?, /)
  expect(stdout).toMatch(/^ {2}error {3}unresolved-reference/m)
})

test.concurrent('plan writes nothing, and its detailed exit status shows changes', async () => {
  await mkdir(within('planned'))
  await writeFile(within('planned/pets.json'), JSON.stringify(pets(1)))
  await writeFile(within('planned/import.json'), JSON.stringify({ includeMethod: ['GET'], force: true }))
  const args = [within('planned/pets.json'), '--state', within('state'), '--json']
  const plan = await run(['plan', ...args, '--detailed-exitcode'])
  expect(plan).toMatchObject({
    status: 5,
    stderr: expect.stringContaining(`Options of ${within('planned/import.json')} are used.`),
  })
  expect(JSON.parse(plan.stdout)).toMatchObject({ outcome: 'planned', counts: { actions: { created: 1, skipped: 1 } } })
  // An option of the command line overrides that of the file.
  expect((await importCommand([...args, '--include-method', 'POST', '--include-method', 'GET'])).status).toBe(0)
  const again = await run(['plan', ...args, '--detailed-exitcode'])
  expect(JSON.parse(again.stdout)).toMatchObject({ counts: { actions: { unchanged: 1 } } })
  expect(again.status).toBe(0)
})
