import { expect, test } from 'vitest'
import type { Variants } from '../../../../infra/local/connect-emulator/faults/variants.ts'
import { petActions, pets } from './documents.ts'
import { useStack } from './support.ts'

const { seed, run, contents, platform } = useStack()

/** Variants of the platform, with the number of requests beyond those of the usual one. */
const VARIANTS: [string, Variants, number][] = [
  ['links by id only', { links: 'id' }, 0],
  ['links by name only', { links: 'name' }, 8],
  ['ids of responses', { responseIds: 'required' }, 8],
  ['links by name and ids of responses', { links: 'name', responseIds: 'required' }, 16],
  ['reasons in details', { links: 'name', responseIds: 'required', errors: 'details' }, 16],
]

test.each(VARIANTS)('every item arrives on a platform with %s', async (name, variants, more) => {
  const connector = name.replaceAll(' ', '-')
  seed(`usual-${connector}`)
  seed(connector)
  platform().faults = {}
  const usual = await run(`usual-${connector}`, pets())
  platform().faults = { variants }
  const report = await run(connector, pets())
  expect(report).toMatchObject({
    outcome: 'succeeded',
    counts: { actions: { created: 8 }, definitions: { created: 4 } },
  })
  // All actions of a batch are in flight before the first answer; the form is known after it.
  expect(report.requests.sent - usual.requests.sent).toBeLessThanOrEqual(more)
  expect(contents(connector).actions.map(({ name: action }) => action)).toEqual(petActions())
  expect(await run(connector, pets())).toMatchObject({ outcome: 'unchanged', counts: { actions: { unchanged: 8 } } })
})

test('schemas are read by the route of the API if the URLs of definitions do not exist', async () => {
  seed('dead')
  platform().faults = { variants: { schemaUrls: 'dead' } }
  await run('dead', pets())
  expect(await run('dead', pets())).toMatchObject({
    outcome: 'unchanged',
    counts: { actions: { unchanged: 8 }, definitions: { unchanged: 4 } },
  })
})

test('a refused scheme of the token ends the import with the scheme and the remedy', async () => {
  seed('scheme')
  platform().faults = { variants: { tokenScheme: 'JWT' } }
  expect(await run('scheme', pets())).toMatchObject({
    outcome: 'failed',
    reason: expect.stringMatching(/sent as "Authorization: Bearer …".*"scheme": "JWT"/),
  })
})

test('definitions for XML that the platform refuses take no definition for JSON with them', async () => {
  seed('xml')
  platform().faults = { variants: { xmlDefinitions: 'rejected' } }
  const schema = { type: 'object', properties: { id: { type: 'integer' } } }
  const content = { 'application/json': { schema }, 'application/xml': { schema } }
  const report = await run('xml', {
    openapi: '3.1.0',
    info: { title: 'Both', version: '1' },
    paths: { '/x': { get: { operationId: 'getX', responses: { 200: { description: '', content } } } } },
  })
  expect(report).toMatchObject({
    outcome: 'partial',
    counts: { actions: { created: 1 }, definitions: { created: 1, failed: 1 } },
  })
  const [action] = contents('xml').actions
  expect(action?.responses).toMatchObject([{ definitions: [expect.anything()] }])
})
