import { expect, test } from 'vitest'
import type { ReadFile } from '../../../lib/document/file-content.ts'
import { readDocument } from '../../../lib/document/read-document.ts'
import { DEFAULT_LIMITS, type Limits } from '../../../lib/openapi/parse/limits.ts'

const bytes = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value))

const refer = (...references: string[]) => ({
  openapi: '3.1.0',
  info: { title: 't', version: '1' },
  paths: Object.fromEntries(references.map((reference, i) => [`/${i}`, { $ref: reference }])),
})

/** Reads files of which some are of the web; tells which of all were asked for, in order, and what was told. */
const readWith = async (files: Record<string, unknown>, limits: Partial<Limits> = {}) => {
  const asked: string[] = []
  const ask: ReadFile = async name => {
    asked.push(name)
    const failed = { failed: 'the host is not allowed.' }
    return files[name] === undefined ? (name.includes(':') ? failed : undefined) : bytes(files[name])
  }
  const result = await readDocument(ask, 'api.json', { ...DEFAULT_LIMITS, ...limits }, { fetchUrl: ask })
  return { asked, told: result.ok ? result.document.problems.map(({ pointer }) => pointer) : result.problem.code }
}

test.each([
  {
    topic: 'a URL that is told in a file of the folder, however late that is read',
    files: {
      'api.json': refer('https://x.example/s/pet', 'a.json'),
      'a.json': { x: { $ref: 'b.json' } },
      'b.json': { $id: 'https://x.example/s/', properties: { pet: { $id: 'pet' } } },
    },
    want: { asked: ['api.json', 'a.json', 'b.json'], told: [] },
  },
  {
    topic: 'a URL that another file of the web turns out to have',
    files: {
      'api.json': refer('https://x.example/all', 'https://x.example/pet', 'https://x.example/gone'),
      'https://x.example/all': { a: { $id: 'https://x.example/pet' } },
    },
    want: {
      asked: ['api.json', 'https://x.example/all', 'https://x.example/pet', 'https://x.example/gone'],
      told: ['https://x.example/gone#'],
    },
  },
  {
    topic: 'what an `$id` around a reference makes a URL of a schema, but not what it leaves a file',
    files: {
      'api.json': {
        ...refer(),
        components: {
          schemas: {
            Pet: { $id: 'https://x.example/s/pet', properties: { a: { $ref: 'owner' }, b: { $ref: 'tag.json' } } },
            Owner: { properties: { c: { $ref: 'tag.json' } }, $id: 'https://x.example/s/owner' },
            Size: { $id: 'size', properties: { d: { $ref: 'size/none' }, e: { $ref: 'size' } } },
          },
        },
      },
    },
    want: { asked: ['api.json', 'tag.json', 'size/none'], told: [] },
  },
  {
    topic: 'any number of schemas with URLs counts as one file',
    files: {
      'api.json': {
        ...refer(),
        components: { schemas: [...'abcdef'].map(id => ({ $id: `https://x.example/${id}`, items: { $ref: 'a' } })) },
      },
    },
    limits: { files: 1 },
    want: { asked: ['api.json'], told: [] },
  },
  {
    topic: 'what has a URL relative to that of the document',
    files: {
      'api.json': {
        ...refer('schemas/pet', 'https://x.example/docs/schemas/pet', 'a.json'),
        openapi: '3.2.0',
        $self: 'https://x.example/docs/api.json',
        components: { schemas: { Pet: { $id: 'schemas/pet', items: { $ref: '../api.json#/x' } } } },
      },
    },
    want: { asked: ['api.json', 'a.json'], told: [] },
  },
  {
    topic: 'an example has no URL',
    files: { 'api.json': { ...refer('https://x.example/pet'), example: { $id: 'https://x.example/pet' } } },
    want: { asked: ['api.json', 'https://x.example/pet'], told: ['https://x.example/pet#'] },
  },
])('no file: $topic', async ({ files, limits, want }) => {
  expect(await readWith(files, limits)).toEqual(want)
})
