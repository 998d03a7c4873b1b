import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { createHandler } from '../../../../functions/start-on-upload.ts'
import { type ObjectCreatedEvent, objectCreated } from '../../../../infra/local/aws/events.ts'
import { documentPrefix } from '../../../../lib/store/keys.ts'
import { lambdaContext } from '../../../functions/support.ts'
import { ORGANISATION } from '../connect-emulator/harness.ts'
import { manySchemas, petActions, pets } from './documents.ts'
import { SECRET_TOKEN, useStack } from './support.ts'

const { seed, run, contents, writesDuring, platform, importer, uploadOf, stack } = useStack()

test('a first import creates every definition and every action', async () => {
  seed('first')
  const report = await run('first', pets())
  expect(report).toMatchObject({
    schema: 1,
    outcome: 'succeeded',
    target: { connectorId: 'first', version: 'v1' },
    document: { title: 'Pets', version: '1.0', format: 'json', specification: '3.1.0' },
    counts: { operations: 8, actions: { created: 8, failed: 0 }, definitions: { created: 4, failed: 0 } },
    diagnostics: [],
  })
  const { actions, definitions } = contents('first')
  expect(actions.map(({ name }) => name)).toEqual(petActions())
  expect(definitions.map(({ name }) => name)).toEqual(['Kind', 'Owner', 'Pet', 'Problem'])
  expect(actions[0]).toMatchObject({
    name: 'getPet0',
    path: '/pets0/{{ param.id }}',
    responses: [
      { status: 200, definitions: ['Pet'] },
      { status: undefined, definitions: ['Problem'] },
    ],
  })
  const ids = platform()
    .state()
    .connectors.flatMap(({ versions }) => versions.flatMap(version => version.actions.map(({ id }) => id)))
  for (const action of report.actions) expect(ids).toContain(action.id)
})

test('the same import again changes nothing and writes nothing', async () => {
  seed('again')
  await run('again', pets())
  const before = contents('again')
  const writes = await writesDuring(async () => {
    const report = await run('again', pets())
    expect(report).toMatchObject({
      outcome: 'unchanged',
      counts: { actions: { unchanged: 8, created: 0 }, definitions: { unchanged: 4, created: 0 } },
    })
  })
  expect(writes).toEqual([])
  expect(contents('again')).toEqual(before)
})

test('a differing action that was not created by an import is kept and reported', async () => {
  seed('edited')
  await run('edited', pets(1), { options: { excludeOperation: ['putPet0'] } })
  const path = `/o/${ORGANISATION}/connectors/edited/versions/v1/actions`
  const mine = {
    type: 'http',
    name: 'putPet0',
    method: 'PUT',
    path: '/mine',
    parameters: [],
    responses: [{ definitions: [] }],
  }
  const headers = { authorization: `Bearer ${SECRET_TOKEN}`, 'content-type': 'application/json' }
  await fetch(platform().url + path, { method: 'POST', headers, body: JSON.stringify(mine) })
  const report = await run('edited', pets(1))
  expect(report).toMatchObject({ outcome: 'conflicts', counts: { actions: { kept: 1, unchanged: 1 } } })
  expect(report.actions.find(({ name }) => name === 'putPet0')).toMatchObject({
    change: 'keep',
    status: 'skipped',
    reason: expect.stringContaining('no import of it is recorded; kept'),
    problems: [{ code: 'conflict' }],
  })
})

test('a dry run plans, compares and writes nothing', async () => {
  seed('dry')
  const writes = await writesDuring(async () => {
    const report = await run('dry', pets(), { options: { dryRun: true } })
    expect(report).toMatchObject({
      outcome: 'planned',
      counts: { actions: { created: 8 }, definitions: { created: 4 } },
    })
    expect(new Set(report.actions.map(({ status }) => status))).toEqual(new Set(['planned']))
  })
  expect(writes).toEqual([])
})

test('a dry run does not create a missing version', async () => {
  seed('dry-version')
  const writes = await writesDuring(async () => {
    expect(await run('dry-version', pets(1), { version: 'v2', options: { dryRun: true } })).toMatchObject({
      outcome: 'planned',
    })
  })
  expect(writes).toEqual([])
})

test('a missing version is created as a draft', async () => {
  seed('draft', [])
  expect(await run('draft', pets(1), { version: 'v2' })).toMatchObject({ outcome: 'succeeded' })
  const [version] =
    platform()
      .state()
      .connectors.find(({ id }) => id === 'draft')?.versions ?? []
  expect(version).toMatchObject({ name: 'v2', publishedAt: null })
})

test('definitions of later requests refer to those of earlier ones by their URL', async () => {
  seed('many')
  const writes = await writesDuring(async () => {
    expect(await run('many', manySchemas(250))).toMatchObject({
      outcome: 'succeeded',
      counts: { definitions: { created: 250 } },
    })
  })
  expect(writes).toEqual(['POST 201', 'POST 201', 'POST 201', 'POST 201'])
  const { definitions } = contents('many')
  for (const { name, references } of definitions)
    expect(references).toEqual(name === 'S249' ? [] : [`S${Number(name.slice(1)) + 1}`])
  expect(await run('many', manySchemas(250))).toMatchObject({ outcome: 'unchanged' })
})

test('a document of several files, compressed or not', async () => {
  seed('files')
  const { components, ...root } = pets(1)
  const elsewhere = JSON.stringify(root).replaceAll('#/components/schemas/', 'schemas.json#/')
  const schemas = JSON.stringify(components.schemas).replaceAll('#/components/schemas/', '#/')
  const upload = uploadOf('files', elsewhere, {})
  const files = new Map([...upload.files, ['schemas.json', gzipSync(schemas)]])
  const local = importer()
  const report = await local.finish(await local.start({ ...upload, files }))
  expect(report).toMatchObject({
    outcome: 'succeeded',
    counts: { actions: { created: 2 }, definitions: { created: 4 } },
  })
})

test('the same event twice starts one import', async () => {
  seed('twice')
  const local = importer()
  const upload = uploadOf('twice', pets(1), {})
  await local.start(upload)
  const eTag = createHash('md5')
    .update(upload.files.get('api.json') ?? '')
    .digest('hex')
  const event = objectCreated(
    { bucket: 'imports', key: `${documentPrefix(upload.target)}api.json`, size: 1, eTag, sequencer: '0A' },
    { now: Date.now, uuid: () => crypto.randomUUID(), region: 'us-east-1' },
  )
  const first = await startedBy(event)
  expect(await startedBy(structuredClone(event))).toBe(first)
  const writes = await writesDuring(async () => {
    const [report, same] = await Promise.all([local.finish(first), local.finish(first)])
    expect(report).toMatchObject({ outcome: 'succeeded' })
    expect(same).toEqual(report)
  })
  expect(writes).toEqual(['POST 201', 'POST 201', 'POST 201'])
})

test('a newer upload supersedes the import of an older one', async () => {
  seed('overtaken')
  const local = importer()
  const older = await local.start(uploadOf('overtaken', pets(1), {}))
  const newer = await local.start(uploadOf('overtaken', pets(2), {}))
  const writes = await writesDuring(async () => {
    expect(await local.finish(older)).toMatchObject({
      outcome: 'superseded',
      reason: expect.stringContaining('uploaded again'),
    })
  })
  expect(writes).toEqual([])
  expect(await local.finish(newer)).toMatchObject({ outcome: 'succeeded', counts: { actions: { created: 4 } } })
})

/** Sends an event to the function for S3 events; returns the id of the started import. */
const startedBy = async (event: ObjectCreatedEvent): Promise<string> => {
  const handler = createHandler({ ...stack().environment, LOG_LEVEL: 'SILENT', QUIET_SECONDS: '0' })
  const started = await handler(event, lambdaContext('start-on-upload'))
  if ('ignored' in started) throw new Error(`${started.ignored} was passed over.`)
  return started.importId
}
