import { expect, test } from 'vitest'
import { type DiffItem, diffDocuments, type ParsedDocument } from '../../../lib/release/diff-documents.ts'

type Json = Record<string, unknown>

const documentOf = (parameter: Json, schemas: Json) => ({
  files: new Map([
    [
      'api.json',
      {
        openapi: '3.1.0',
        info: { title: 'Library', version: '1' },
        paths: {
          '/books': {
            post: {
              operationId: 'findBooks',
              parameters: [{ name: 'shelf', in: 'query', ...parameter }],
              requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Book' } } } },
              responses: { 204: { description: 'Done.' } },
            },
          },
        },
        components: { schemas },
      },
    ],
  ]),
  rootFile: 'api.json',
})

const BOOK = { Book: { type: 'object', properties: { title: { type: 'string' } } } }

const changesOf = (before: ParsedDocument, after: ParsedDocument): readonly DiffItem[] => {
  const result = diffDocuments(before, after)
  if (!result.ok) throw new Error(result.problem.message)
  return result.diff.items
}

const worstOf = (items: readonly DiffItem[]): string =>
  ['breaking', 'compatible', 'annotation'].find(kind => items.some(item => item.kind === kind)) ?? 'none'

const list = (items: Json, more: Json = {}) => ({ schema: { type: 'array', ...more, items } })
const code = { type: 'string', format: 'uuid', pattern: '^[a-f]*$', maxLength: 20 }
const one = { type: 'integer', const: 1, description: 'One book' }
const two = { type: 'integer', const: 2, description: 'Two books; or more' }
const withFields = (...names: string[]) =>
  list({ type: 'object', properties: Object.fromEntries(names.map(name => [name, { type: 'string' }])) })

test.each<{ name: string; from: Json; to: Json; want: string }>([
  { name: 'fewer items', from: list(code, { maxItems: 100 }), to: list(code, { maxItems: 10 }), want: 'breaking' },
  { name: 'more items', from: list(code, { maxItems: 10 }), to: list(code, { maxItems: 100 }), want: 'compatible' },
  { name: 'shorter items', from: list(code), to: list({ ...code, maxLength: 5 }), want: 'breaking' },
  { name: 'another pattern of items', from: list(code), to: list({ ...code, pattern: '^[0-9]*$' }), want: 'breaking' },
  { name: 'another format of items', from: list(code), to: list({ ...code, format: 'uri' }), want: 'breaking' },
  {
    name: 'a lower maximum of items',
    from: list({ type: 'integer', maximum: 10 }),
    to: list({ type: 'integer', maximum: 5 }),
    want: 'breaking',
  },
  { name: 'items that must differ', from: list(code), to: list(code, { uniqueItems: true }), want: 'breaking' },
  { name: 'items that may be equal', from: list(code, { uniqueItems: true }), to: list(code), want: 'compatible' },
  {
    name: 'the order of properties of items',
    from: withFields('a', 'b'),
    to: withFields('b', 'a'),
    want: 'annotation',
  },
  { name: 'other properties of items', from: withFields('a', 'b'), to: withFields('a', 'c'), want: 'breaking' },
  {
    name: 'a maximum that begins with the same digits',
    from: { schema: { type: 'integer', maximum: 100 } },
    to: { schema: { type: 'integer', maximum: 10 } },
    want: 'breaking',
  },
  {
    name: 'a format that begins with the same word',
    from: { schema: { type: 'string', format: 'date' } },
    to: { schema: { type: 'string', format: 'date-time' } },
    want: 'breaking',
  },
  {
    name: 'the order of alternatives',
    from: { schema: { oneOf: [one, two] } },
    to: { schema: { oneOf: [two, one] } },
    want: 'annotation',
  },
  {
    name: 'the description of an alternative',
    from: { schema: { oneOf: [one, two] } },
    to: { schema: { oneOf: [{ ...one, description: 'One' }, two] } },
    want: 'annotation',
  },
  {
    name: 'a new alternative',
    from: { schema: { oneOf: [one, two] } },
    to: { schema: { oneOf: [one, two, { type: 'integer', const: 3 }] } },
    want: 'compatible',
  },
  {
    name: 'another encoding',
    from: { schema: { type: 'string', maxLength: 9, contentEncoding: 'base64' } },
    to: { schema: { type: 'string', maxLength: 9, contentEncoding: 'base16' } },
    want: 'breaking',
  },
])('classifies a parameter with $name as $want', ({ from, to, want }) => {
  expect(worstOf(changesOf(documentOf(from, BOOK), documentOf(to, BOOK)))).toBe(want)
})

test.each<{ name: string; from: Json; to: Json; want: string }>([
  {
    name: 'a text in "not"',
    from: { type: 'string', not: { const: 'x', description: 'No x' } },
    to: { type: 'string', not: { const: 'x', description: 'Not x' } },
    want: 'annotation',
  },
  {
    name: 'a property "description" in "not"',
    from: { not: { properties: { description: { type: 'string' } } } },
    to: { not: { properties: { description: { type: 'integer' } } } },
    want: 'breaking',
  },
  {
    name: 'a text in "patternProperties"',
    from: { type: 'object', patternProperties: { '^x': { type: 'string', title: 'Extension' } } },
    to: { type: 'object', patternProperties: { '^x': { type: 'string', title: 'Other' } } },
    want: 'annotation',
  },
  {
    name: 'a text of items in two parts of "allOf"',
    from: {
      allOf: [
        { type: 'array', items: { type: 'string', description: 'Name' } },
        { type: 'array', items: { maxLength: 5 } },
      ],
    },
    to: {
      allOf: [
        { type: 'array', items: { type: 'string', description: 'The name' } },
        { type: 'array', items: { maxLength: 5 } },
      ],
    },
    want: 'annotation',
  },
])('classifies a schema with $name as $want', ({ from, to, want }) => {
  expect(worstOf(changesOf(documentOf({}, { Book: from }), documentOf({}, { Book: to })))).toBe(want)
})

test('compares the definitions of a union by content if all have new names', () => {
  const union = (suffix: string, amount: Json) => {
    const ref = (name: string) => ({ $ref: `#/components/schemas/${name}${suffix}` })
    return {
      Book: { oneOf: [ref('Print'), ref('Audio')] },
      [`Print${suffix}`]: { type: 'object', properties: { size: ref('Size') } },
      [`Audio${suffix}`]: { type: 'object', properties: { length: ref('Size'), reader: { type: 'string' } } },
      [`Size${suffix}`]: amount,
    }
  }
  const before = documentOf({}, union('', { type: 'object', properties: { amount: { type: 'integer' } } }))
  const renamed = documentOf({}, union('V2', { type: 'object', properties: { amount: { type: 'integer' } } }))
  const changed = documentOf({}, union('V2', { type: 'object', properties: { amount: { type: 'string' } } }))
  expect(worstOf(changesOf(before, renamed))).toBe('compatible')
  expect(worstOf(changesOf(before, changed))).toBe('breaking')
})

test('compares the definitions that a discriminator selects by content if all have new names', () => {
  const union = (suffix: string) => {
    const pointer = (name: string) => `#/components/schemas/${name}${suffix}`
    const schema = (own: string) => ({ type: 'object', properties: { kind: { type: 'string' }, [own]: {} } })
    return {
      Book: {
        oneOf: [{ $ref: pointer('Print') }, { $ref: pointer('Audio') }],
        discriminator: { propertyName: 'kind', mapping: { print: pointer('Print'), audio: pointer('Audio') } },
      },
      [`Print${suffix}`]: schema('pages'),
      [`Audio${suffix}`]: schema('minutes'),
    }
  }
  expect(worstOf(changesOf(documentOf({}, union('')), documentOf({}, union('V2'))))).toBe('compatible')
})

test('the order of operations does not change a way to authenticate, and a new operation does not break it', () => {
  const flow = {
    authorizationUrl: 'https://api.example.com/authorize',
    tokenUrl: 'https://api.example.com/token',
    scopes: { read: 'Read', write: 'Write', admin: 'Administer' },
  }
  const securedBy = (...scopes: string[]) => ({
    files: new Map([
      [
        'api.json',
        {
          openapi: '3.1.0',
          info: { title: 'Library', version: '1' },
          paths: Object.fromEntries(
            scopes.map(scope => [
              `/${scope}`,
              {
                get: {
                  operationId: scope,
                  security: [{ oauth: [scope] }],
                  responses: { 204: { description: 'Done.' } },
                },
              },
            ]),
          ),
          components: { securitySchemes: { oauth: { type: 'oauth2', flows: { authorizationCode: flow } } } },
        },
      ],
    ]),
    rootFile: 'api.json',
  })
  expect(changesOf(securedBy('read', 'write'), securedBy('write', 'read'))).toEqual([])
  expect(worstOf(changesOf(securedBy('read', 'write'), securedBy('read', 'write', 'admin')))).toBe('compatible')
})
