import { setTimeout as delay } from 'node:timers/promises'
import { S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { objectCreated } from '../../../../infra/local/aws/events.ts'
import type { Report } from '../../../../lib/report/report.ts'
import { createObjectStore, type ObjectStore } from '../../../../lib/store/objects.ts'
import { createClock } from '../../../chaos/support/clock.ts'
import { ORGANISATION } from '../connect-emulator/harness.ts'
import { useStack } from './support.ts'

const BLOCK_MS = 600_000
const MARGIN_MS = 15_000

const { seed, importer, stack, writesDuring, contents } = useStack()
let store: ObjectStore
let s3: S3Client
beforeAll(() => {
  Object.assign(process.env, stack().environment)
  s3 = new S3Client({ forcePathStyle: true })
  store = createObjectStore(s3, stack().environment.BUCKET ?? '')
})
afterAll(() => s3.destroy())
beforeEach(async () => {
  // Objects have real times: uploads of one test must not be in two periods of ten minutes.
  const left = BLOCK_MS - (Date.now() % BLOCK_MS)
  if (left < MARGIN_MS) await delay(left)
})

const ROOT = JSON.stringify({
  openapi: '3.1.0',
  info: { title: 'Pets', version: '1' },
  servers: [{ url: 'https://api.example.com' }],
  paths: {
    '/pets': {
      get: {
        operationId: 'listPets',
        responses: {
          200: { description: 'Pets', content: { 'application/json': { schema: { $ref: 'parts/pet.json' } } } },
        },
      },
    },
  },
})
const FILES: Readonly<Record<string, string>> = {
  'openapi.json': ROOT,
  'import.json': '{"dryRun":true}',
  'parts/pet.json': '{"title":"Pet","type":"object"}',
}

/** Uploads files with their events, and runs all executions that they start, in a time that waits do not take. */
const useFolder = (connectorId: string) => {
  seed(connectorId)
  const clock = createClock()
  const started = new Set<string>()
  const onStart = (importId: string): void => void started.add(importId)
  const settings = { QUIET_SECONDS: '20' }
  const local = importer({ settings }, { engine: clock, onStart, overrides: { now: clock.now } })
  const prefix = `documents/${ORGANISATION}/${connectorId}/v1/`
  const put = async (file: string, body = FILES[file] ?? ''): Promise<void> => {
    await store.write(prefix + file, body, 'application/octet-stream')
    const upload = { bucket: stack().environment.BUCKET ?? '', key: prefix + file, size: body.length, eTag: '' }
    await local.uploaded(
      objectCreated(upload, { now: clock.now, uuid: () => crypto.randomUUID(), region: 'us-east-1' }),
    )
  }
  /** Runs all new executions at the same time. @returns the reports of those that imported */
  const settle = async (): Promise<Report[]> => {
    const ids = [...started]
    started.clear()
    const reports = await Promise.all(ids.map(local.run))
    return reports.filter(report => report !== undefined)
  }
  return { put, settle, executions: () => started.size }
}

const ORDERS = [
  ['openapi.json', 'import.json', 'parts/pet.json'],
  ['openapi.json', 'parts/pet.json', 'import.json'],
  ['import.json', 'openapi.json', 'parts/pet.json'],
  ['import.json', 'parts/pet.json', 'openapi.json'],
  ['parts/pet.json', 'openapi.json', 'import.json'],
  ['parts/pet.json', 'import.json', 'openapi.json'],
]

test.each(ORDERS)('a sync of %s, %s and %s is one import, with its options', async (...order) => {
  const { put, settle, executions } = useFolder(`sync-${order.map(([first]) => first).join('')}`)
  const writes = await writesDuring(async () => {
    for (const file of order) await put(file)
    expect(executions()).toBeLessThanOrEqual(4)
    const reports = await settle()
    expect(reports.map(({ outcome }) => outcome)).toEqual(['planned'])
    expect(reports[0]?.definitions.map(({ name }) => name)).toEqual(['pet'])
  })
  expect(writes).toEqual([])
})

test('changed options, a changed part and a changed document are one import each', async () => {
  const { put, settle } = useFolder('changed')
  for (const file of Object.keys(FILES)) await put(file)
  expect((await settle()).map(({ outcome }) => outcome)).toEqual(['planned'])

  await put('import.json', '{}')
  expect((await settle()).map(({ outcome }) => outcome)).toEqual(['succeeded'])
  await put('parts/pet.json', '{"title":"Pet","type":"object","required":["name"]}')
  expect(await settle()).toMatchObject([{ outcome: 'succeeded', definitions: [{ name: 'pet', change: 'update' }] }])
  await put('openapi.json', ROOT.replace('"operationId"', '"summary":"List pets","operationId"'))
  expect(await settle()).toMatchObject([{ outcome: 'succeeded', actions: [{ name: 'listPets', change: 'update' }] }])
  expect(contents('changed').actions).toMatchObject([{ summary: 'List pets' }])
})

test('the report of a document without its part names the part, until it is uploaded', async () => {
  const { put, settle } = useFolder('late')
  await put('openapi.json')
  expect(JSON.stringify(await settle())).toContain('file not found')
  await put('parts/pet.json')
  const reports = await settle()
  expect(reports).toMatchObject([{ outcome: 'succeeded' }])
  expect(JSON.stringify(reports)).not.toContain('file not found')
})

test('many parts are one import of their document', async () => {
  const { put, settle, executions } = useFolder('parts')
  for (let i = 0; i < 10; i++) await put(i === 5 ? 'openapi.json' : `parts/part-${i}.json`)
  await put('parts/pet.json')
  expect(executions()).toBeLessThanOrEqual(6)
  expect(await settle()).toHaveLength(1)
})
