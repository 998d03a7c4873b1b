import { expect, test } from 'vitest'
import { externalReferences } from '../../../../lib/openapi/references/external-references.ts'

const referencesOf = (value: unknown, file = 'root.yaml', components: readonly string[] = []) => {
  const { files, texts } = externalReferences(value, file, name => components.includes(name))
  return { files: [...files], texts: [...texts] }
}

test('files of the folder, each once, at any level', () => {
  const document = {
    paths: { '/a': { $ref: 'paths/a.yaml' }, '/b': { $ref: './paths/a.yaml#/b' } },
    list: [{ $ref: 'b.json#/x' }, { $ref: '#/local' }, { $ref: 'root.yaml#/itself' }],
  }
  expect(referencesOf(document).files).toEqual(['paths/a.yaml', 'b.json'])
})

test('what lies outside the folder is not listed', () => {
  const refs = ['../a.yaml', '/a.yaml', '..%2fa.yaml', '//host.example/a.yaml', '', 3]
  expect(referencesOf({ refs: refs.map($ref => ({ $ref })) }).files).toEqual([])
})

test('names are seen from the file that refers to them', () => {
  expect(referencesOf({ $ref: '../common.yaml' }, 'paths/a.yaml').files).toEqual(['common.yaml'])
})

test.each([
  { value: { example: { $ref: 'a.json' }, examples: { one: { $ref: 'b.json' } } }, want: [] },
  { value: { default: { $ref: 'a.json' }, enum: [{ $ref: 'b.json' }], const: { $ref: 'c.json' } }, want: [] },
  { value: { 'x-samples': [{ source: { $ref: 'a.json' } }] }, want: [] },
  { value: { responses: { default: { $ref: 'a.json' } } }, want: ['a.json'] },
  { value: { 200: { $ref: 'a.json' }, '5xx': {}, default: { $ref: 'b.json' } }, want: ['a.json', 'b.json'] },
  { value: { properties: { example: { $ref: 'a.json' }, 'x-y': { $ref: 'b.json' } } }, want: ['a.json', 'b.json'] },
  { value: { properties: { properties: { default: { $ref: 'a.json' } } } }, want: [] },
  { value: { paths: { $ref: 'a.json' } }, want: ['a.json'] },
  { value: { a: { $ref: '#/x-y/z' }, 'x-y': { z: { $ref: 'a.json' }, other: 1 } }, want: ['a.json'] },
])('data refers to nothing: $value', ({ value, want }) => {
  expect(referencesOf(value).files).toEqual(want)
})

test('what is referred to is no data', () => {
  const parts = { 'x-parts': { a: { $ref: 'a.json' } }, default: { $ref: 'b.json' } }
  expect([...externalReferences(parts, 'parts.yaml', () => false, false).files]).toEqual(['a.json', 'b.json'])
  const intoData = (ref: string) => [...externalReferences({ $ref: ref }, 'root.yaml', () => false).intoData]
  expect(intoData('parts.yaml#/x-parts/a')).toEqual(['parts.yaml'])
  expect(intoData('parts.yaml#/default')).toEqual(['parts.yaml'])
  expect(intoData('#/a/examples/b')).toEqual(['root.yaml'])
  expect(intoData('#/paths/~1a/get/responses/default/content')).toEqual([])
  expect(intoData('#/components/schemas/x-y/properties/default')).toEqual([])
})

test('a mapping of a discriminator refers to what is no name', () => {
  const mapping = { a: 'A', b: './B.yaml', c: 'C.yaml', d: 'D.yaml', e: '#/components/schemas/E' }
  const schema = { discriminator: { propertyName: 'kind', mapping } }
  expect(referencesOf(schema, 'schemas/Pet.yaml', ['A', 'D.yaml']).files).toEqual(['schemas/B.yaml', 'schemas/C.yaml'])
  expect(referencesOf({ properties: schema }).files).toEqual([])
})

test('a description may be a file of text', () => {
  const document = {
    a: { description: { $ref: 'a.md' }, summary: { $ref: 'b.TXT' } },
    b: { description: { $ref: 'c.yaml#/intro' } },
    c: { properties: { description: { $ref: 'd.md' } } },
  }
  expect(referencesOf(document)).toEqual({ files: ['c.yaml', 'd.md'], texts: ['a.md', 'b.TXT'] })
})
