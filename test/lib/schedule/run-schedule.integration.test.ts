import { CreateBucketCommand } from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import type { ImportRequest } from '../../../lib/request/import-request.ts'
import { findSources, type Source } from '../../../lib/schedule/find-sources.ts'
import { runSchedule } from '../../../lib/schedule/run-schedule.ts'
import type { Schedule } from '../../../lib/schedule/start-source.ts'
import { readingError } from '../../../lib/store/object-unreadable.ts'
import { createObjectStore } from '../../../lib/store/objects.ts'
import { useBucket } from '../store/support.ts'

const s3 = useBucket()
const AT = '2030-01-01T06:00:00Z'

const SOURCE = '{"sourceUrl":"https://example.com/a"}'

type Setting = { readonly start?: Schedule['start']; readonly spreadSeconds?: number }

/** Creates a bucket with these objects, and a schedule for it. */
const setUp = async (files: Readonly<Record<string, string>>, { start, spreadSeconds = 0 }: Setting = {}) => {
  const bucket = `bucket-${crypto.randomUUID()}`
  await s3().send(new CreateBucketCommand({ Bucket: bucket }))
  const objects = createObjectStore(s3(), bucket)
  for (const [key, text] of Object.entries(files)) await objects.write(`documents/${key}`, text, 'text/plain')
  const started: ImportRequest[] = []
  const schedule: Schedule = {
    bucket,
    spreadSeconds,
    objects,
    start: async request => {
      await start?.(request)
      started.push(request)
    },
  }
  return { schedule, objects, started, bucket }
}

test('folders with an import.json are sources; fetched files are not documents', async () => {
  const { schedule } = await setUp({
    'o/a/v1/api.json': '{}',
    'o/b/v1/api.json': '{}',
    'o/b/v1/import.json': '{}',
    'o/b/v1/fetched/x.json': '{}',
    'o/b/v1/overlay.yaml': 'x',
    'o/b/v1/a.overlay.json': 'x',
    'o/b/v2/import.json': '{}',
    'o/b/v2/parts/pet.yaml': 'x',
  })
  const found: Source[] = []
  for await (const source of findSources(schedule.objects)) found.push(source)
  expect(found).toEqual([
    { target: { organisationId: 'o', connectorId: 'b', version: 'v1' }, files: ['api.json'] },
    { target: { organisationId: 'o', connectorId: 'b', version: 'v2' }, files: ['parts/pet.yaml'] },
  ])
})

test('the newest upload of a document is imported again', async () => {
  const { schedule, objects, started, bucket } = await setUp({ 'o/c/v1/api.json': '{}', 'o/c/v1/import.json': '{}' })
  const { started: ids } = await runSchedule(schedule, AT)
  const key = 'documents/o/c/v1/api.json'
  expect(started).toEqual([
    {
      importId: ids[0],
      target: { organisationId: 'o', connectorId: 'c', version: 'v1' },
      source: { bucket, key, etag: (await objects.newest(key))?.etag },
      caller: 'schedule',
    },
  ])
})

test('a source URL is passed to the import, which fetches it', async () => {
  const sourceUrl = 'https://example.com/openapi.yaml?key=k'
  const { schedule, started, bucket } = await setUp({ 'o/c/v1/import.json': JSON.stringify({ sourceUrl }) })
  await runSchedule(schedule, AT)
  const key = 'documents/o/c/v1/fetched/openapi.yaml'
  expect(started).toMatchObject([{ source: { bucket, key, url: sourceUrl } }])
})

test('the same time gives the same imports, another time gives others', async () => {
  const { schedule } = await setUp({
    'o/c/v1/api.json': '{}',
    'o/c/v1/import.json': '{}',
    'o/d/v1/import.json': '{"sourceUrl":"https://example.com/a"}',
    'o/e/v1/import.json': '{',
  })
  const first = await runSchedule(schedule, AT)
  expect(await runSchedule(schedule, AT)).toEqual(first)
  const next = await runSchedule(schedule, '2030-01-02T06:00:00Z')
  expect([...first.started, ...first.broken]).toHaveLength(3)
  expect(new Set([...first.started, ...first.broken, ...next.started, ...next.broken]).size).toBe(6)
})

test('"scheduled": false excludes a document from the schedule', async () => {
  const { schedule, started } = await setUp({ 'o/c/v1/api.json': '{}', 'o/c/v1/import.json': '{"scheduled":false}' })
  expect(await runSchedule(schedule, AT)).toEqual({ started: [], broken: [], skipped: 1 })
  expect(started).toEqual([])
})

test('"document" selects the file to import', async () => {
  const { schedule, started } = await setUp({
    'o/c/v1/a.yaml': 'x',
    'o/c/v1/b.yaml': 'x',
    'o/c/v1/import.json': '{"document":"b.yaml"}',
  })
  await runSchedule(schedule, AT)
  expect(started).toMatchObject([{ source: { key: 'documents/o/c/v1/b.yaml' }, caller: 'schedule' }])
})

const broken: { what: string; files: Record<string, string>; want: RegExp }[] = [
  { what: 'an import.json with a syntax error', files: { 'import.json': '{' }, want: /it is not valid JSON/ },
  { what: 'an unknown option', files: { 'import.json': '{"sourceURL":""}' }, want: /"sourceURL"/ },
  {
    what: 'a source URL without https',
    files: { 'import.json': '{"sourceUrl":"http://example.com"}' },
    want: /"sourceUrl" must be an https URL/,
  },
  { what: 'no document', files: { 'import.json': '{}' }, want: /contains no document/ },
  {
    what: 'several documents',
    files: { 'import.json': '{}', a: 'x', b: 'x' },
    want: /contains 2 files\. Set "document"/,
  },
  {
    what: 'a document that does not exist',
    files: { 'import.json': '{"document":"x"}', a: 'x' },
    want: /"document" to x, but that file does not exist/,
  },
]

test.for(broken)('$what starts an import that reports it, and others are started', async ({ files, want }) => {
  const own = Object.fromEntries(Object.entries(files).map(([name, text]) => [`o/broken/v1/${name}`, text]))
  const { schedule, started, bucket } = await setUp({
    'o/a/v1/api.json': '{}',
    'o/a/v1/import.json': '{}',
    ...own,
    'o/z/v1/api.json': '{}',
    'o/z/v1/import.json': '{}',
  })
  const scheduled = await runSchedule(schedule, AT)
  expect(scheduled).toMatchObject({ started: { length: 2 }, broken: { length: 1 } })
  expect(started.map(({ target }) => target.connectorId).toSorted()).toEqual(['a', 'broken', 'z'])
  expect(started.find(({ importId }) => importId === scheduled.broken[0])).toEqual({
    importId: scheduled.broken[0],
    target: { organisationId: 'o', connectorId: 'broken', version: 'v1' },
    source: { bucket, key: 'documents/o/broken/v1/import.json', missing: expect.stringMatching(want) },
    caller: 'schedule',
  })
})

test('files that S3 can not return start imports that report it, and others are started', async () => {
  const files = ['archived', 'options', 'z'].flatMap(name => [
    [`o/${name}/v1/api.json`, '{}'],
    [`o/${name}/v1/import.json`, '{}'],
  ])
  const { schedule, started } = await setUp(Object.fromEntries(files))
  const { objects } = schedule
  const archived = (key: string) => readingError(key, Object.assign(new Error(), { name: 'InvalidObjectState' }))
  const scheduled = await runSchedule(
    {
      ...schedule,
      objects: {
        ...objects,
        read: async (key, options) => {
          if (key === 'documents/o/options/v1/import.json') throw archived(key)
          return objects.read(key, options)
        },
        newest: async key => {
          if (key === 'documents/o/archived/v1/api.json') throw archived(key)
          return objects.newest(key)
        },
      },
    },
    AT,
  )
  expect(scheduled).toMatchObject({ started: { length: 2 }, broken: { length: 1 } })
  const sources = Object.fromEntries(started.map(({ target, source }) => [target.connectorId, source]))
  const { bucket } = schedule
  expect(sources.archived).toEqual({ bucket, key: 'documents/o/archived/v1/api.json' })
  const missing = expect.stringContaining("Can't read documents/o/options/v1/import.json: it is archived")
  expect(sources.options).toEqual({ bucket, key: 'documents/o/options/v1/import.json', missing })
  expect(sources.z).toMatchObject({ key: 'documents/o/z/v1/api.json', etag: expect.any(String) })
})

test('a failed start does not stop the others, and the error asks for a repetition', async () => {
  const files = Object.fromEntries(
    Array.from({ length: 30 }, (_, i) => [
      [`o/c${i}/v1/api.json`, '{}'],
      [`o/c${i}/v1/import.json`, '{}'],
    ]).flat(),
  )
  const { schedule, started } = await setUp(files, {
    start: async ({ target }) => {
      if (['c3', 'c7'].includes(target.connectorId)) throw new Error('throttled')
    },
  })
  await expect(runSchedule(schedule, AT)).rejects.toThrow(
    "Can't start all scheduled imports (2 errors, first shown): Error: throttled. Run the schedule again",
  )
  expect(started).toHaveLength(28)
})

test('at most eight sources are processed at the same time', async () => {
  let now = 0
  let most = 0
  const files = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`o/c${i}/v1/import.json`, SOURCE]))
  const { schedule } = await setUp(files, {
    start: async () => {
      most = Math.max(most, ++now)
      await new Promise(resolve => setTimeout(resolve, 5))
      now--
    },
  })
  await runSchedule(schedule, AT)
  expect(most).toBeGreaterThan(1)
  expect(most).toBeLessThanOrEqual(8)
})

test('an error of the listing is reported after the started imports', async () => {
  const { schedule, started } = await setUp({ 'o/c/v1/import.json': SOURCE, 'o/d/v1/import.json': SOURCE })
  const list: Schedule['objects']['list'] = async function* (prefix) {
    yield* schedule.objects.list(prefix)
    throw new Error('SlowDown')
  }
  const broken = { ...schedule, objects: { ...schedule.objects, list } }
  await expect(runSchedule(broken, AT)).rejects.toThrow(
    /^Can't start all scheduled imports: Error: SlowDown\. Run the schedule again/,
  )
  expect(started.map(({ target }) => target.connectorId)).toEqual(['c'])
})

test('the starts are spread over the given time, the same for each target every time', async () => {
  const names = Array.from({ length: 20 }, (_, i) => `c${i}`)
  const files = Object.fromEntries(names.map(name => [`o/${name}/v1/import.json`, SOURCE]))
  const { schedule, started } = await setUp(files, { spreadSeconds: 900 })
  await runSchedule(schedule, AT)
  const delays = new Map(started.map(({ target, delaySeconds = 0 }) => [target.connectorId, delaySeconds]))
  expect(Math.max(...delays.values())).toBeLessThanOrEqual(900)
  expect([...delays.values()].filter(delay => delay < 450).length).toBeGreaterThan(4)
  expect([...delays.values()].filter(delay => delay > 450).length).toBeGreaterThan(4)
  await runSchedule(schedule, '2030-01-02T06:00:00Z')
  for (const { target, delaySeconds = 0 } of started.slice(20))
    expect(delaySeconds).toBe(delays.get(target.connectorId))
})

test('overlays are not documents, also those that the options name', async () => {
  const { schedule, started } = await setUp({
    'o/c/v1/api.json': '{}',
    'o/c/v1/overlay.yaml': 'x',
    'o/c/v1/fixes.yaml': 'x',
    'o/c/v1/import.json': '{"overlays":["fixes.yaml"]}',
  })
  const { broken } = await runSchedule(schedule, AT)
  expect(broken).toEqual([])
  expect(started.map(({ source }) => source.key)).toEqual(['documents/o/c/v1/api.json'])
})
