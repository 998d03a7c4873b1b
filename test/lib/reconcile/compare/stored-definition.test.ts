import { expect, test } from 'vitest'
import { type StoredDefinition, sameDefinition } from '../../../../lib/reconcile/compare/stored-definition.ts'
import { plannedDefinition } from '../../report/fixtures.ts'

const planned = plannedDefinition('Pet', {
  accept: ['application/json', 'application/xml'],
  description: 'A pet',
  content: '{"type":"object","title":"Pet","anyOf":[{"$ref":"#/$defs/Cat"}]}',
})
const stored: StoredDefinition = {
  accept: ['application/xml', 'application/json'],
  description: 'A pet',
  schema: { title: 'Pet', anyOf: [{ $ref: 'https://x/01CAT.json' }], type: 'object' },
}
const nameOf = (url: string): string | undefined => (url === 'https://x/01CAT.json' ? 'Cat' : undefined)

const cases: [string, StoredDefinition, boolean][] = [
  ['the order of keys and media types is ignored', stored, true],
  ['another media type', { ...stored, accept: ['application/json'] }, false],
  ['another description', { ...stored, description: 'A cat' }, false],
  ['no description', { ...stored, description: undefined }, false],
  ['another schema', { ...stored, schema: { type: 'object' } }, false],
  [
    'a reference to another definition',
    { ...stored, schema: { title: 'Pet', anyOf: [{ $ref: 'https://x/01DOG.json' }], type: 'object' } },
    false,
  ],
  ['a schema that could not be read', { ...stored, schema: undefined }, false],
]

test.each(cases)('%s', (_, given, want) => {
  expect(sameDefinition(planned, given, nameOf)).toBe(want)
})
