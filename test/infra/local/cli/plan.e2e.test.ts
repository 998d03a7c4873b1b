import { readFile, writeFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { pets } from '../importer/documents.ts'
import { importCommand, launch, run, useFolder } from './support.ts'

const within = useFolder()

test('a plan is kept in a file, applied exactly, and refused when the document has changed', async () => {
  const [document, file] = [within('api.json'), within('kept plan')]
  const target = ['--connector', 'pets', '--state', within('state')]
  await writeFile(document, JSON.stringify(pets(2)))
  const planned = await run(['plan', document, ...target, '--out', file, '--format', 'markdown', '--detailed-exitcode'])
  expect(planned).toMatchObject({ status: 5, stdout: expect.stringMatching(/^### `.+`: planned\n/) })
  const applying = `import '${file}' --state ${within('state')}`
  expect(planned.stderr).toContain(`  plan         ${file}; apply it with: npx connector-import ${applying}\n`)
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({
    kind: 'connector-import-plan',
    platform: 'emulator',
  })

  await writeFile(document, JSON.stringify({ ...pets(2), tags: [{ name: 'new' }] }))
  const moved = await importCommand([file, '--state', within('state')])
  expect(moved.stdout).toMatch(/: refused\n {2}The plan no longer applies: .+ Changed files: api\.json\.\n/)
  expect(moved.status).toBe(4)

  await writeFile(document, JSON.stringify(pets(2)))
  const applied = await importCommand([file, '--state', within('state'), '--json'])
  expect(applied.status).toBe(0)
  expect(JSON.parse(applied.stdout)).toMatchObject({ outcome: 'succeeded', target: { connectorId: 'pets' } })

  const again = await importCommand([file, '--state', within('state')])
  expect(again.stdout).toMatch(/: refused\n {2}The changes of the plan are on the platform already/)
  expect(again.status).toBe(4)

  expect(await importCommand([file, '--force'])).toEqual({
    status: 2,
    stdout: '',
    stderr:
      'A plan has its own options; remove --force, or make a new plan.\nSee npx connector-import import --help.\n',
  })
})

test('an import of a plan whose process was killed continues, with what it has written', async () => {
  const [document, file] = [within('large.json'), within('large.plan')]
  const state = ['--state', within('killed')]
  await writeFile(document, JSON.stringify(pets(40)))
  expect((await run(['plan', document, ...state, '--out', file])).status).toBe(0)
  // The actions take four seconds. The batches must be the same in both runs.
  const slow = { MAX_REQUESTS_PER_SECOND: '20', BATCH_SIZE: '10' }
  const first = launch([file, ...state], slow)
  await Promise.race([first.prints('actions '), first.ended])
  await delay(500)
  first.kill()
  const { status, stderr } = await first.ended
  expect(status).toBeNull()

  const { status: second, stdout } = await importCommand([file, ...state, '--json'], slow)
  expect(JSON.parse(stdout)).toMatchObject({
    importId: /imp-\w+/.exec(stderr)?.[0],
    outcome: 'succeeded',
    counts: { actions: { created: 80 } },
  })
  expect(second).toBe(0)
})
