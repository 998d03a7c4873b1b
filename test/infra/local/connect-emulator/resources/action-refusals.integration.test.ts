import { expect, test } from 'vitest'
import { action, definition, links, setUp } from '../harness.ts'

const parameter = (changes: Record<string, unknown>) => ({
  name: 'id',
  in: 'query',
  required: false,
  type: 'string',
  ...changes,
})
const inPath = (name: string) => parameter({ name, in: 'path', required: true })
const withDefault = (type: string, value: unknown) => ({ parameters: [parameter({ type, default: value })] })

const table = [
  // The shape of the contract.
  { given: { type: 'grpc' }, code: 'body_invalid', field: 'type' },
  { given: { name: 'Get Pet' }, code: 'body_invalid', field: 'name' },
  { given: { name: '' }, code: 'body_invalid', field: 'name' },
  { given: { method: 'get' }, code: 'body_invalid', field: 'method' },
  { given: { tags: [] }, code: 'body_invalid', field: 'tags' },
  { given: { id: '01HZ0000000000000000000000' }, code: 'body_invalid', field: 'id' },
  { given: { summary: null }, code: 'body_invalid', field: 'summary' },
  { given: { parameters: undefined }, code: 'body_invalid', field: 'parameters' },
  { given: { responses: undefined }, code: 'body_invalid', field: 'responses' },
  { given: { parameters: [parameter({ type: 'array' })] }, code: 'body_invalid', field: 'parameters[0].type' },
  { given: { parameters: [parameter({ in: 'body' })] }, code: 'body_invalid', field: 'parameters[0].in' },
  { given: { parameters: [parameter({ style: 'form' })] }, code: 'body_invalid', field: 'parameters[0].style' },
  { given: { parameters: [parameter({ name: '' })] }, code: 'body_invalid', field: 'parameters[0].name' },
  {
    given: { parameters: [parameter({ completion: { kind: 'x' } })] },
    code: 'body_invalid',
    field: 'parameters[0].completion.kind',
  },
  { given: withDefault('string', ['a']), code: 'body_invalid', field: 'parameters[0].default' },
  { given: { requestBody: { definitions: [] } }, code: 'body_invalid', field: 'requestBody.required' },
  { given: { responses: [{ status: 200.5, definitions: [] }] }, code: 'body_invalid', field: 'responses[0].status' },
  { given: { responses: [{ status: '200', definitions: [] }] }, code: 'body_invalid', field: 'responses[0].status' },
  { given: { responses: [{ id: 'x', definitions: [] }] }, code: 'body_invalid', field: 'responses[0].id' },
  {
    given: { responses: [{ definitions: [{ definition: {} }] }] },
    code: 'body_invalid',
    field: 'responses[0].definitions[0].definition',
  },
  {
    given: { responses: [{ definitions: [{ definition: { id: 'pet' } }] }] },
    code: 'body_invalid',
    field: 'responses[0].definitions[0].definition.id',
  },
  // Paths and their parameters.
  { given: { path: 'pets' }, code: 'path_relative', field: 'path' },
  { given: { path: '/pets/{id}' }, code: 'path_placeholder', field: 'path' },
  { given: { path: '/pets/{{id}}' }, code: 'path_placeholder', field: 'path' },
  { given: { path: '/pets/{{ env.id }}' }, code: 'path_placeholder', field: 'path' },
  { given: { path: '/pets/{{ param. }}' }, code: 'path_placeholder', field: 'path' },
  { given: { path: '/pets/{{ param.id }}}', parameters: [inPath('id')] }, code: 'path_placeholder', field: 'path' },
  { given: { path: '/pets/{{ param.id }}' }, code: 'path_parameter_missing', field: 'path' },
  {
    given: { path: '/pets/{{ param.id }}', parameters: [parameter({})] },
    code: 'path_parameter_missing',
    field: 'path',
  },
  { given: { parameters: [inPath('id')] }, code: 'path_parameter_unused', field: 'parameters[0].name' },
  {
    given: { path: '/{{ param.id }}', parameters: [parameter({ in: 'path' })] },
    code: 'path_parameter_optional',
    field: 'parameters[0].required',
  },
  { given: { parameters: [parameter({}), parameter({})] }, code: 'parameter_duplicate', field: 'parameters[1]' },
  // Defaults.
  { given: withDefault('string', 1), code: 'default_type', field: 'parameters[0].default' },
  { given: withDefault('number', '1'), code: 'default_type', field: 'parameters[0].default' },
  { given: withDefault('integer', 1.5), code: 'default_type', field: 'parameters[0].default' },
  { given: withDefault('boolean', 'true'), code: 'default_type', field: 'parameters[0].default' },
  { given: withDefault('string', '{{ .secret }}'), code: 'default_template', field: 'parameters[0].default' },
  { given: withDefault('string', 'a {{'), code: 'default_template', field: 'parameters[0].default' },
  { given: withDefault('string', '{{ .conn.a | printf }}'), code: 'default_template', field: 'parameters[0].default' },
  {
    given: withDefault('string', '{{ .conn.a }}{{ env "HOME" }}'),
    code: 'default_template',
    field: 'parameters[0].default',
  },
  // Responses and links.
  { given: { responses: [] }, code: 'responses_empty', field: 'responses' },
  { given: { responses: [{ status: 99, definitions: [] }] }, code: 'status_range', field: 'responses[0].status' },
  { given: { responses: [{ status: 600, definitions: [] }] }, code: 'status_range', field: 'responses[0].status' },
  {
    given: {
      responses: [
        { status: 200, definitions: [] },
        { status: 200, definitions: [] },
      ],
    },
    code: 'response_duplicate',
    field: 'responses[1]',
  },
  {
    given: { responses: [{ definitions: [] }, { definitions: [] }] },
    code: 'response_duplicate',
    field: 'responses[1]',
  },
  {
    given: { responses: [{ definitions: links('Nobody') }] },
    code: 'definition_unknown',
    field: 'responses[0].definitions[0].definition',
  },
  {
    given: { responses: [{ definitions: [{ definition: { id: '01HZ0000000000000000000000' } }] }] },
    code: 'definition_unknown',
    field: 'responses[0].definitions[0].definition',
  },
  {
    given: { responses: [{ definitions: links('Pet', 'PetToo') }] },
    code: 'media_type_duplicate',
    field: 'responses[0].definitions[1].definition',
  },
  {
    given: { method: 'POST', requestBody: { required: true, definitions: links('Pet', 'Pet') } },
    code: 'media_type_duplicate',
    field: 'requestBody.definitions[1].definition',
  },
]

test('every rule of an action', async () => {
  const { platform, send } = await setUp()
  await send('POST', '/definitions', {
    definitions: [definition('Pet'), definition('PetToo', {}, ['text/csv', 'Application/JSON'])],
  })
  for (const { given, code, field } of table) {
    const reply = await send('POST', '/actions', action('GetPet', given))
    const { code: got, message, fields } = reply.json()
    expect([reply.status, got], JSON.stringify(given)).toEqual([400, code])
    expect(fields, JSON.stringify(given)).toContainEqual({ field, message: expect.any(String) })
    expect(message).toContain(field)
  }
  expect(platform.state().connectors[0]?.versions[0]?.actions).toEqual([])
})

test('a response lists every broken rule', async () => {
  const { send } = await setUp()
  const reply = await send('POST', '/actions', action('A', { path: 'x/{y}', responses: [] }))
  const { code, message, fields } = reply.json()
  expect(code).toBe('path_relative')
  expect(message).toContain('2 more')
  expect(fields).toHaveLength(3)
})

test('a name that already exists', async () => {
  const { send } = await setUp()
  await send('POST', '/actions', action('GetPet'))
  const reply = await send('POST', '/actions', action('GetPet', { path: '/other' }))
  expect([reply.status, reply.json().code]).toEqual([409, 'action_exists'])
})

test('unusual actions that are valid', async () => {
  const { send } = await setUp()
  await send('POST', '/definitions', { definitions: [definition('Pet'), definition('Xml', {}, ['application/xml'])] })
  const odd = [
    { path: '/{{ conn.tenant }}/{{param.id}}.json', parameters: [inPath('id')] },
    { path: '/{{ param._filter2 }}', parameters: [inPath('_filter2'), parameter({ name: 'filter[a b]' })] },
    { parameters: [parameter({ name: 'a' }), parameter({ name: 'a', in: 'header' })] },
    withDefault('string', 'Bearer {{ .conn.token }}'),
    withDefault('string', ''),
    withDefault('string', 'a } b { c'),
    withDefault('integer', 3),
    withDefault('number', -0.5),
    withDefault('boolean', false),
    { parameters: [parameter({ completion: {} })] },
    { responses: [{ definitions: links('Pet', 'Xml') }, { status: 599, definitions: links('Pet') }] },
  ]
  for (const [index, given] of odd.entries()) {
    const reply = await send('POST', '/actions', action(`Odd$${index}`, given))
    expect(reply.status, `${JSON.stringify(given)} ${reply.text}`).toBe(201)
    expect(reply.json().errors).toEqual([])
  }
})
