import { expect, test } from 'vitest'
import type { Report } from '../../../../lib/report/report.ts'
import { useStack } from './support.ts'

const stack = useStack()

type Facts = { readonly year?: string; readonly cover?: string; readonly summary?: string }

/** Returns a document with a parameter of JSON, a form and a range of responses. */
const library = ({ year = 'integer', cover = 'image/png', summary }: Facts = {}) => ({
  openapi: '3.1.0',
  info: { title: 'Library', version: '1' },
  paths: {
    '/books': {
      get: {
        operationId: 'findBooks',
        ...(summary !== undefined && { summary }),
        parameters: [
          {
            name: 'filter',
            in: 'query',
            content: { 'application/json': { schema: { type: 'object', properties: { year: { type: year } } } } },
          },
        ],
        responses: { '2XX': { description: 'Books.' } },
      },
      post: {
        operationId: 'addBook',
        requestBody: {
          content: {
            'multipart/form-data': {
              schema: { type: 'object', properties: { cover: { type: 'string' } } },
              encoding: { cover: { contentType: cover } },
            },
          },
        },
        responses: { '204': { description: 'Done.' } },
      },
    },
  },
})

const effects = ({ actions }: Report) =>
  Object.fromEntries(
    actions.flatMap(({ name, impact }) =>
      impact ? [[name, impact.reasons.map(({ rule, kind }) => `${rule}: ${kind}${impact.kept ? ', kept' : ''}`)]] : [],
    ),
  )

/** Edits an action on the platform, as a person. */
const edit = (connector: string): void => {
  const { connectors } = stack.platform().state()
  const stored = connectors.find(({ id }) => id === connector)?.versions[0]?.actions[0]
  if (stored === undefined) throw new Error('Expected a stored action.')
  Object.assign(stored, { summary: 'By hand' })
}

test.for<{ name: string; after: Facts; want: Readonly<Record<string, string[]>> }>([
  { name: 'parameter', after: { year: 'number' }, want: { findBooks: ['type-widened: compatible'] } },
  { name: 'form', after: { cover: 'image/gif' }, want: { addBook: ['encoding-changed: breaking'] } },
])('a change that no payload has is reported once, and nothing is written: $name', async ({ name, after, want }) => {
  stack.seed(name)
  await stack.run(name, library())
  const reports: Report[] = []
  const writes = await stack.writesDuring(async () => {
    for (let i = 0; i < 2; i++) reports.push(await stack.run(name, library(after)))
  })
  expect(writes).toEqual([])
  expect(reports.map(({ outcome }) => outcome)).toEqual(['unchanged', 'unchanged'])
  expect(reports.map(effects)).toEqual([want, {}])
})

test('a change that no payload has is compared for an action that a person has edited, too', async () => {
  stack.seed('edited')
  await stack.run('edited', library())
  edit('edited')
  expect(effects(await stack.run('edited', library({ year: 'string' })))).toEqual({
    findBooks: ['type-changed: breaking'],
  })
  expect(effects(await stack.run('edited', library({ year: 'string' })))).toEqual({})
})

test('a conflict keeps the action with what its payload does not have', async () => {
  stack.seed('conflict')
  await stack.run('conflict', library())
  edit('conflict')
  for (let i = 0; i < 2; i++)
    expect(effects(await stack.run('conflict', library({ year: 'string', summary: 'All' })))).toEqual({
      findBooks: ['type-changed: breaking, kept', 'operation-text-changed: annotation, kept'],
    })
})

test('with the state of an earlier version, such a change is reported from the second import on', async () => {
  stack.seed('earlier')
  await stack.run('earlier', library())
  await stack.editLedger('earlier', ledger => {
    expect(ledger).toContain('"facts":"')
    return ledger.replaceAll(/,"facts":"[^"]*"/g, '')
  })
  const report = await stack.run('earlier', library())
  expect([report.outcome, effects(report)]).toEqual(['unchanged', {}])
  expect(effects(await stack.run('earlier', library({ cover: 'image/gif' })))).toEqual({
    addBook: ['encoding-changed: breaking'],
  })
})
