import { readFile, writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { pets } from '../importer/documents.ts'
import { importCommand, run, useFolder } from './support.ts'

const within = useFolder()

test('a plan is kept in a file, applied exactly, and refused when the document has changed', async () => {
  const [document, file] = [within('api.json'), within('kept plan')]
  const target = ['--connector', 'pets', '--state', within('state')]
  await writeFile(document, JSON.stringify(pets(2)))
  const planned = await run(['plan', document, ...target, '--out', file, '--format', 'markdown', '--detailed-exitcode'])
  expect(planned).toMatchObject({ status: 5, stdout: expect.stringMatching(/^### `.+`: planned\n/) })
  expect(planned.stderr).toContain(`  plan         ${file}; apply it with: npx connector-import import '${file}'\n`)
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
