import { expect, test } from 'vitest'
import { makePlan } from '../../../../lib/conversion/make-plan.ts'
import type { OperationFacts } from '../../../../lib/conversion/plan.ts'

type Json = Readonly<Record<string, unknown>>

/** Returns the facts about the only operation of a document. */
const factsOf = (operation: Json, schemas: Json = {}, version = '3.1.0'): OperationFacts | undefined => {
  const document = {
    openapi: version,
    info: { title: 'Library', version: '1' },
    paths: { '/books': { post: { responses: { '204': { description: 'Done.' } }, ...operation } } },
    components: { schemas },
  }
  const planned = makePlan(new Map([['', document]]), '')
  if (!planned.ok) expect.fail(planned.problem.message)
  const [action] = planned.plan.actions
  expect(action?.payload).not.toHaveProperty('facts')
  return action?.facts
}

const asJson = (schema: unknown) => ({ name: 'filter', in: 'query', content: { 'application/json': { schema } } })
const plain = (schema: unknown) => ({ name: 'filter', in: 'query', schema })
const values = Array.from({ length: 31 }, (_, i) => `v${i}`)
const schemaOf = (parameter: Json, schemas: Json = {}, version?: string): unknown => {
  const [[key, text] = []] = factsOf({ parameters: [parameter] }, schemas, version)?.parameters ?? []
  expect(key ?? 'query filter').toBe('query filter')
  return text === undefined ? undefined : JSON.parse(text)
}

test.each<{ name: string; parameter: Json; schemas?: Json; version?: string; want: unknown }>([
  { name: 'a scalar', parameter: plain({ type: 'string', maxLength: 3 }), want: undefined },
  { name: '30 values', parameter: plain({ enum: values.slice(1) }), want: undefined },
  { name: '31 values', parameter: plain({ enum: values }), want: { enum: values } },
  {
    name: 'a list of 31 values',
    parameter: plain({ type: 'array', items: { enum: values } }),
    want: { type: 'array', items: { enum: values } },
  },
  {
    name: 'JSON of an earlier dialect',
    parameter: asJson({ type: 'string', nullable: true }),
    version: '3.0.3',
    want: { type: ['string', 'null'] },
  },
  {
    name: 'JSON with references',
    parameter: asJson({ type: 'array', items: { $ref: '#/components/schemas/Range' } }),
    schemas: {
      Range: { type: 'object', properties: { from: { $ref: '#/components/schemas/Day' } } },
      Day: { type: 'string' },
    },
    want: { type: 'array', items: { type: 'object', properties: { from: { type: 'string' } } } },
  },
  {
    name: 'JSON that is circular',
    parameter: asJson({ $ref: '#/components/schemas/Filter' }),
    schemas: { Filter: { type: 'object', properties: { not: { $ref: '#/components/schemas/Filter' } } } },
    want: { type: 'object', properties: { not: {} } },
  },
  {
    name: 'JSON with more references than are inlined',
    parameter: asJson({ $ref: '#/components/schemas/S0' }),
    schemas: Object.fromEntries([
      ['S12', { type: 'string' }],
      ...values.slice(0, 12).map((_, i): [string, unknown] => {
        const next = { $ref: `#/components/schemas/S${i + 1}` }
        return [`S${i}`, { properties: { a: next, b: next } }]
      }),
    ]),
    want: undefined,
  },
])(
  'the schema of a parameter is a fact if its note is not complete: $name',
  ({ parameter, schemas, version, want }) => {
    expect(schemaOf(parameter, schemas, version)).toEqual(want)
  },
)

test('the fields of a form with another encoding are facts', () => {
  const body = (type: string, encoding: Json) => ({
    requestBody: {
      content: { [type]: { schema: { properties: { tags: { type: 'array', items: { type: 'string' } } } }, encoding } },
    },
  })
  const form = 'application/x-www-form-urlencoded'
  expect(factsOf(body(form, { tags: { style: 'form', explode: true } }))).toBeUndefined()
  expect(factsOf(body(form, { tags: { explode: false, headers: { 'X-A': { schema: {} } } } }))).toEqual({
    encodings: [[form, 'tags', '{"explode":false}']],
  })
})

test('the ranges of responses are facts, with the statuses that stand for them', () => {
  const responses = Object.fromEntries(
    ['default', '5XX', '201', '2XX'].map(status => [status, { description: 'Answer.' }]),
  )
  expect(factsOf({ responses })).toEqual({
    ranges: [
      ['2XX', [200, 202, 204]],
      ['5XX', [500, 502, 503]],
    ],
  })
  expect(factsOf({})).toBeUndefined()
})
