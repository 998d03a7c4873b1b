import { expect, test } from 'vitest'
import { changelog } from '../../../lib/release/changelog.ts'
import { diffDocuments } from '../../../lib/release/diff-documents.ts'
import { inlineCode, plainText } from '../../../lib/release/markdown.ts'

type Json = Readonly<Record<string, unknown>>

const documentOf = (version: string, paths: Json, schemas: Json = {}) => ({
  files: new Map([['', { openapi: '3.1.0', info: { title: 'Library', version }, paths, components: { schemas } }]]),
  rootFile: '',
})

const operation = (operationId: string, more: Json = {}) => ({
  operationId,
  responses: {
    '200': {
      description: 'A book.',
      content: { 'application/json': { schema: { $ref: '#/components/schemas/Book' } } },
    },
  },
  ...more,
})
const book = (type: string) => ({ Book: { type: 'object', properties: { pages: { type } } } })

const before = documentOf(
  '1',
  {
    '/books': { get: operation('findBooks', { tags: ['Books'] }), post: operation('addBook', { tags: ['Books'] }) },
    '/shelves/{id}': { get: operation('readShelf') },
  },
  book('integer'),
)
const after = documentOf(
  '2',
  {
    '/books': {
      get: operation('findBooks', { tags: ['Books'], deprecated: true }),
      put: operation('putBook', { tags: ['<b>*New*</b>'] }),
    },
    '/shelves/{id}': { get: operation('readShelf', { summary: 'Read a shelf' }) },
  },
  {
    ...book('integer'),
    Book: { type: 'object', properties: { pages: { type: 'integer' }, isbn: { type: 'string' } } },
  },
)

test('a changelog begins with what breaks, and groups by tag or path', () => {
  const result = diffDocuments(before, after)
  if (!result.ok) expect.fail(result.problem.message)
  const { releases, changes, diff } = result
  expect(diff.counts).toEqual({ breaking: 1, compatible: 4, annotation: 0 })
  expect(changelog(releases, changes, { title: 'Library 2' })).toBe(`# Library 2

Changed items: 1 breaking, 4 compatible, 0 annotations.

## Breaking

### Books

- \`addBook\` — \`POST /books\` (removed)

## Added

### \\<b\\>\\*New\\*\\</b\\>

- \`putBook\` — \`PUT /books\` (added)

## Changed

### Definitions

- \`Book\`
  - Received: The property "isbn" is new. \`#/components/schemas/Book/properties/isbn\`

## Deprecated

### Books

- \`findBooks\` — \`GET /books\`
  - The operation is deprecated. \`#/paths/~1books/get\`
`)
})

test('equal documents have no changes', () => {
  const result = diffDocuments(before, before)
  if (!result.ok) expect.fail(result.problem.message)
  expect(result.diff.items).toEqual([])
  expect(changelog(result.releases, result.changes, { title: 'Library' })).toBe('# Library\n\nNo changes.\n')
})

test('a long changelog is cut', () => {
  const result = diffDocuments(before, after)
  if (!result.ok) expect.fail(result.problem.message)
  const text = changelog(result.releases, result.changes, { title: 'Library', lines: 5 })
  expect(text).toMatch(/^# Library\n[\s\S]*\n\n… and \d+ more lines\.\n$/)
  expect(text.split('\n')).toHaveLength(8)
})

test('the document that can not be converted is named', () => {
  expect(diffDocuments(before, documentOf('2', {}))).toMatchObject({
    ok: false,
    side: 'after',
    problem: { code: 'no-operations' },
  })
})

test.each([
  ['[a](https://x.example) <img>', '\\[a\\]\\(https\\://x.example\\) \\<img\\>'],
  ['two\nlines\u202e', 'two lines'],
  ['x'.repeat(1000), `${'x'.repeat(299)}…`],
])('the text %s has no Markdown', (text, want) => {
  expect(plainText(text)).toBe(want)
})

test.each([
  ['a', '`a`'],
  ['a`b', '``a`b``'],
  ['`', '`` ` ``'],
  ['', '`  `'],
])('the code %s is a span', (text, want) => {
  expect(inlineCode(text)).toBe(want)
})
