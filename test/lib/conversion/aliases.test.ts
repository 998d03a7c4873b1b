import { expect, test } from 'vitest'
import { makePlan } from '../../../lib/conversion/make-plan.ts'

const USER = { type: 'object', properties: { friend: { $ref: 'user.json' }, kind: { $ref: 'kinds.json#/Kind' } } }
const KIND = { type: 'string' }

const documentWith = (user: string, components: object): object => ({
  openapi: '3.1.0',
  info: { title: 'Users', version: '1' },
  paths: {
    '/users': {
      get: {
        operationId: 'users',
        responses: {
          200: { description: 'by file', content: { 'application/json': { schema: { $ref: user } } } },
          201: {
            description: 'by component',
            content: { 'application/json': { schema: { $ref: '#/components/schemas/User' } } },
          },
        },
      },
    },
  },
  components,
})

const bundled = documentWith('#/components/schemas/User', {
  schemas: {
    User: {
      type: 'object',
      properties: { friend: { $ref: '#/components/schemas/User' }, kind: { $ref: '#/components/schemas/Kind' } },
    },
    Kind: KIND,
  },
})

const planned = (document: object, others: Record<string, unknown> = {}): unknown => {
  const result = makePlan(new Map(Object.entries({ 'openapi.json': document, ...others })), 'openapi.json')
  if (!result.ok) throw new Error(result.problem.message)
  const { actions, definitions } = result.plan
  return {
    actions: actions.map(({ payload }) => payload),
    definitions: definitions.map(({ name, accept, content }) => ({ name, accept, content })),
  }
}

const FILES = { 'user.json': USER, 'kinds.json': { Kind: KIND } }
const ALIASES = { User: { $ref: 'user.json' }, Kind: { $ref: 'kinds.json#/Kind' } }

test.each([
  { form: 'component by component', components: { schemas: ALIASES }, others: {} },
  { form: 'with an index of schemas', components: { schemas: { $ref: 'i.json' } }, others: { 'i.json': ALIASES } },
  {
    form: 'with all components in a file',
    components: { $ref: 'i.json' },
    others: { 'i.json': { schemas: ALIASES } },
  },
])('an API in several files, $form, is the same as in one file', ({ components, others }) => {
  expect(planned(documentWith('user.json', components), { ...FILES, ...others })).toEqual(planned(bundled))
})

test.each([
  { names: ['Person', 'User'], want: 'Person' },
  { names: ['Person', 'User', 'user'], want: 'user' },
])('of $names for one file, $want is the schema in any order', ({ names, want }) => {
  const [plan, reversed] = [names, names.toReversed()].map(order => {
    const schemas = Object.fromEntries(order.map(name => [name, { $ref: 'user.json' }]))
    return planned(documentWith('user.json', { schemas }), FILES)
  })
  expect(plan).toEqual(reversed)
  expect(plan).toMatchObject({ actions: [{ responses: [{ definitions: [{ definition: { name: want } }] }, {}] }] })
})

test('circular references end', () => {
  const components = { schemas: { User: { $ref: 'a.json' }, Other: { $ref: 'b.json' } } }
  const files = { 'a.json': { $ref: 'b.json' }, 'b.json': { $ref: 'openapi.json#/components/schemas/User' } }
  expect(planned(documentWith('a.json', components), files)).toMatchObject({ actions: [{ name: 'users' }] })
})
