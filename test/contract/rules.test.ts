import { expect, test } from 'vitest'
import type { ActionCreate, ActionParameter, ByName } from '../../lib/contract/requests.ts'
import type { Plan } from '../../lib/conversion/plan.ts'
import { breaches } from './rules.ts'

const payload: ActionCreate<ByName> = {
  type: 'http',
  name: 'getPet',
  method: 'GET',
  path: '/pets/{{ param.id }}',
  parameters: [{ name: 'id', in: 'path', required: true, type: 'string' }],
  responses: [{ status: 200, definitions: [{ definition: { name: 'Pet' } }] }, { definitions: [] }],
}

const planOf = (action: Partial<ActionCreate<ByName>> = {}): Plan => ({
  document: { specification: '3.1.0', title: '', version: '' },
  actions: [
    {
      name: 'getPet',
      method: 'GET',
      path: '/pets/{id}',
      pointer: '#',
      payload: { ...payload, ...action },
      problems: [],
    },
  ],
  triggers: [],
  definitions: [definition('Tag', '{}'), definition('Pet', '{"$ref":"#/$defs/Tag"}', ['Tag'])],
  requests: [1, 1],
  unread: [],
  unreadEvents: [],
  diagnostics: [],
})

const definition = (name: string, content: string, references: string[] = []): Plan['definitions'][number] => ({
  name,
  accept: ['application/json'],
  content,
  references,
  pointer: '#',
  problems: [],
})

const withParameter = (parameter: Partial<ActionParameter>): Plan =>
  planOf({
    parameters: [...payload.parameters, { name: 'q', in: 'query', required: false, type: 'string', ...parameter }],
  })

const link = { definition: { name: 'Pet' } }
const plan = planOf()

test('a plan that satisfies every rule', () => {
  expect(breaches(plan)).toEqual([])
})

test.each([
  { given: planOf({ name: 'get pet' }), want: 'its name is illegal' },
  { given: planOf({ responses: [] }), want: 'it has no response' },
  {
    given: planOf({ responses: [{ definitions: [] }, { definitions: [] }] }),
    want: 'two responses have the status default',
  },
  { given: planOf({ responses: [{ definitions: [link, link] }] }), want: 'two definitions for application/json' },
  {
    given: planOf({ responses: [{ definitions: [{ definition: { name: 'X' } }] }] }),
    want: 'there is no definition X',
  },
  { given: planOf({ path: '/pets' }), want: 'the path parameter id has no placeholder' },
  { given: planOf({ parameters: [] }), want: '{{ param.id }} has no parameter' },
  { given: planOf({ path: '/pets/{{ param.id }}/{x}' }), want: 'braces are left' },
  { given: planOf({ path: '/pets/{{ param.id }}/{{ .conn.x }}' }), want: 'braces are left' },
  { given: withParameter({ name: 'id', in: 'path' }), want: 'two parameters path id' },
  { given: withParameter({ name: 'id', in: 'path' }), want: 'the path parameter id is optional' },
  { given: withParameter({ default: 1 }), want: 'the default 1 of q is no string' },
  { given: withParameter({ type: 'integer', default: 1.5 }), want: 'the default 1.5 of q is no integer' },
  { given: withParameter({ default: '{{ .conn.x }}' }), want: 'the default of q is a live template' },
  { given: { ...plan, actions: [...plan.actions, ...plan.actions] }, want: 'two actions are named getPet' },
  {
    given: { ...plan, definitions: [...plan.definitions, definition('Pet', '{}')] },
    want: 'two definitions are named Pet',
  },
  { given: { ...plan, requests: [1] }, want: 'the requests take 1 definitions' },
  { given: { ...plan, definitions: plan.definitions.toReversed() }, want: '#/$defs/Tag is in no earlier request' },
  ...[
    { content: '{"$ref":"#/$defs/Other"}', references: ['Other'], want: '#/$defs/Other is in no earlier request' },
    { content: '{"$ref":"#/components/schemas/Tag"}', references: [], want: 'is in no earlier request' },
    { content: '{"items":{"$ref":"#/$defs/Tag"}}', references: [], want: 'its references are not as told' },
    { content: '{"properties":{"a":{"$defs":{}}}}', references: [], want: 'it has $defs' },
  ].map(({ content, references, want }) => ({
    given: { ...plan, definitions: [definition('Tag', '{}'), definition('Pet', content, references)] },
    want,
  })),
])('a violation is reported: $want', ({ given, want }) => {
  expect(breaches(given).join('\n')).toContain(want)
})

test('names and data of a schema are not keywords', () => {
  const content = '{"properties":{"$defs":{},"$ref":{}},"default":{"$defs":1,"$ref":"#/x"},"required":["$ref"]}'
  expect(breaches({ ...plan, definitions: [definition('Tag', '{}'), definition('Pet', content)] })).toEqual([])
})
