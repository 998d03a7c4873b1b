import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { findRoot } from '../../../../lib/import/uploads/find-documents.ts'

const PREFIX = 'documents/o/c/v1/'
const json = '{\n  "info": {},\n  "openapi": "3.1.0"\n}'

/** Finds the root for `part.yaml`; also returns the names of the files that were read. */
const find = async (files: Record<string, string | Uint8Array>, key = `${PREFIX}part.yaml`) => {
  const all = new Map(
    Object.entries({ 'part.yaml': 'type: object', ...files }).map(([name, file]) => [PREFIX + name, file]),
  )
  const read: string[] = []
  const root = await findRoot(
    {
      list: async function* (prefix) {
        for (const name of [...all.keys()].sort()) if (name.startsWith(prefix)) yield name
      },
      readStart: async (name, bytes) => {
        read.push(name)
        const file = all.get(name)
        return file === undefined ? undefined : Buffer.from(file).subarray(0, bytes)
      },
    },
    key,
  )
  return { root: root?.slice(PREFIX.length), read: read.map(name => name.slice(PREFIX.length)) }
}

test.each([
  ['api.yaml', 'openapi: 3.0.3\npaths: {}'],
  ['api.yaml', '# a remark\n"openapi": "3.1.0"'],
  ['api.yaml', 'swagger: "2.0"\r\n'],
  ['api.json', json],
  ['api.json', '{"swagger":"2.0"}'],
  ['api.json.gz', gzipSync(json + ' '.repeat(1_000_000))],
  ['api', json],
  ['deeper/api.yaml', 'openapi: 3.0.3'],
])('%s is a root', async (name, file) => {
  expect(await find({ [name]: file })).toMatchObject({ root: name })
})

test.each([
  ['no field', 'a.yaml', 'title: openapi'],
  ['the field elsewhere', 'a.yaml', 'example:\n  openapi: 3.0.3'],
  ['another version', 'a.yaml', 'openapi: 1.2'],
  ['no bytes', 'a.yaml', ''],
  ['damaged gzip', 'a.yaml', Buffer.from([0x1f, 0x8b, 8, 1, 2])],
  ['options', 'import.json', json],
  ['what was fetched', 'fetched/api.json', json],
  ['the field too late', 'a.json', `{"x":"${'x'.repeat(1_100_000)}","openapi":"3.1.0"}`],
])('no root: %s', async (_, name, file) => {
  expect(await find({ [name]: file })).toMatchObject({ root: undefined })
})

test('files named openapi and files closer to the top are read first', async () => {
  const files = { 'a/b/c.yaml': '', 'z.yaml': '', 'a/my-openapi.yaml': '', 'swagger.json': '' }
  expect((await find(files)).read).toEqual(['swagger.json', 'a/my-openapi.yaml', 'z.yaml', 'a/b/c.yaml'])
})

test('the number of files that are read is limited', async () => {
  const files = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`f${i}.yaml`, '']))
  expect((await find(files)).read).toHaveLength(50)
})

test('a key outside of the uploads has no root', async () => {
  expect(await find({ 'api.json': json }, 'elsewhere/part.yaml')).toEqual({ root: undefined, read: [] })
})
