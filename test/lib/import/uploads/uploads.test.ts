import { expect, test } from 'vitest'
import { createRandom } from '../../../bench/generate-document.ts'
import { type Put, simulateUploads } from './simulated-bucket.ts'

const ROOT = 'openapi: 3.1.0\npaths: {}'
const OVERLAY = 'overlay: 1.1.0\nactions:\n- target: $\n  update:\n    openapi: 3.1.1'
const OPTIONS = '{"dryRun":true}'
const SECOND = 1_000
const MINUTE = 60 * SECOND

const permutations = <Item>(items: readonly Item[]): Item[][] =>
  items.length < 2
    ? [[...items]]
    : items.flatMap((item, i) => permutations(items.toSpliced(i, 1)).map(rest => [item, ...rest]))

const FOLDER: Readonly<Record<string, string>> = {
  'openapi.yaml': ROOT,
  'import.json': OPTIONS,
  'parts/pet.yaml': 'type: object',
}
const ORDERS = permutations(Object.keys(FOLDER))

/** Uploads of the folder in this order, with a gap between two. */
const sync = (order: readonly string[], gap: number, from = 0): Put[] =>
  order.map((file, i) => ({ file, body: FOLDER[file] ?? '', at: from + i * gap }))

test.for(ORDERS.flatMap(order => [0, 400, 7_000, 19_000].map(gap => [order, gap] as const)))(
  'a sync of %s, one file each %i ms, is one import of all files',
  async ([order, gap]) => {
    const { readings, executions, final } = await simulateUploads(sync(order, gap))
    expect(readings).toEqual([{ file: 'openapi.yaml', at: expect.any(Number), files: final }])
    expect(Object.keys(final)).toHaveLength(3)
    // One that looks for a document, and one more for each period of a slow sync.
    expect(executions).toBeLessThanOrEqual(2 + Math.ceil((3 * gap) / 20_000))
  },
)

test.for(ORDERS)('events of %s that arrive in another order lead to one import', async order => {
  for (const delays of permutations([100, 2_000, 9_000])) {
    const puts = sync(order, 300).map((put, i) => ({ ...put, delay: delays[i] ?? 0 }))
    const { readings, final } = await simulateUploads(puts)
    expect(readings).toEqual([{ file: 'openapi.yaml', at: expect.any(Number), files: final }])
  }
})

test('a document alone is imported once, 20 seconds after its upload', async () => {
  const { readings, executions } = await simulateUploads([{ file: 'api.yaml', body: ROOT, at: 0 }])
  expect(readings.map(({ file }) => file)).toEqual(['api.yaml'])
  expect(executions).toBe(1)
  expect(readings[0]?.at).toBeLessThan(23 * SECOND)
})

test('two versions of a document within a second are one import, of the second one', async () => {
  const puts = [ROOT, `${ROOT}\ntags: []`].map((body, i) => ({ file: 'api.yaml', body, at: i * 500 }))
  const { readings, executions } = await simulateUploads(puts)
  expect(readings.map(({ files }) => files['api.yaml'])).toEqual([`${ROOT}\ntags: []`])
  expect(executions).toBe(1)
})

test.each(['openapi.yaml', 'zoo.yaml'])('500 parts and %s are one import of few executions', async root => {
  const names = [...Array.from({ length: 500 }, (_, i) => `parts/part-${i}.yaml`), root].sort()
  const puts = names.map((file, i) => ({ file, body: file === root ? ROOT : `type: string # ${i}`, at: 40 * i }))
  const { readings, executions, invocations, final } = await simulateUploads(puts)
  expect(readings).toEqual([{ file: root, at: expect.any(Number), files: final }])
  expect(invocations).toBe(501)
  expect(executions).toBeLessThanOrEqual(4)
})

test.each([
  ['parts/pet.yaml', 'type: string'],
  ['import.json', '{}'],
  ['openapi.yaml', `${ROOT}\ntags: []`],
  ['overlay.yaml', OVERLAY],
  ['names.overlay.json', '{"actions":[{"update":{"openapi":"3.1.1"}}]}'],
  ['fixes.yaml', OVERLAY],
])('a change of %s alone imports the document again', async (file, body) => {
  const puts = [...sync(Object.keys(FOLDER), 100), { file, body, at: 10 * MINUTE }]
  const { readings, final } = await simulateUploads(puts)
  expect(readings.map(reading => reading.file)).toEqual(['openapi.yaml', 'openapi.yaml'])
  expect(readings.at(-1)?.files).toEqual(final)
})

test('an event that arrives hours later starts no import if one has read the file', async () => {
  const puts = sync(Object.keys(FOLDER), 100).map((put, i) => ({ ...put, delay: i === 1 ? 180 * MINUTE : 100 }))
  const { readings } = await simulateUploads(puts)
  expect(readings).toHaveLength(1)
})

test('a part that comes after the import has read leads to one more import', async () => {
  const puts = [...sync(['openapi.yaml', 'import.json'], 100), ...sync(['parts/pet.yaml'], 0, 22 * SECOND)]
  const { readings, final } = await simulateUploads(puts)
  expect(readings).toHaveLength(2)
  expect(readings[0]?.files).not.toHaveProperty(['parts/pet.yaml'])
  expect(readings[1]?.files).toEqual(final)
})

test('parts without a document are one import, which reports that', async () => {
  const puts = Array.from({ length: 30 }, (_, i) => ({ file: `part-${i}.yaml`, body: 'type: object', at: i * 10 }))
  const { readings, executions } = await simulateUploads(puts)
  expect(readings).toHaveLength(1)
  expect(executions).toBeLessThanOrEqual(2)
})

test('options without a document start nothing', async () => {
  const { executions } = await simulateUploads([{ file: 'import.json', body: OPTIONS, at: 0 }])
  expect(executions).toBe(0)
})

test('each document of a folder has its own import', async () => {
  const puts = ['a.yaml', 'b.yaml'].map((file, i) => ({ file, body: ROOT, at: i * 300 }))
  const first = await simulateUploads(puts)
  expect(first.readings.map(({ file }) => file).sort()).toEqual(['a.yaml', 'b.yaml'])
  expect(first.executions).toBe(2)

  const later = await simulateUploads([...puts, { file: 'b.yaml', body: `${ROOT}\ntags: []`, at: 5 * MINUTE }])
  expect(later.readings.map(({ file }) => file).sort()).toEqual(['a.yaml', 'b.yaml', 'b.yaml'])

  const options = await simulateUploads([...puts, { file: 'import.json', body: OPTIONS, at: 5 * MINUTE }])
  expect(options.readings.map(({ file }) => file).sort()).toEqual(['a.yaml', 'a.yaml', 'b.yaml', 'b.yaml'])
})

test('a part that is an OpenAPI document itself imports the documents that refer to it', async () => {
  const puts: Put[] = [
    { file: 'openapi.yaml', body: `${ROOT} # $ref: shared.yaml`, at: 0 },
    { file: 'shared.yaml', body: ROOT, at: 100 },
    { file: 'shared.yaml', body: `${ROOT}\ntags: []`, at: 5 * MINUTE },
  ]
  const { readings, final } = await simulateUploads(puts)
  expect(readings.findLast(({ file }) => file === 'openapi.yaml')?.files).toEqual(final)
  expect(readings.filter(({ file }) => file === 'openapi.yaml')).toHaveLength(2)
})

test.each([
  ['a flow mapping', '{openapi: 3.1.0, paths: {}}'],
  ['an indented field', '  openapi: 3.1.0\n  paths: {}'],
  ['UTF-16', '\0o\0p'],
  ['more than a megabyte before its field', `{"a":"${'x'.repeat(1_100_000)}","openapi":"3.1.0"}`],
])('a document that only a parser recognises is imported too: %s', async (_, body) => {
  const puts: Put[] = [
    { file: 'other.yaml', body: ROOT, at: 0 },
    { file: 'api.yaml', body, at: 2 * MINUTE },
  ]
  const { readings } = await simulateUploads(puts)
  expect(readings.map(({ file }) => file).sort()).toEqual(['api.yaml', 'other.yaml', 'other.yaml'])
})

test('a folder that never is quiet is read every ten minutes', async () => {
  const puts: Put[] = Array.from({ length: 400 }, (_, i) => ({
    file: i === 0 ? 'openapi.yaml' : `part-${i % 5}.yaml`,
    body: i === 0 ? ROOT : `type: string # ${i}`,
    at: i * 10 * SECOND,
  }))
  const { readings, final } = await simulateUploads(puts)
  // 400 uploads take 67 minutes.
  expect(readings.length).toBeGreaterThanOrEqual(6)
  expect(readings.length).toBeLessThanOrEqual(9)
  const times = [0, ...readings.map(({ at }) => at)]
  for (const [i, at] of times.slice(1).entries()) expect(at - (times[i] ?? 0)).toBeLessThan(12 * MINUTE)
  expect(readings.at(-1)?.files).toEqual(final)
})

test('without a quiet period each document is read at once', async () => {
  const puts = sync(['import.json', 'parts/pet.yaml', 'openapi.yaml'], 1_000)
  const { readings } = await simulateUploads(puts, { quietSeconds: 0 })
  expect(readings.map(({ file, at }) => [file, at])).toEqual([
    ['parts/pet.yaml', 1_300],
    ['openapi.yaml', 2_300],
  ])
})

test.each(Array.from({ length: 60 }, (_, seed) => seed + 1))('no upload is lost: schedule %i', async seed => {
  const random = createRandom(seed * 7919)
  for (let i = 0; i < 10; i++) random(2)
  const quietSeconds = [5, 20, 45][random(3)] ?? 20
  const names = ['openapi.yaml', 'second.yaml', 'import.json', 'a.yaml', 'b/c.yaml', 'd.yaml'].slice(0, 2 + random(5))
  const length = [5, 60, 1_800][random(3)] ?? 60
  const puts = Array.from({ length: 1 + random(40) }, (_, i): Put => {
    const file = names[random(names.length)] ?? ''
    const isRoot = file === 'openapi.yaml' || file === 'second.yaml'
    const duration = random(4) === 0 ? random(90 * SECOND) : 0
    return {
      file,
      body: isRoot ? `${ROOT} # ${i}` : file === 'import.json' ? `{"n":${i}}` : `type: string # ${i}`,
      at: duration + random(length * SECOND),
      duration,
      delay: random(10) === 0 ? random(240 * MINUTE) : 100 + random(3 * SECOND),
    }
  })
  const { readings, final } = await simulateUploads(puts, { quietSeconds })
  for (const root of ['openapi.yaml', 'second.yaml']) {
    if (final[root] === undefined) continue
    const last = readings.findLast(({ file }) => file === root)
    const relevant = (files: Readonly<Record<string, string>> = {}) =>
      Object.entries(files)
        .filter(([file]) => file === root || !['openapi.yaml', 'second.yaml'].includes(file))
        .sort()
    expect(relevant(last?.files)).toEqual(relevant(final))
  }
})

const FETCHING = '{"sourceUrl":"https://example.com/api.json"}'

test.each([
  ['overlay.yaml', FETCHING, true],
  ['fixes.yaml', FETCHING, false],
  ['fixes.yaml', FETCHING.replace('}', ',"overlays":["fixes.yaml"]}'), true],
  ['overlay.yaml', FETCHING.replace('}', ',"overlays":[]}'), false],
  ['overlay.yaml', '{}', false],
  ['overlay.yaml', '{', false],
])('%s next to the options %s imports the fetched document: %s', async (file, options, isFetched) => {
  for (const quietSeconds of [0, 20]) {
    const { sources } = await simulateUploads(
      [
        { file: 'import.json', body: options, at: 0 },
        { file, body: OVERLAY, at: 100 },
        { file, body: `${OVERLAY}\n`, at: 200 },
      ],
      { quietSeconds },
    )
    const fetched = {
      bucket: 'bucket',
      key: 'documents/org/con/v1/fetched/api.json',
      url: 'https://example.com/api.json',
    }
    // Without a quiet period, each upload is an import.
    const times = quietSeconds === 0 ? 2 : 1
    if (isFetched) expect(sources).toEqual(Array.from({ length: times }, () => fetched))
    else expect(sources.filter(({ url }) => url !== undefined)).toEqual([])
  }
})

test('an overlay changes the uploaded and the fetched document of a folder', async () => {
  const { sources } = await simulateUploads([
    { file: 'openapi.yaml', body: ROOT, at: 0 },
    { file: 'import.json', body: FETCHING, at: 0 },
    { file: 'overlay.yaml', body: OVERLAY, at: 40 * SECOND },
  ])
  expect(sources.map(({ key, url }) => [key, url])).toEqual([
    ['documents/org/con/v1/openapi.yaml', undefined],
    ['documents/org/con/v1/openapi.yaml', undefined],
    ['documents/org/con/v1/fetched/api.json', 'https://example.com/api.json'],
  ])
})
