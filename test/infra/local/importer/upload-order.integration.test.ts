import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { objectCreated } from '../../../../infra/local/aws/events.ts'
import { documentPrefix } from '../../../../lib/store/keys.ts'
import { ORGANISATION } from '../connect-emulator/harness.ts'
import { useStack } from './support.ts'

const stack = useStack()

/** Uploads single objects of a target to S3, each with its own event; returns the report of the import that it starts. */
const uploads = (connectorId: string) => {
  const importer = stack.importer()
  const client = new S3Client({ forcePathStyle: true })
  const bucket = stack.stack().environment.BUCKET ?? ''
  let count = 0
  return async (name: string, content: unknown) => {
    const key = `${documentPrefix({ organisationId: ORGANISATION, connectorId, version: 'v1' })}${name}`
    const body = JSON.stringify(content)
    const { ETag: eTag = '' } = await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }))
    const sequencer = (++count).toString(16).toUpperCase().padStart(18, '0')
    const upload = { bucket, key, size: body.length, eTag, sequencer }
    const event = objectCreated(upload, { now: Date.now, uuid: () => crypto.randomUUID(), region: 'us-east-1' })
    const started = await importer.uploaded(event)
    return 'importId' in started ? importer.finish(started.importId) : undefined
  }
}

const BED = { type: 'object', properties: { length: { type: 'number' } } }
const TOOLS = { get: { operationId: 'listTools', responses: { 204: { description: 'Done' } } } }

/** Document whose schema and path item are in place, or references. */
const documentOf = (bed: unknown, tools: unknown) => ({
  openapi: '3.0.3',
  info: { title: 'Garden', version: '1' },
  servers: [{ url: 'https://api.example.com' }],
  paths: {
    '/beds': {
      get: {
        operationId: 'listBeds',
        responses: {
          200: {
            description: 'Beds',
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Bed' } } },
          },
        },
      },
    },
    '/tools': tools,
  },
  components: { schemas: { Bed: bed } },
})

test('uploads in any order lose nothing: the root before its parts, each part, the root again', async () => {
  stack.seed('order')
  const upload = uploads('order')
  expect(await upload('import.json', { removed: 'delete' })).toBeUndefined()
  expect(await upload('openapi.json', documentOf(BED, TOOLS))).toMatchObject({ outcome: 'succeeded' })
  const before = stack.contents('order')
  const split = documentOf({ $ref: 'schemas/Bed.json' }, { $ref: 'paths/tools.json' })
  const writes = await stack.writesDuring(async () => {
    const early = await upload('openapi.json', split)
    expect(early).toMatchObject({
      outcome: 'partial',
      actions: expect.arrayContaining([expect.objectContaining({ name: 'listTools', change: 'keep' })]),
      definitions: expect.arrayContaining([expect.objectContaining({ name: 'Bed', change: 'keep' })]),
    })
    // A part imports its root.
    expect(await upload('schemas/Bed.json', BED)).toMatchObject({ outcome: 'partial' })
    expect(await upload('openapi.json', split)).toMatchObject({ outcome: 'partial' })
    expect(await upload('paths/tools.json', TOOLS)).toMatchObject({ outcome: 'unchanged' })
    expect(await upload('openapi.json', split)).toMatchObject({ outcome: 'unchanged' })
  })
  expect(writes).toEqual([])
  expect(stack.contents('order')).toEqual(before)
})

test('a filter that arrives later removes only with delete-filtered', async () => {
  stack.seed('narrow')
  const upload = uploads('narrow')
  const document = documentOf(BED, TOOLS)
  await upload('openapi.json', document)
  const narrowed = { excludePath: ['/tools'] }
  expect(await upload('import.json', { removed: 'delete', ...narrowed })).toMatchObject({ outcome: 'unchanged' })
  expect(await upload('openapi.json', document)).toMatchObject({ outcome: 'unchanged' })
  expect(await upload('import.json', { removed: 'delete-filtered', ...narrowed })).toMatchObject({
    outcome: 'refused',
    confirm: [{ code: 'deletes' }],
  })
  expect(stack.contents('narrow').actions).toHaveLength(2)
  expect(await upload('import.json', { removed: 'delete-filtered', confirm: true, ...narrowed })).toMatchObject({
    outcome: 'succeeded',
  })
  expect(stack.contents('narrow').actions.map(({ name }) => name)).toEqual(['listBeds'])
})
