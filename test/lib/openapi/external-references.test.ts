import { expect, test } from 'vitest'
import { externalReferences } from '../../../lib/openapi/external-references.ts'

test('files of the folder, each once, at any level', () => {
  const document = {
    paths: { '/a': { $ref: 'paths/a.yaml' }, '/b': { $ref: './paths/a.yaml#/b' } },
    list: [{ $ref: 'b.json#/x' }, { $ref: '#/local' }, { $ref: 'root.yaml#/itself' }],
  }
  expect(externalReferences(document, 'root.yaml')).toEqual(['paths/a.yaml', 'b.json'])
})

test('what lies outside the folder is not listed', () => {
  const refs = ['../a.yaml', '/a.yaml', '..%2fa.yaml', '//host.example/a.yaml', '', 3]
  expect(externalReferences({ refs: refs.map($ref => ({ $ref })) }, 'root.yaml')).toEqual([])
})

test('names are seen from the file that refers to them', () => {
  expect(externalReferences({ $ref: '../common.yaml' }, 'paths/a.yaml')).toEqual(['common.yaml'])
})
